"""A log's dialogues, each whole and with everybody's role told, and what was found out over the whole log: the order of its dates."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.fields.times import DateOrder
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import LEFT_OUT, RawDialogue
from data.formats.reading.ordering import Direction, NewestFirst
from data.formats.reading.repeats import without_repeats
from data.formats.reading.speakers import Speakers
from data.formats.reading.spool import Spool
from data.formats.reading.swapped import Sides
from data.formats.recognition.recognised import Recognised
from data.records import AGENT, CUSTOMER
from data.redaction.own_contacts import MAY_HOLD, Given

# Dialogues of a log that is read as it stands which tell the order of its dates.
LOOKED_AT = 500
SWAPPED = (
    "the agents ask and begin, and the customers answer: if the log has them the wrong way round, say so with --role agent=customer "
    "--role customer=agent (in the log's own words)"
)


class Gathered:
    """A log that is read to its end, unless its dialogues come whole; `close` gives back what that took on the disk.

    Attributes:
        bad: is called with each row that can't be used.
        day_first: whether “03/04” is in April; `sure_of_dates` whether the log tells.
        speakers: who says what.
    """

    def __init__(self, log: Recognised, format: LogFormat) -> None:
        self.log = log
        self.format = replace(format, roles={**log.roles, **format.roles}) if log.roles else format
        self.speakers = Speakers(self.format)
        self._order = DateOrder()
        self._direction = Direction()
        self._given = Given()
        self._sides = Sides()
        self._spool: Spool | None = None
        self._first: list[RawDialogue | BadRow] = []
        self._rest: Iterator[RawDialogue | BadRow] = iter(())

    def read(self) -> Iterator[BadRow]:
        """Reads what must be read before the first dialogue is known; gives the rows that can't be used."""
        if self.log.whole:
            for piece in (self.log.contacts or self.log.pieces)():
                if isinstance(piece, RawDialogue):
                    self._note_contacts(piece)
            self._rest = self.log.pieces()
            self._first = list(islice(self._rest, LOOKED_AT))
            for raw in self._first:
                if isinstance(raw, RawDialogue):
                    self._note(raw)
                    self.speakers.count(raw)
            return
        bad: list[BadRow] = []
        self._spool = Spool()
        for some in self._pieces(bad):
            self._spool.fill(some)
            yield from bad
            bad.clear()
        yield from bad
        self.speakers.day_first, self.speakers.newest_first = self.day_first, self.newest_first
        for raw in self._spool.dialogues():
            self.speakers.count(raw)
            self._sides.note(raw, self.speakers.named_role)
        if self.sides_swapped:
            yield BadRow(Path(self.log.name), 1, f"{SWAPPED}; they were read as they are called", kept=True)
        for raw in self._spool.dialogues():
            if any(MAY_HOLD.search(message.text) for message in raw.messages):
                self._note_contacts(self.speakers.settled(raw))

    def _pieces(self, bad: list[BadRow]) -> Iterator[list[RawDialogue]]:
        pieces = self.log.pieces()
        while some := list(islice(pieces, 2_000)):
            bad.extend(piece for piece in some if isinstance(piece, BadRow))
            good = [piece for piece in some if isinstance(piece, RawDialogue)]
            for piece in good:
                self._note(piece)
            yield good

    def _note(self, raw: RawDialogue) -> None:
        for message in raw.messages:
            self._direction.note(raw.name, message)
        for time in (raw.date, *(message.time for message in raw.messages)):
            if isinstance(time, str) and time[4:5] != "-":
                self._order.note(time)

    def _note_contacts(self, raw: RawDialogue) -> None:
        said = [(message, self.speakers.role(message)) for message in raw.messages if MAY_HOLD.search(message.text)]
        if said:
            # A word for a role is nobody's name: all customers are called so.
            customers = {
                message.speaker
                for message in raw.messages
                if self.speakers.role(message) == CUSTOMER and not self.format.role(message.speaker)
            }
            self._given.note(((role == AGENT, message.text) for message, role in said if role not in LEFT_OUT), customers)

    @property
    def own_contacts(self) -> frozenset[str]:
        """The company's own addresses and numbers: those that it has published, and those that its agents give to many."""
        return self._given.own(self.format.published)

    @property
    def day_first(self) -> bool:
        return self._order.decide(self.format.dates)[0]

    @property
    def newest_first(self) -> NewestFirst:
        """What of the log is written with the newest first."""
        return self._direction.newest_first(self.day_first)

    @property
    def sides_swapped(self) -> bool:
        """Whether those who are called agents ask, and those who are called customers answer; words that were mapped are meant so."""
        return not self.format.roles and self._sides.are_swapped

    @property
    def sure_of_dates(self) -> bool:
        """Whether the dates tell their order, or have none to tell."""
        return self._order.decide(self.format.dates)[1]

    def dialogues(self) -> Iterator[RawDialogue | BadRow]:
        """The dialogues; of a log that is read as it stands, with its bad rows among them, and only once."""
        if self._spool is not None:
            yield from map(self.speakers.settled, map(without_repeats, self._spool.dialogues()))
            return
        for raw in chain(self._first, self._rest):
            yield self.speakers.settled(raw) if isinstance(raw, RawDialogue) else raw

    def close(self) -> None:
        if self._spool is not None:
            self._spool.close()
