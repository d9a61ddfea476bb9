"""A message's text as a person would say it: without markup, quotations, pictures in letters, half characters, and bounded in length."""

import re
import unicodedata
from typing import NamedTuple

from data.both_scripts import compiled
from data.formats.raw_dialogues import ATTACHMENT, AUTOMATIC, DELETED, REACTION, Message
from data.formats.text.automatic_replies import is_automatic
from data.formats.text.encoded_twice import decoded_once, unescaped
from data.formats.text.html_text import looks_like_html, text_of_html, tidied, without_entities
from data.formats.text.internal_marks import is_marked_internal
from data.formats.text.mail_text import may_quote, own_words
from data.formats.text.media_words import is_media
from data.formats.text.reaction_words import is_reaction
from data.hidden import without_hidden
from data.records import AGENT, BOT, NOTE

# Characters of a message: what is longer is no message, and would hold up whoever looks through it.
LONGEST = 8_000
# Before markup is taken out, so that a page doesn't hold the import up.
LONGEST_MARKUP = 400_000
DATA_URI = re.compile(r"data:[a-z]{1,20}/[\w.+-]{1,60}(?:;[\w=-]{1,40}){0,3},[A-Za-z0-9+/=%_-]{16,}")
CDATA = re.compile(r"<!\[CDATA\[((?:[^\]]|\](?!\]>)){0,400000})\]\]>")
# Letters without a blank that nobody types: a file in base64, a key, a line drawn with underscores.
BLOB = re.compile(r"[A-Za-z0-9+/=_-]{300,}")
DRAWN = re.compile(r"([^\w\s])\1{9,}|_{10,}")
SIGNS = re.compile(r"[^\w\s]{10}")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
WAS_EDITED = compiled(
    r"\s{0,9}[\u200e\u200f]?<(?:this message was edited|diese nachricht wurde bearbeitet|ce message a été modifié|se editó este mensaje"
    r"|esta mensagem foi editada|mensagem editada|questo messaggio è stato modificato|此[消讯]息已编辑)>\s{0,9}$",
    re.IGNORECASE,
)
# What desks write into mails to know their threads: Salesforce, Help Scout, Microsoft.
REFERENCE = re.compile(r"\[?\s?\bref:[!\w.]{6,80}:ref\b\s?\]?|\{#HS:[\d-]{3,40}#\}|thread::[\w-]{6,60}::")
WAS_DELETED = compiled(
    r"^[\s\u200e\u200f]*(?:(?:this|the) message (?:was|has been) (?:deleted|removed|unsent|retracted)|you deleted this message"
    r"|message deleted|\[deleted\]|diese nachricht wurde gelöscht"
    r"|du hast diese nachricht gelöscht|ce message a été supprimé|(?:se )?eliminó este mensaje|este mensaje fue eliminado"
    r"|(?:esta )?mensagem (?:foi )?(?:apagada|excluída)|(?:você apagou|apaguei) esta mensagem"
    r"|(?:questo )?messaggio (?:è stato )?eliminato|dit bericht is verwijderd|сообщение удалено|данное сообщение удалено"
    r"|[此这][消讯]息已(?:被)?(?:删除|撤回|收回)|[您你]?(?:已)?[撤收]回了?(?:一条)?[消讯]息|[対对]方撤回了.*|.{0,20}(?:撤回了(?:一条)?[消讯]息|已?收回讯息)"
    r"|このメッセージは(?:削除|取り消)され.*|삭제된 메시지입니다"
    r"|تم حذف هذه الرسالة|(?:لقد )?(?:قمت بحذف|حذفت) هذه الرسالة|این پیام (?:حذف|پاک) شد(?:ه است)?|הודעה זו נמחקה|מחקת (?:את )?הודעה זו"
    r"|bu mesaj silindi|bu mesajı sildiniz|ta wiadomość została usunięta|usunięto tę wiadomość|вы удалили данное сообщение"
    r"|(?:це|дане) повідомлення (?:було )?видалено|tato zpráva byla (?:odstraněna|smazána)|acest mesaj a fost șters"
    r"|pesan ini telah dihapus|anda (?:telah )?menghapus pesan ini|tin nhắn (?:này )?đã (?:bị xóa|được thu hồi)"
    r"|यह (?:मैसेज|संदेश) (?:मिटा|हटा) दिया गया(?: है)?"
    r"|u (?:heeft|hebt) dit bericht verwijderd|denne besked blev slettet|denne meldingen ble slettet"
    r"|detta meddelande (?:togs bort|har tagits bort)"
    r"|tämä viesti poistettiin)[\s.。]*$",
    re.IGNORECASE,
)


class Cleaned(NamedTuple):
    """A message's text, why the message is left out (if it is), and what was mended of it (if anything)."""

    text: str
    left_out: str = ""
    mended: str = ""


def cleaned(message: Message) -> Cleaned:
    """What a message says.

    A text without a word that remains is empty; it is left out without a reason of its own.
    """
    text, mended = message.text, []
    if not text.isprintable():
        if SURROGATES.search(text):
            text = SURROGATES.sub("", text)
            mended.append("half a character was taken out")
        mended += ["a NUL byte was taken out"] if "\x00" in text else []
        text = CONTROLS.sub("", text)
    if not text.isascii() and (once := decoded_once(text)) is not text:
        text = once
        mended.append("it was encoded twice")
    if (plain := unescaped(text)) is not text:
        text = plain
        mended.append("its characters were escaped")
    if len(text) > 200:
        text = BLOB.sub("…", DATA_URI.sub("", text))
    if len(text) > LONGEST_MARKUP:
        text = text[:LONGEST_MARKUP]
        mended.append(f"a text of {len(message.text):,} characters was cut")
    if "<![CDATA[" in text:
        text = CDATA.sub(lambda match: match[1], text)
    escaped = "&" in text and "<" not in text
    if (message.markup == "html" and ("<" in text or "&" in text)) or looks_like_html(text):
        text = text_of_html(text)
    text = without_entities(text)
    if escaped and looks_like_html(text):  # its tags were escaped, too
        text = text_of_html(text)
    if message.markup != "text" or may_quote(text):
        text = own_words(text)
    if ":ref" in text or "#HS:" in text or "thread::" in text:
        text = REFERENCE.sub("", text)
    if "\u200e" in text or "<" in text:
        text = WAS_EDITED.sub("", text).replace("\u200e", "").replace("\u200f", "")
    text = tidied(without_hidden(text))
    if SIGNS.search(text) or "_" * 10 in text:
        text = DRAWN.sub(r"\1\1\1", text)
    if len(text) > LONGEST:
        mended.append(f"a text of {len(text):,} characters was cut to {LONGEST:,}")
        text = text[:LONGEST]
    if WAS_DELETED.match(text[:120]):
        return Cleaned("", DELETED)
    if is_media(text, message.speaker):
        return Cleaned("", ATTACHMENT)
    if is_reaction(text):
        return Cleaned("", REACTION)
    if message.role in (AGENT, BOT) and is_marked_internal(text):
        return Cleaned("", NOTE)
    # What is told as a program's by its flag or name is kept as such: nobody learns from it.
    return Cleaned(text, AUTOMATIC if message.role != BOT and is_automatic(text) else "", "; ".join(mended))


def folded(name: str) -> str:
    """A name as it is compared: without case, accents of width, marks of direction and blanks around."""
    return unicodedata.normalize("NFKC", name).strip(" \u200e\u200f\u202a\u202c~").casefold()
