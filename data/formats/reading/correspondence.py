"""Whose side a mail's sender is on, by whom it is from and to: the company's own domain is an end of nearly all mails of its mailbox."""

from collections import Counter

from data.formats.fields.addresses import addresses_in, side_of
from data.formats.raw_dialogues import Message
from data.records import AGENT, CUSTOMER, NOTE

# Of a hundred mails, how many are from or to the company, and how many may be among colleagues: where most are, all write in one company.
MOST, AMONG = 80, 40
FEWEST = 3


class Correspondence:
    """Whom the mails of a log are from and to."""

    def __init__(self) -> None:
        self._mails = 0
        self._ends: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()  # on both ends of a mail, and nobody else is
        self._own: str | None = None

    def note(self, message: Message) -> None:
        """Takes a message into account, if it is a mail."""
        ends = self._sides(message)
        if not ends:
            return
        self._mails += 1
        self._own = None
        together = {ends[0], *ends[1]}
        self._ends.update(together)
        if len(together) == 1:
            self._alone.update(together)

    @property
    def own(self) -> str:
        """The company's domain, or its address with a provider; empty if the mails don't tell."""
        if self._own is None:
            self._own = self._found()
        return self._own

    def _found(self) -> str:
        (first, most), (_, next_most) = [*self._ends.most_common(2), ("", 0), ("", 0)][:2]
        if self._mails < FEWEST or len(self._ends) < FEWEST or most == next_most or most * 100 < MOST * self._mails:
            return ""
        return first if self._alone[first] * 100 <= AMONG * self._mails else ""

    def role(self, message: Message) -> str:
        """The role of a mail's sender; empty for what is no mail, or if nothing tells. What colleagues write to each other is a note."""
        if not message.to or message.role not in ("", AGENT) or not (own := self.own):
            return ""
        ends = self._sides(message)
        if not ends:
            return ""
        return CUSTOMER if ends[0] != own else NOTE if ends[1] == {own} else AGENT

    def _sides(self, message: Message) -> tuple[str, set[str]] | None:
        source, targets = addresses_in(message.speaker), addresses_in(message.to)
        return (side_of(source[0]), {side_of(each) for each in targets}) if source and targets else None
