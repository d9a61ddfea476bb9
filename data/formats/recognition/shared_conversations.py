"""Logs that hold parts of the same conversations, as a desk's interface gives them out: its tickets with what was written first, and the
answers to each in a file of its own; an older page of a chat; a table that goes on in the next file. They are one log.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, pairwise

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.fields.times import parse
from data.formats.files.sources import DAMAGE
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import CHAT, LEFT_OUT, REPEATED, Message, RawDialogue
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.registry import JSON_FORMATS
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

# Formats whose files may be parts: objects and tables. Mails, chats and databases are whole.
SHARING = frozenset((*(format.NAME for format in JSON_FORMATS), "table", "excel", "parquet"))
# Pieces of a log that are looked at.
LOOKED_AT = 2_000
# Numbers so short, “88” or “chat-88”, may be another conversation's in another file: then its parts must fit, within so long.
SHORT, APART = re.compile(r"(?:[^\W\d_]{1,20}[-_#: ]{0,2})?\d{1,6}"), datetime.timedelta(days=30)


@dataclass(slots=True)
class Part:
    """What a log has of a conversation: hashes of what was said in it, its customers as they are called, which sides spoke, who of them
    first, and from when till when. There may be one for each of many files.
    """

    texts: set[int] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)
    first: str = ""
    begin: datetime.datetime | None = None
    end: datetime.datetime | None = None

    def add(self, message: Message, role: str, is_name: bool) -> None:
        """Takes a message into account; `is_name` says whether its speaker is called by a name of his own."""
        side = AGENT if role == BOT else role
        self.texts.add(hash(" ".join(message.text.split())[:200]))
        self.first = self.first if self.sides else side
        self.sides.add(side)
        if (time := parse(message.time)) is not None:
            self.begin = min(self.begin or time, time)
            self.end = max(self.end or time, time)
        if side == CUSTOMER and is_name:
            self.customers.add(message.speaker)

    def holds_half(self) -> bool:
        """Whether it is no conversation by itself: one side says nothing, or the company begins."""
        return not {CUSTOMER, AGENT} <= self.sides or self.first == AGENT


def together(logs: Sequence[Recognised], format: LogFormat) -> Iterator[Recognised]:
    """The logs, those joined that share conversations of which each has a part. Where one has all that the other has, they are exports
    that overlap: what has gone on is told when they are kept.
    """
    looked_at = [_parts(log, format) if log.format in SHARING and not log.whole and len(logs) > 1 else {} for log in logs]
    holders: dict[str, list[int]] = {}
    for number, parts in enumerate(looked_at):
        for name in parts:
            holders.setdefault(name, []).append(number)
    votes: Counter[tuple[int, int]] = Counter()
    for name, numbers in holders.items():
        for one, other in pairwise(numbers):
            if logs[one].format == logs[other].format:
                votes[one, other] += _vote(name, looked_at[one][name], looked_at[other][name])
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
        shared = frozenset(name for name, numbers in holders.items() if len(numbers) > 1) if len(some) > 1 else frozenset()
        said = (*some[0].said, f"{len(some)} files with parts of the same conversations")
        yield replace(some[0], said=said, pieces=partial(_joined, some, shared), roles=roles, contacts=None) if len(some) > 1 else some[0]


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
            part.add(message, role, bool(message.speaker) and not format.role(message.speaker))
    return {name: part for name, part in found.items() if part.texts}


def _vote(name: str, one: Part, other: Part) -> int:
    """1 if two logs' conversations of one id are parts of one, 0 if one has all that the other has, -1 if they are two."""
    if one.texts <= other.texts or other.texts <= one.texts:
        return 0
    if not SHORT.fullmatch(name) or one.texts & other.texts or one.customers & other.customers:
        return 1
    if (one.customers and other.customers) or not (one.begin and one.end and other.begin and other.end):
        return -1
    fit = max(one.begin, other.begin) - min(one.end, other.end) <= APART
    return 1 if fit and (one.holds_half() or other.holds_half()) else -1


def _joined(logs: Sequence[Recognised], shared: frozenset[str]) -> Iterator[RawDialogue | BadRow]:
    """The pieces of several logs: those of one id are one. A spreadsheet may have taken the zeros from the begin of some; what of the
    `shared` conversations stands in two logs is there once.
    """
    width = max(_width([piece.name for piece in islice(log.pieces(), LOOKED_AT) if isinstance(piece, RawDialogue)]) for log in logs)
    said: dict[tuple[str, object, str, str], int] = {}
    for number, log in enumerate(logs):
        for piece in log.pieces():
            if not isinstance(piece, RawDialogue):
                yield piece
            elif piece.name.startswith(CHAT):
                yield piece._replace(name=f"{piece.name} {number}") if number else piece
            else:
                name = piece.name.zfill(width) if piece.name.isdigit() else piece.name
                known = ((name.lstrip("0") or "0") if width else name) in shared
                messages = [_once(name, message, number, said) for message in piece.messages] if known else piece.messages
                yield piece._replace(name=name, messages=messages)


def _once(name: str, message: Message, number: int, said: dict[tuple[str, object, str, str], int]) -> Message:
    before = said.setdefault((name, message.time, message.speaker, message.text), number)
    return message if before == number or message.time is None else message._replace(role=REPEATED)


def _width(names: Sequence[str]) -> int:
    """How many digits all ids have, if they are numbers with zeros before them; else 0."""
    widths = {len(name) if name.isdigit() else 0 for name in names}
    return widths.pop() if len(widths) == 1 and any(name.startswith("0") and len(name) > 1 for name in names) else 0


def _root(first: list[int], number: int) -> int:
    while first[number] != number:
        number = first[number]
    return number
