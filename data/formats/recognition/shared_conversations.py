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
from data.formats.structure.disjoint_sets import DisjointSets
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

# Formats whose files may be parts: objects and tables. Mails, chats and databases are whole.
TABLES = frozenset(("table", "excel", "parquet"))  # one month may be a CSV and the next one a workbook
SHARING = frozenset(format.NAME for format in JSON_FORMATS) | TABLES
# Messages that are looked at: of each log at its begin, and of all logs that have more.
FIRST, MOST = 60, 4_000
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
            self.customers.add(message.speaker.strip().casefold())

    def holds_half(self) -> bool:
        """Whether it is no conversation by itself: one side says nothing, or the company begins."""
        return not {CUSTOMER, AGENT} <= self.sides or self.first == AGENT

    def is_of_others(self, other: "Part") -> bool:
        """Whether its customers are others: both parts know their names, or their addresses or ids, and none is the same."""
        if self.customers & other.customers:
            return False
        return bool(set(map(_kind, self.customers)) & set(map(_kind, other.customers)))


@dataclass(slots=True)
class Begin:
    """The begin of a log: the parts of conversations in it by their ids, how many digits these have if they are numbers with zeros
    before them, and whether the log goes on.
    """

    parts: Mapping[str, Part] = field(default_factory=dict)
    width: int = 0
    goes_on: bool = False


def together(logs: Sequence[Recognised], format: LogFormat) -> Iterator[Recognised]:
    """The logs, those joined that share conversations of which each has a part. Where one has all that the other has, they are exports
    that overlap: what has gone on is told when they are kept.
    """
    begins = _begins(logs, format)
    looked_at = [begin.parts for begin in begins]
    holders: dict[str, list[int]] = {}
    for number, parts in enumerate(looked_at):
        for name in parts:
            holders.setdefault(name, []).append(number)
    votes: Counter[tuple[int, int]] = Counter()
    for name, numbers in holders.items():
        for one, other in pairwise(numbers):
            if logs[one].format == logs[other].format or {logs[one].format, logs[other].format} <= TABLES:
                votes[one, other] += _vote(name, looked_at[one][name], looked_at[other][name])
    sets = DisjointSets(len(logs))
    for (one, other), vote in votes.items():
        if vote > 0:
            sets.join(one, other)
    groups: dict[int, list[int]] = {}
    for number in range(len(logs)):
        groups.setdefault(sets.first(number), []).append(number)
    shared = frozenset(name for name, numbers in holders.items() if len(numbers) > 1)
    for numbers in groups.values():
        some = [logs[number] for number in numbers]
        if len(some) == 1:
            yield some[0]
            continue
        roles = {name: role for log in some for name, role in log.roles.items()}
        said = (*some[0].said, f"{len(some)} files with parts of the same conversations")
        width = max(begins[number].width for number in numbers)
        yield replace(some[0], said=said, pieces=partial(_joined, some, shared, width), roles=roles, contacts=None)


def _begins(logs: Sequence[Recognised], format: LogFormat) -> list[Begin]:
    """The begin of each log that may hold parts: as a log is costly to read, those that go on share what is read of them."""
    sharing = [log.format in SHARING and not log.whole and len(logs) > 1 for log in logs]
    begins = [_begin(log, format, FIRST) if may else Begin() for log, may in zip(logs, sharing)]
    share = MOST // max(sum(begin.goes_on for begin in begins), 1)
    return [_begin(log, format, share) if begin.goes_on and share > FIRST else begin for log, begin in zip(logs, begins)]


def _begin(log: Recognised, format: LogFormat, most: int) -> Begin:
    """What a log's pieces have up to so many messages, of conversations that have an id of their desk's."""
    found: dict[str, Part] = {}
    some: list[RawDialogue] = []
    goes_on = False
    try:
        for piece in islice(log.pieces(), most):
            some += [piece] if isinstance(piece, RawDialogue) else []
            most -= len(piece.messages) if isinstance(piece, RawDialogue) else 1
            if goes_on := most <= 0:
                break
    except (DataError, *DAMAGE):
        return Begin()  # who reads it to its end says what is wrong
    width = _width([piece.name for piece in some])
    for piece in some:
        if not piece.name or piece.name.startswith(CHAT):
            continue
        part = found.setdefault((piece.name.lstrip("0") or "0") if width else piece.name, Part())
        for message in piece.messages:
            role = format.role(message.role)
            if message.role in LEFT_OUT or role in (NOTE, SYSTEM):
                continue
            part.add(message, role, bool(message.speaker) and not format.role(message.speaker))
    return Begin({name: part for name, part in found.items() if part.texts}, width, goes_on)


def _vote(name: str, one: Part, other: Part) -> int:
    """1 if two logs' conversations of one id are parts of one, 0 if one has all that the other has, -1 if they are two."""
    if one.is_of_others(other):
        return -1
    if one.texts <= other.texts or other.texts <= one.texts:
        return 0
    if not SHORT.fullmatch(name) or one.texts & other.texts or one.customers & other.customers:
        return 1
    if one.customers and other.customers:
        return -1
    if not (one.begin and one.end and other.begin and other.end):
        return 1 if one.sides.isdisjoint(other.sides) else -1  # the questions stand in one, the answers in the other
    fit = max(one.begin, other.begin) - min(one.end, other.end) <= APART
    return 1 if fit and (one.holds_half() or other.holds_half()) else -1


def _joined(logs: Sequence[Recognised], shared: frozenset[str], width: int) -> Iterator[RawDialogue | BadRow]:
    """The pieces of several logs: those of one id are one. A spreadsheet may have taken the zeros from the begin of some, which had
    `width` digits; what of the `shared` conversations stands in two logs is there once.
    """
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


def _kind(customer: str) -> str:
    return "address" if "@" in customer else "id" if any(map(str.isdigit, customer)) else "name"
