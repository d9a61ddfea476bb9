"""Logs that hold parts of the same conversations, as a desk's interface gives them out: its tickets with what was written first, and the
answers to each in a file of its own; an older page of a chat; a table that goes on in the next file. They are one log.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations, islice

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.fields.times import parse
from data.formats.files.sources import DAMAGE
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import CHAT, LEFT_OUT, RawDialogue
from data.formats.recognition.recognised import Recognised
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

# Pieces of a log that are looked at.
LOOKED_AT = 2_000
# Numbers so short may be another conversation's in another file: then its parts must fit, within so long.
SHORT, APART = re.compile(r"\d{1,6}"), datetime.timedelta(days=30)


@dataclass
class Part:
    """What a log has of a conversation: what was said in it, its customers as they are called, who spoke, and when."""

    texts: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    times: list[datetime.datetime] = field(default_factory=list)

    def holds_half(self) -> bool:
        """Whether it is no conversation by itself: one side says nothing, or the company begins."""
        return not {CUSTOMER, AGENT} <= {*self.roles} or self.roles[0] == AGENT


def together(logs: Sequence[Recognised], format: LogFormat) -> Iterator[Recognised]:
    """The logs, those joined that share conversations of which each has a part. Where one has all that the other has, they are exports
    that overlap: what has gone on is told when they are kept.
    """
    looked_at = [_parts(log, format) if not log.whole and len(logs) > 1 else {} for log in logs]
    holders: dict[str, list[int]] = {}
    for number, parts in enumerate(looked_at):
        for name in parts:
            holders.setdefault(name, []).append(number)
    votes: Counter[tuple[int, int]] = Counter()
    for name, numbers in holders.items():
        for one, other in combinations(numbers, 2):
            if logs[one].format == logs[other].format:
                votes[one, other] += 1 if _are_one(name, looked_at[one][name], looked_at[other][name]) else -1
    first = list(range(len(logs)))
    for (one, other), vote in votes.items():
        if vote > 0:
            into, gone = sorted((_root(first, one), _root(first, other)))
            first[gone] = into
    groups: dict[int, list[Recognised]] = {}
    for number, log in enumerate(logs):
        groups.setdefault(_root(first, number), []).append(log)
    for some in groups.values():
        roles = {name: role for log in some for name, role in log.roles.items()}
        said = (*some[0].said, f"{len(some)} files with parts of the same conversations")
        yield replace(some[0], said=said, pieces=partial(_joined, some), roles=roles, contacts=None) if len(some) > 1 else some[0]


def _parts(log: Recognised, format: LogFormat) -> Mapping[str, Part]:
    """The conversations of a log that have an id of their desk's, by its first pieces."""
    found: dict[str, Part] = {}
    try:
        some = [piece for piece in islice(log.pieces(), LOOKED_AT) if isinstance(piece, RawDialogue)]
    except (DataError, *DAMAGE):
        return {}  # who reads it to its end says what is wrong
    padded = _width([piece.name for piece in some]) > 0
    for piece in some:
        if not piece.name or piece.name.startswith(CHAT):
            continue
        part = found.setdefault((piece.name.lstrip("0") or "0") if padded else piece.name, Part())
        for message in piece.messages:
            role = format.role(message.role)
            if message.role in LEFT_OUT or role in (NOTE, SYSTEM):
                continue
            part.texts.add(" ".join(message.text.split())[:200])
            part.roles.append(AGENT if role == BOT else role)
            part.times += [time] if (time := parse(message.time)) is not None else []
            part.customers |= {message.speaker} if message.speaker and role == CUSTOMER else set()
    return {name: part for name, part in found.items() if part.texts}


def _are_one(name: str, one: Part, other: Part) -> bool:
    """Whether two logs' conversations of one id are parts of one."""
    if one.texts <= other.texts or other.texts <= one.texts:
        return False
    if not SHORT.fullmatch(name) or one.texts & other.texts or one.customers & other.customers:
        return True
    if (one.customers and other.customers) or not (one.times and other.times):
        return False
    before, after = sorted((one, other), key=lambda part: min(part.times))
    gap = min(after.times) - max(before.times)
    return gap <= APART and (before.holds_half() or after.holds_half())


def _joined(logs: Sequence[Recognised]) -> Iterator[RawDialogue | BadRow]:
    """The pieces of several logs: those of one id are one. A spreadsheet may have taken the zeros from the begin of some."""
    width = max(_width([piece.name for piece in islice(log.pieces(), LOOKED_AT) if isinstance(piece, RawDialogue)]) for log in logs)
    for number, log in enumerate(logs):
        for piece in log.pieces():
            if isinstance(piece, RawDialogue) and number and piece.name.startswith(CHAT):
                piece = piece._replace(name=f"{piece.name} {number}")
            elif isinstance(piece, RawDialogue) and width and piece.name.isdigit():
                piece = piece._replace(name=piece.name.zfill(width))
            yield piece


def _width(names: Sequence[str]) -> int:
    """How many digits all ids have, if they are numbers with zeros before them; else 0."""
    widths = {len(name) if name.isdigit() else 0 for name in names}
    return widths.pop() if len(widths) == 1 and any(name.startswith("0") and len(name) > 1 for name in names) else 0


def _root(first: list[int], number: int) -> int:
    while first[number] != number:
        number = first[number]
    return number
