"""Whether a log calls its customers agents and its agents customers: then questions would be learnt as answers."""

from collections import Counter
from collections.abc import Callable

from data.formats.raw_dialogues import Message, RawDialogue
from data.formats.reading.offers import OFFERS_HELP
from data.records import AGENT, CUSTOMER

# Dialogues that tell, at least and at most.
FEWEST, LOOKED_AT = 3, 300
# Of those who are called agents: how many of the dialogues they begin; how many of their messages ask, and how many of the others' at most.
BEGIN, ASK, ASK_SELDOM = 0.8, 0.3, 0.1
# How much longer the messages are of those who answer.
LONGER = 1.3


class Sides:
    """Who begins, who asks, and who says more, by the roles that a log's words say."""

    def __init__(self) -> None:
        self.dialogues = 0
        self.begun: Counter[str] = Counter()
        self.messages: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.said: Counter[str] = Counter()

    def note(self, raw: RawDialogue, role_of: Callable[[Message], str]) -> None:
        """Takes a dialogue into account; `role_of` gives a message's role."""
        if self.dialogues >= LOOKED_AT:
            return
        told = [(role, message.text) for message in raw.messages if (role := role_of(message)) in (CUSTOMER, AGENT)]
        if len({role for role, _ in told}) < 2:
            return
        self.dialogues += 1
        role, text = told[0]
        self.begun[role] += not OFFERS_HELP.search(text[:300])
        for role, text in told:
            self.messages[role] += 1
            self.asked[role] += "?" in text or "？" in text
            self.said[role] += len(text)

    @property
    def are_swapped(self) -> bool:
        """Whether those who are called agents ask, and those who are called customers answer."""
        if self.dialogues < FEWEST:
            return False
        asks = {role: self.asked[role] / self.messages[role] for role in (CUSTOMER, AGENT)}
        length = {role: self.said[role] / self.messages[role] for role in (CUSTOMER, AGENT)}
        return (
            self.begun[AGENT] >= BEGIN * self.dialogues
            and asks[AGENT] >= ASK
            and asks[CUSTOMER] <= ASK_SELDOM
            and length[CUSTOMER] >= LONGER * length[AGENT]
        )
