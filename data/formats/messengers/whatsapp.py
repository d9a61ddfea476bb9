"""WhatsApp's “Export chat”, of Android and of iPhones, in any language: a line begins with a date and a time in the phone's form,
the name and a colon; lines without go on with the message before, and a date without a name is a line of the system.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from data.both_scripts import compiled
from data.formats.fields.side_words import side_of
from data.formats.files.encodings import Decoded
from data.formats.raw_dialogues import ATTACHMENT, CHAT, DELETED, Message, RawDialogue
from data.formats.text.message_text import folded
from data.records import AGENT, CUSTOMER, SYSTEM

NAME = "whatsapp"
MARK = r"[\u200e\u200f\u061c]?"
DATE = rf"\d{{1,4}}{MARK}[./\-年]\s?{MARK}\d{{1,2}}{MARK}[./\-月]\s?{MARK}\d{{1,4}}{MARK}[.日]?"
# Between date and time: a comma, also an Arabic one, or a short word (“à”, “klo”, “kl.”, “at”).
AND = r"[,،、]?\s{1,3}(?:[^\W\d_]{1,4}\.?\s)?"
CLOCK = (
    r"(?:上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후)?\s?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:\s?(?:[ap]\.?\s?m\.?|AM|PM|上午|下午|ص|م|น\.|Uhr))?"
)
# Android: “02/03/2026, 09:14 - Ines: hello”; iPhone: “[02.03.26, 09:14:05] Ines: hello”.
BEGINS = compiled(
    rf"^[\u200e\u200f\u202a-\u202c\ufeff]*(?:\[(?P<bracketed>{DATE}{AND}{CLOCK})\]\s?"
    rf"|(?P<plain>{DATE}{AND}{CLOCK}){MARK}\s[-–]\s)(?P<rest>.*)$",
    re.IGNORECASE,
)
SAID = re.compile(r"^[\u200e\u200f\u202a-\u202c~\s]*(?P<speaker>[^:]{1,60}?):\s(?P<text>.*)$")
OMITTED = compiled(
    r"^[\u200e\u200f\s]*(?:<(?:media|image|video|audio|medien?|médias?|archivo|arquivo|mídia|multimedia|media|file|bestand|dossier"
    r"|без медиафайлов|(?:已)?(?:省略|忽略|略去)多?媒体[文檔档]?[件案]?|メディア|미디어)[^<>]{0,60}>"
    r"|(?:image|video|audio|sticker|gif|document|contact card|bild|video|audio|sticker|dokument|imagen|vídeo|áudio|imagem|figurinha"
    r"|documento|图片|影像|影片|照片|贴图|视频|音频|音讯|文档|文件) ?(?:omitted|weggelassen|omitido|omitida|ocultado|oculto"
    r"|absente?|omesso|(?:已)?(?:忽略|略去|省略))"
    r"|.{1,80}\.\w{2,4} \((?:file attached|datei angehängt|archivo adjunto|arquivo anexado|fichier joint|file allegato|(?:文件"
    r"|档案)?(?:已)?附[件加])\)"
    r"|[\u200e]?<(?:attached|angehängt|adjunto|anexado|pièce jointe|allegato|附件)[:：][^<>]{1,120}>|<?null>?"
    # In other languages, too, words alone in such brackets stand for what wasn't exported: “<تم استبعاد الوسائط>”.
    r"|<[^\W\d_]{2,30}(?: [^\W\d_]{1,30}){1,5}>)[\s\u200e\u200f]*$",
    re.IGNORECASE,
)
# The names that an exported file has, before and behind the customer's.
FILE = compiled(
    r"(?:whats ?app[ -]*chat(?: with| mit| -)?|chat de whatsapp con|conversa do whatsapp com|discussion whatsapp avec|chat whatsapp con"
    r"|whatsapp-chat met|与|_chat)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\s?[#№]?\s?\d{1,12}$")
SURE = 3


def recognises_text(head: Sequence[str]) -> bool:
    """Whether lines at the begin of a file are a chat's: some begin with a date and a name, and the first one with a date."""
    lines = [line for line in head[:200] if line.strip()]
    begun = [match for line in lines if (match := BEGINS.match(line))]
    said = sum(SAID.match(match["rest"]) is not None for match in begun)
    return bool(lines) and bool(BEGINS.match(lines[0])) and (said >= SURE or said == len(begun) > 0 or said * 2 >= len(lines))


def chat(name: str, lines: Iterable[Decoded]) -> Iterator[RawDialogue]:
    """The chat as pieces of a message each; the file's name says who the customer is, if it still has the name of the export."""
    partner = _partner(name)
    current: Message | None = None
    for number, text, _ in lines:
        match = BEGINS.match(text)
        if not match:
            if current is not None:
                current = current._replace(text=f"{current.text}\n{text}"[:400_000])
            continue
        if current is not None:
            yield RawDialogue(current.line, CHAT, [_sorted_out(current)])
        current = _message(number, match, partner)
    if current is not None:
        yield RawDialogue(current.line, CHAT, [_sorted_out(current)])


def _message(line: int, match: re.Match[str], partner: str) -> Message:
    time = match["bracketed"] or match["plain"]
    said = SAID.match(match["rest"])
    if not said:
        return Message(line, SYSTEM, match["rest"], time)
    if said["text"].startswith("\u200e") and not OMITTED.match(said["text"][:200]):
        return Message(line, SYSTEM, said["text"], time)  # an iPhone marks what the program says so, whoever's name stands before it
    speaker = said["speaker"].strip(" \u200e\u200f\u202a\u202c~")
    if partner:
        role = CUSTOMER if folded(speaker) in partner or partner in folded(speaker) else AGENT
        return Message(line, role, said["text"], time, speaker, True)
    called = _role(speaker)
    return Message(line, called, said["text"], time, speaker, not called)


def _role(speaker: str) -> str:
    """Of lines of another program that look like these, what somebody is called by: a customer may be “Guest 4711”, and what the program
    says the “System”'s. Agent 007 is somebody's joke.
    """
    word = NUMBER.sub("", speaker)
    role = side_of(word) or ""
    return role if word == speaker or role == CUSTOMER else ""


def _sorted_out(message: Message) -> Message:
    first, _, caption = message.text.partition("\n")
    if OMITTED.match(first[:200]):
        return message._replace(text=caption) if caption.strip() and message.role != SYSTEM else message._replace(role=ATTACHMENT)
    return message._replace(role=DELETED) if message.role != SYSTEM and not message.text.strip() else message


def _partner(name: str) -> str:
    for part in reversed(PurePosixPath(name).parts[-2:]):
        stem = re.sub(r"\.(?:txt|zip)$", "", part, flags=re.IGNORECASE)
        if FILE.match(stem):
            found = folded(FILE.sub("", stem).strip(" -_").removesuffix("的 WhatsApp 聊天").removesuffix("的 WhatsApp 對話"))
            found = re.sub(r"\s?\(\d+\)$", "", found)
            if len(found) > 1:
                return found
    return ""
