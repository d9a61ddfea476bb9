"""Whether a message was for colleagues only, by the fields and the words that say it, in several languages."""

import re
from functools import lru_cache

from data.both_scripts import compiled
from data.formats.fields.field_names import RANKED
from data.formats.fields.role_words import role_of
from data.records import NOTE

# What calls a message one among colleagues.
A_NOTE = re.compile(r"\bnotes?\b|note$|notes$|^private|internal|whisper|worknote", re.IGNORECASE)
# And what calls a list of messages so.
LIST_OF_NOTES = compiled(
    r"notiz|intern(?!at|et)|notas?$|vermerk|anmerkung|opmerking|заметк|备注|備註|内部|メモ|메모|^(?:staff|team|agents?)(?:comments?|chat|messages?)$"
)
# With the customer, though “private”: what two people say to each other.
BETWEEN_TWO = compiled(
    r"(?:private?s?|direct|personal) ?(?:messages?|msg|chats?|repl(?:y|ies)|conversations?|e?mails?|dms?|texts?)|[dp]ms?"
    r"|private? ?nachricht(?:en)?|mensajes? (?:privado|directo)s?|messages? (?:privé|direct)s?|messaggi[oi]? privat[oi]"
    r"|mensage(?:m|ns) (?:privada|direta)s?|私信|私聊"
)
COLLEAGUES = r"(?:agents?|staff|team|colleagues?|operators?|employees?|internal(?:ly)?|mitarbeiter|kollegen)"
ONLY_COLLEAGUES = re.compile(
    rf"\b{COLLEAGUES} only\b|^(?:only|for|nur|nur für) {COLLEAGUES}\b|side ?conversation"
    r"|\b(?:not|non|nicht) ?(?:public|öffentlich)|hidden from"
)
# Fields that say who may read a message, in words; and what such words say.
AUDIENCE = compiled(
    r"^(?:is|message|comment|note|reply|entry|post)?(?:scope|audience|access(?:level)?|privacy(?:level)?|visib\w*|sichtbar\w*|zielgruppe"
    r"|(?:shown|shared|published|readable|viewable|restricted|limited)(?:to|for|with|by)|可见\w*|公開範囲)$"
)
HIDDEN_WORD = compiled(r"hidden|invisible|\b(?:not|non|nicht) ?(?:public|öffentlich|visible|customer)|仅")
SHARED_WORD = compiled(
    r"(?<!non )(?:customers?|clients?)\b(?! (?:service|support|care|success))|public|everyone|everybody|^all$|external|end ?user|^users?$"
    r"|requester|kunden?\b|öffentlich|公开|客户"
)
INWARD_WORD = compiled(
    r"intern(?!at)|privat|privé|privad|\bstaff|\bagent|\bteam|\bnot(?:e|es|iz|a)\b|colleague|employee|operator|mitarbeiter|kollege|confidential"
    r"|vertraulich|restricted|内部|私密|客服|坐席|社内"
)
READERS = r"(?:the)?(?:customers?|clients?|endusers?|users?|requesters?|portal|public|kunden?)"
# Fields that say yes or no: the customer sees it; the customer doesn't; it is a note.
VISIBLE = compiled(
    rf"^(?:is)?(?:(?:visible|published|shown)(?:for|to|in|by|on)?{READERS}?|(?:shared|viewable|readable)(?:with|for|to|in|by){READERS}"
    rf"|{READERS}(?:visible|facing|viewable|readable)|(?:sichtbarfür|fürkunden?sichtbar)\w*|öffentlich|istöffentlich|públic[oa]|公开|公開)$"
)
HIDDEN = re.compile(rf"^(?:is)?(?:hidden|concealed|invisible|hide)(?:from|to|for){READERS}$")
NOTED = re.compile(rf"^(?:is|has|for)?(?:an?)?(?:{COLLEAGUES}|private)?(?:notes?|whispers?|only)$")
NAMED = re.compile(r"private|internal|public|^(?:ist?|es|est|e)?(?:intern|privat)[aeo]?$|^intern[aeo]?(?:notiz|nota|note)$")
# “internal_id”: what something is called within, not whom it is for.
CALLED = re.compile(
    r"(?:ids?|name|key|ur[li]|link|users?|number|nr|code|ref|reference|index|count|version|order|date|time|edat|hash|token|mail)$"
)
YES = frozenset("true 1 yes y t ja wahr sí si oui sim vero 是 はい private internal x".split())
NO = frozenset("false 0 no nein falsch f n non não nao falso faux 否 いいえ private internal intern privat".split())


@lru_cache(maxsize=4096)
def names_private(name: str) -> bool:
    """Whether a (folded) name is that of a field which says whom a message was for."""
    if name in RANKED["private"] or any(known.match(name) for known in (AUDIENCE, VISIBLE, HIDDEN, NOTED)):
        return name != "only"
    return NAMED.search(name) is not None and CALLED.search(name) is None


def is_private(name: str, entry: object) -> bool:
    """Whether a field of this (folded) name with this entry says that a message was for colleagues only."""
    said = str(entry).strip().casefold()
    if said in NO and (VISIBLE.match(name) or "public" in name):
        return True
    if AUDIENCE.match(name) and len(said) < 60:
        words = re.sub(r"[\s_.,;|/-]+", " ", said)
        return bool(
            (name == "visibility" and said == "1")
            or HIDDEN_WORD.search(words)
            or (INWARD_WORD.search(words) and not SHARED_WORD.search(words))
        )
    return said in YES and not VISIBLE.match(name) and "public" not in name


def is_note(word: str) -> bool:
    """Whether a word for what kind of entry a message is, in small letters and with blanks, says that it was for colleagues only."""
    if BETWEEN_TWO.fullmatch(word):
        return False
    return bool(A_NOTE.search(word) or ONLY_COLLEAGUES.search(word)) or role_of(word) == NOTE


def names_notes(name: str) -> bool:
    """Whether a list of messages of this (folded) name holds what colleagues said among themselves."""
    return is_note(name) or (LIST_OF_NOTES.search(name) is not None and BETWEEN_TWO.fullmatch(name) is None)
