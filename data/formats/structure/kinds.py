"""What kind of entry a message is by its fields: said aloud, a note among colleagues, an event of the desk, deleted."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from data.both_scripts import compiled
from data.formats.fields.privacy import is_note, is_private, names_private
from data.formats.fields.times import parse
from data.formats.raw_dialogues import DELETED
from data.formats.structure.flattening import Leaf
from data.formats.structure.paths import is_anothers, is_persons, last
from data.records import NOTE, SYSTEM

# Fields that say what kind an entry is, by the last part of their path.
KIND = compiled(
    r"^(?:\w{0,24}type|kind|subtype|subkind|event|eventname|element|action|category|channel|t|mode|typ|art|kategorie|tipo|categor[ií]a|类型|类别|種別)$"
)
# Of these, fields that say what a message is about, or how it came: no event is told by them. The object that a field is in counts too.
TOPIC = re.compile(
    r"(?:issue|ticket|case|request|problem|incident|inquiry|product|item|order|payment|delivery|shipping|service|subscription|plan|device|file"
    r"|media|attachment|source|priority|resolution|queue|department|content|mime)\w{0,8}(?:type|kind)$|mode$|(?:category|channel|kategorie|categor[ií]a)$"
)
# Kinds of places, where a private one is that of a customer with the company.
PLACE = re.compile(r"(?:chat|room|conversation|dialog|session|channel|group)type$")
# These are no messages, whatever else the word holds; and those that are none unless it names one.
SURE_EVENT = re.compile(
    r"system|\badmm\b|admin message|event(?!ual)|activity|join|leav|\bleft\b|\bnew (?:chat )?members?\b|room member"
    r"|pinn|line ?item|typing|redaction|reaction|participant|\bcall\b(?! cent)"
    r"|\bjob\b|^(?:call )?moment$"
    r"|^(?:messages? |is )?delivered$|messages? delivery|delivery (?:receipt|status|report|notif|fail)|\bseen\b|unread"
)
EVENT = re.compile(
    r"status|chang|assign|clos|\bopen|transfer|renam|\badd|remov|survey|rating|action|snooz|merg|trigger|escalat|\bset\b|update|topic|\bedit"
)
SAID = re.compile(
    r"messag|msg|text|reply|comment|mail|post|sms|said|answer|question|utterance|default|rich|note|chat ?line|thread|response"
)
# What an entry is called that is a message for certain, beside events.
MESSAGE = compiled(r"(?:chat|text|standard)?[ _-]?messages?|text|texto|nachricht|mensaje|mensagem|messaggio|消息|メッセージ|메시지")
FALSE, TRUE = ("false", "0", "no", "nein", "n", "f", "off"), ("true", "1", "yes", "ja", "y", "t", "on")
GONE = frozenset(
    ("deleted", "isdeleted", "removed", "redacted", "unsent", "isunsent", "retracted", "hidden", "spam", "isspam", "draft", "isdraft")
)
# When a message was taken away, in a field of its own.
GONE_AT = compiled(
    r"^(?:message)?(?:(?:delet|remov|trash|discard|recall|retract|revok|unsen[dt]|withdraw)\w{0,4}(?:at|on|time|date|datetime|timestamp)"
    r"|date(?:deleted|removed|trashed|discarded))$|^(?:删除时间|撤回时间)$"
)
# What a message's own state is called, and states in which no customer has read it.
STATE = re.compile(r"^(?:message|post|reply|thread|publish|publication|send|sending)?(?:state|status)$")
NEVER_READ = frozenset(
    "draft drafted unsent recalled revoked retracted withdrawn deleted trashed hidden unpublished discarded spam entwurf borrador "
    "brouillon rascunho bozza 草稿 已撤回 撤回 已删除 下書き".split()
)
# Of these, states that a whole case may have: in a column that doesn't name the message, they say nothing of it.
OF_A_CASE = frozenset(("withdrawn", "discarded"))
BESIDE_COMMENTS = frozenset(
    "message thread mail email e-mail reply chat correspond received sent incoming outgoing inbound outbound 受信 送信 nachricht eingang "
    "ausgang antwort mensaje recibido enviado respuesta reçu envoyé réponse recebido enviado ricevuto inviato 收到 发送 回复".split()
)
COMMENTS = frozenset("comment comments kommentar comentario comentário commentaire commento コメント 评论 評論".split())
# In a field about a person, what is no word for one.
PERSONS_NOTE, PERSONS_EVENT = re.compile(r"\bnotes?\b|whisper"), re.compile(r"system ?(?:user|actor|account|message)?")
# A kind that says nothing else, so that all entries are notes where all have it.
ONLY_NOTE = re.compile(r"(?:internal|private|agent|staff|conversation|ticket)[ _-]?notes?|notes?")
# Beside a word for a note they say no topic.
COMMENT = frozenset("comment kommentar comentario comentário commentaire message conversation side agent staff team only".split())
# Numbers of WeChat's for what its program says, and for a message that was taken back.
WECHAT = ("10000", "10002")
CONTENT_EVENT = re.compile(r"system(?: \w+)?|event|activity|typing")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What a program calls something, in place of a sentence: “positive_sentiment”.
LABEL = re.compile(r"[A-Za-z0-9]{1,40}(?:[_.:-][A-Za-z0-9]{1,40}){1,8}")


def says(leaf: Leaf) -> bool | None:
    """Yes or no, as a truth value, a number or a word; none for anything else."""
    word = str(leaf).strip().casefold()
    return True if word in TRUE else False if word in FALSE else None


@dataclass(frozen=True)
class Kinds:
    """How the kinds of a log's entries are told.

    Attributes:
        comments_are_notes: paths of kinds in which a comment stands beside messages, mails or threads: there it is one among colleagues.
        same: paths of kinds that are the same in all entries, with what they say: that tells none from another.
        labels: paths of kinds, with those of entries whose texts are all labels, beside others with sentences.
    """

    comments_are_notes: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


def kinds_of(rows: Collection[Mapping[str, Leaf]], texts: Collection[str] = ()) -> Kinds:
    """How the kinds of these entries are told; `texts` are the fields of what was said."""
    values: dict[str, Counter[str]] = {}
    for row in rows:
        for path, leaf in row.items():
            if KIND.match(last(path)) and isinstance(leaf, str) and 0 < len(leaf) < 90:
                values.setdefault(path, Counter())[leaf.casefold()] += 1
    comments = tuple(path for path, words in values.items() if COMMENTS & set(words) and BESIDE_COMMENTS & set(words))
    return Kinds(
        comments,
        tuple(
            (path, word)
            for path, words in values.items()
            for word in words
            if len(words) == 1 and sum(words.values()) == len(rows) > 3 and not ONLY_NOTE.fullmatch(word)
        ),
        tuple((path, word) for path, words in values.items() if len(words) > 1 for word in words if _are_labels(rows, path, word, texts)),
    )


def _are_labels(rows: Collection[Mapping[str, Leaf]], path: str, word: str, texts: Collection[str]) -> bool:
    """Whether the entries of a kind have labels for texts, and most others have none."""
    said: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        text = next((str(row[field]) for field in texts if row.get(field)), "")
        if text:
            said[str(row.get(path, "")).casefold() == word].append(LABEL.fullmatch(text) is not None)
    return bool(said[True]) and all(said[True]) and sum(said[False]) * 4 < len(said[False])


def kind_of(row: Mapping[str, Leaf], kinds: Kinds = Kinds()) -> str:
    """`NOTE`, `SYSTEM` or `DELETED`; empty for what was said. `row` is a message (`flat`)."""
    found = ""
    for path, leaf in row.items():
        if is_anothers(path):
            continue
        name, persons = last(path), is_persons(path)
        if not persons and names_private(name) and is_private(name, leaf):
            return NOTE
        if not persons and name in GONE and says(leaf) is True:
            return DELETED
        if path == name and GONE_AT.match(name) and parse(leaf) is not None:
            return DELETED
        if STATE.match(name) and path in (name, f"message.{name}") and _never_read(path, str(leaf).strip().casefold()):
            return DELETED
        if (path, str(leaf).casefold()) in kinds.labels:
            found = found or SYSTEM
        if KIND.match(name) and isinstance(leaf, str) and 0 < len(leaf) < 90 and (path, leaf.casefold()) not in kinds.same:
            if leaf in WECHAT:
                found = found or SYSTEM
                continue
            word = CAMEL.sub(" ", leaf).replace("_", " ").replace("-", " ").replace(".", " ").casefold()
            if persons:
                if PERSONS_NOTE.search(word):
                    return NOTE
                found = found or (SYSTEM if PERSONS_EVENT.fullmatch(word) else "")
                continue
            named = "".join(path.split(".")[-2:])
            if _notes(named, word) or (path in kinds.comments_are_notes and word in COMMENTS):
                return NOTE
            found = found or _event(name, named, word)
    return found


def says_message(row: Mapping[str, Leaf]) -> bool:
    """Whether a field of a message's own calls it one, “MESSAGE”: what a participant of the system says so is no event."""
    return any(
        KIND.match(last(path)) and not is_persons(path) and not is_anothers(path) and MESSAGE.fullmatch(str(leaf).casefold()) is not None
        for path, leaf in row.items()
    )


def _never_read(path: str, state: str) -> bool:
    return state in NEVER_READ and not (path in ("state", "status") and state in OF_A_CASE)


def _notes(named: str, word: str) -> bool:
    """Whether a kind is that of a note. Of what a message is about, each word must say so: “delivery note missing” doesn't."""
    if PLACE.search(named) and word.startswith("priva"):
        return False
    if TOPIC.search(named) and not all(is_note(part) or part in COMMENT for part in word.split()):
        return is_note(word) and " only" in word
    return is_note(word)


def _event(name: str, named: str, word: str) -> str:
    if name == "t":
        return SYSTEM if re.fullmatch(r"[a-z]{1,3}|[a-z]+ [a-z ]+", word) else ""
    if TOPIC.search(named):
        return SYSTEM if CONTENT_EVENT.fullmatch(word) and named.endswith("type") else ""
    return SYSTEM if SURE_EVENT.search(word) or (EVENT.search(word) and not SAID.search(word)) else ""
