"""Mails that were saved or copied as one text: above the words of each stands its head, `From:`, `Sent:`, `To:` and `Subject:`, in many
languages.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from data.both_scripts import compiled
from data.formats.fields.subjects import thread_name
from data.formats.files.encodings import Decoded
from data.formats.raw_dialogues import Message, RawDialogue

NAME = "saved-mails"
# What the fields of a mail's head are called.
HEAD_FIELDS: Mapping[str, str] = {
    "from": "from|von|de|da|van|od|от|kimden|发件人|寄件[者人]|差出人|送信者|보낸 ?사람",
    "date": "sent|date|gesendet|datum|enviado(?: el)?|fecha|envoyé|data|inviato|verzonden|wysłano|отправлено|дата|tarih|gönderilen"
    "|发送时间|发送日期|寄件日期|日期|时间|送信日時|日時|日付|날짜|보낸 ?날짜",
    "to": "to|an|para|à|a|aan|do|кому|kime|收件[者人]|宛先|받는 ?사람",
    "subject": "subject|betreff|asunto|objet|assunto|oggetto|onderwerp|temat|тема|konu|主题|主旨|件名|제목",
    "other": "cc|bcc|kopie|attachments?|anlagen?|importance|priorität|抄送|附件",
}
HEAD: Mapping[str, re.Pattern[str]] = {
    field: compiled(rf"^[\s*]{{0,4}}(?:{names})[\s*]{{0,4}}[:：][\s*]{{0,9}}(?P<value>\S.{{0,400}}?)\s*$", re.IGNORECASE)
    for field, names in HEAD_FIELDS.items()
}
# Above a mail that another one quotes: what stands there is no mail of this file.
QUOTES = re.compile(r"^\s{0,9}(?:_{5,}\s*$|[-=]{2,}\s{0,3}\w[^-=]{1,60}[-=]{2,}\s*$|>)")
NEEDED = ("from", "date", "subject")
# Lines that a head may have, and mails at a file's begin that make it one of these.
LONGEST_HEAD, FEWEST = 8, 2


def recognises_text(texts: Sequence[str]) -> bool:
    """Whether lines at the begin of a file are such mails: the first thing in it is the head of one."""
    first = next((number for number, text in enumerate(texts) if text.strip()), 0)
    if not any(_head(texts, number) for number in range(first, min(first + 2, len(texts)))):
        return False
    heads = (number for number in range(first, len(texts)) if _head(texts, number))
    return len(list(islice(heads, FEWEST))) == FEWEST


def mails(reading: Iterable[Decoded]) -> Iterator[RawDialogue]:
    """The mails, each as a piece of its thread: of one subject, between the same two."""
    waiting: list[Decoded] = []
    current: dict[str, str] = {}
    begun, body, above = 0, list[str](), ""
    source = iter(reading)
    while True:
        while len(waiting) < LONGEST_HEAD and (line := next(source, None)) is not None:
            waiting.append(line)
        if not waiting:
            break
        head = _head([line.text for line in waiting], 0)
        if head and not QUOTES.match(above[:200]):
            if current:
                yield _mail(begun, current, body)
            current, begun, body, above = head, waiting[0].number, [], ""
            del waiting[: int(head["lines"])]
        else:
            body.append(text := waiting.pop(0).text)
            above = text if text.strip() else above
    if current:
        yield _mail(begun, current, body)


def _head(texts: Sequence[str], start: int) -> dict[str, str]:
    """The head of a mail that begins in a line, with the number of its `lines`; nothing if none does."""
    if not HEAD["from"].match(texts[start][:500]):
        return {}
    found: dict[str, str] = {}
    number = start
    for number in range(start, min(start + LONGEST_HEAD, len(texts))):
        fields = ((field, match) for field, pattern in HEAD.items() if field not in found and (match := pattern.match(texts[number][:500])))
        field, match = next(fields, ("", None))
        if match is None:
            break
        found[field] = match["value"]
    else:
        number += 1
    return {**found, "lines": str(number - start)} if all(field in found for field in NEEDED) else {}


def _mail(line: int, head: Mapping[str, str], body: Sequence[str]) -> RawDialogue:
    thread = thread_name(head["subject"], (_address(head.get(field, "")) for field in ("from", "to")))
    name = re.sub(r"[<(\[].*$", "", head["from"]).strip(" \t\"'")
    to = head.get("to", "")
    said = Message(line, "", "\n".join(body).strip(), head["date"], _address(head["from"]) or name, False, "mail", to=to)
    return RawDialogue(line, thread, [said])


def _address(person: str) -> str:
    found = re.search(r"[\w.+-]{1,64}@[\w.-]{1,190}", person)
    return (found[0] if found else person).casefold().strip()
