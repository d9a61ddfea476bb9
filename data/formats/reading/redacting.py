"""From a dialogue as it stands in a log to one that may be kept: in the order of its times, cleaned, without personal data."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.fields.times import parse
from data.formats.raw_dialogues import CHAT, LEFT_OUT, Message, RawDialogue
from data.formats.reading.identity import hashed_id
from data.formats.reading.ordering import OLDEST_FIRST, NewestFirst, Timed, in_order
from data.formats.text.message_text import cleaned
from data.hidden import without_hidden
from data.records import AGENT, CUSTOMER, ROLES, SPEAKERS, Dialogue, Turn
from data.redaction.name_words import TITLES
from data.redaction.names import mask_names, names_in
from data.redaction.own_contacts import with_signs, without_signs
from data.redaction.patterns import redact

# A chat that was silent for so long goes on as another dialogue.
SILENCE = datetime.timedelta(days=7)
MOST_NAMES = 40


@dataclass(frozen=True)
class Context:
    """What is known of a whole log: whether its dates have the day first, what of it is written with the newest first, and which
    addresses and telephone numbers are the company's own (`data.redaction.own_contacts`).
    """

    day_first: bool = True
    newest_first: NewestFirst = OLDEST_FIRST
    own: frozenset[str] = frozenset()


class Redacted(NamedTuple):
    """A dialogue that may be kept, where it began, what was taken out, which messages were left out, and what of the company's stayed."""

    dialogue: Dialogue
    line: int
    removed: Counter[str]
    left_out: Counter[str]
    own: Counter[str]


def redacted_dialogues(file: Path, raw: RawDialogue, context: Context, key: bytes | None) -> Iterator[Redacted | BadRow]:
    """The dialogues in one of a log: one, or several of a chat that goes on for months; and what of it can't be used."""
    timed = in_order(raw.messages, context.day_first, context.newest_first)
    parts = _conversations(timed) if raw.name.startswith(CHAT) else [timed]
    for part in parts:
        yield from _redacted(file, raw, part, context, key)


def _conversations(timed: list[Timed]) -> list[list[Timed]]:
    parts: list[list[Timed]] = [[]]
    before: datetime.datetime | None = None
    for time, message in timed:
        if time and before and time - before > SILENCE:
            parts.append([])
        parts[-1].append((time, message))
        before = time or before
    return parts


def _redacted(file: Path, raw: RawDialogue, timed: list[Timed], context: Context, key: bytes | None) -> Iterator[Redacted | BadRow]:
    turns: list[Turn] = []
    removed: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    names = _names(timed)
    raw_first = ""
    signs: dict[str, str] = {}
    signed: set[int] = set()  # the turns that received signs; in others somebody typed these characters
    for _, message in timed:
        role = message.role
        if role in LEFT_OUT or (role in ROLES and role not in SPEAKERS):
            left_out[role] += 1
            continue
        if role not in SPEAKERS:
            shown = role or message.speaker
            yield BadRow(
                file,
                message.line,
                f"role {shown!r} is unknown; map it with --role {shown or 'NAME'}=agent (or customer, bot …); the message was left out",
            )
            continue
        text, reason, mended = cleaned(message)
        if reason:
            left_out[reason] += 1
            continue
        if mended:
            yield BadRow(file, message.line, mended, kept=True)
        if not text:
            yield BadRow(file, message.line, "a message without text was left out")
            continue
        raw_first = raw_first or f"{message.time}\x1f{message.text}"
        kept = text if role == CUSTOMER else with_signs(text, context.own, signs)
        redacted = redact(kept)
        try:
            turns.append(Turn(role, redacted.text, message.rating, _said(message.reason)))
        except DataError as problem:
            yield BadRow(file, message.line, str(problem))
            continue
        if kept != text:
            signed.add(len(turns) - 1)
        names.update(names_in(redacted.text, CUSTOMER if role == CUSTOMER else AGENT))
        if redacted.removed:
            removed += redacted.removed
    if not turns:
        if not left_out:
            yield BadRow(file, raw.line, "the dialogue has no turns")
        return
    if names:
        turns = [_without(names, turn, removed) for turn in turns]
    for place in signed:
        turns[place] = replace(turns[place], text=without_signs(turns[place].text, signs))
    yield from _dialogue(file, raw, timed, turns, raw_first, removed, left_out, Counter(signs.values()), context, key)


def _dialogue(
    file: Path,
    raw: RawDialogue,
    timed: list[Timed],
    turns: list[Turn],
    first: str,
    removed: Counter[str],
    left_out: Counter[str],
    own: Counter[str],
    context: Context,
    key: bytes | None,
) -> Iterator[Redacted | BadRow]:
    date = next((time for time, message in timed if time is not None and message.role in SPEAKERS), None)
    if date is None and (given := raw.date or next((message.time for _, message in timed if message.time), None)) is not None:
        date = parse(given, context.day_first)
        if date is None:
            yield BadRow(file, raw.line, f"{str(given)[:40]!r} is no date that can be read; the dialogue is kept without one", kept=True)
    name = raw.name.strip()
    if not name or name.startswith(CHAT):
        name = "content\x1f" + first
        kept = hashed_id(name, key or b"content")
    else:
        kept = hashed_id(name, key) if key else name
    rating = raw.rating if raw.rating in range(1, 6) else None
    if raw.rating is not None and rating is None:
        yield BadRow(
            file, raw.line, f"a dialogue's rating must be 1 to 5. It was: {raw.rating!r}; the dialogue is kept without it", kept=True
        )
    labels = _labels(raw.tags)
    product = next(iter(_labels(raw.product)), None)
    dialogue = Dialogue(kept, tuple(turns), date.date() if date else None, product, tuple(labels), rating, _said(raw.comment))
    yield Redacted(dialogue, raw.line, removed, left_out, own)


def _names(timed: list[Timed]) -> set[str]:
    """The names of the people who speak, by the log, each of their words that could stand alone, too."""
    people = {message.speaker.strip() for _, message in timed if message.person and message.speaker and message.role in (CUSTOMER, AGENT)}
    names: set[str] = set()
    for person in list(people)[:MOST_NAMES]:
        first, *others = person.split() or [""]
        words = [*others, *([] if others and first in TITLES else [first])]  # “Pak Agus”; of “Wei Pan” it is a name
        words = [word for word in words if len(word) > 2 and word[0].isupper() and word.isalpha() and word.isascii()]
        if 1 < len(person) <= 60 and (words or (not person.isascii() and len(person) > 1)):
            names |= {person, *words}
    return names


def _without(names: set[str], turn: Turn, removed: Counter[str]) -> Turn:
    text, count = mask_names(turn.text, names)
    if count:
        removed["name"] += count
    reason = mask_names(turn.reason, names)[0] if turn.reason else ""
    return turn if not count and reason == turn.reason else replace(turn, text=text, reason=reason)


def _said(given: str) -> str:
    """An opinion, redacted like any other text; empty if there is none."""
    return redact(cleaned(Message(0, "", given)).text).text if given else ""


def _labels(given: object) -> list[str]:
    """Short texts to filter by, redacted like any other text."""
    labels = given if isinstance(given, list) else str(given or "").split(",")
    return [redact(label).text for each in labels if isinstance(each, (str, int)) and (label := without_hidden(str(each)).strip()[:200])]
