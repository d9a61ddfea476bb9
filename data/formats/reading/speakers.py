"""Who is the customer and who answers, where a log names people only.

Who is in many dialogues with ever other people works for the company, even if he greets first. Where that doesn't tell, who
speaks first asks, unless he offers help or the other one alone asks something.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from data.both_scripts import in_both_scripts
from data.formats.fields.role_words import role_of
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import LEFT_OUT, Message, RawDialogue
from data.formats.reading.correspondence import Correspondence
from data.formats.reading.offers import OFFERS_HELP
from data.formats.reading.ordering import OLDEST_FIRST, in_order
from data.formats.text.announcements import announced
from data.formats.text.message_text import folded
from data.records import AGENT, BOT, CUSTOMER, ROLES, SYSTEM

# Who is in so many times as many dialogues as the others works for the company, if he seldom speaks first or so many others are in
# one dialogue only.
OFTEN = 3
MOST_WORDS = 50
# Where a word stands less often than once for so many others, nobody's side is called so.
RARE = 8
# Words that a desk has for its customers, beside which its users are its own people.
USERS, CUSTOMERS_OWN = (
    frozenset(("user", "users")),
    frozenset("contact customer visitor client lead enduser end_user requester guest".split()),
)
# A name of which signs are hidden: “张**”, “M•••a”. So many words that nobody knows, each in so few dialogues on the average, are names.
MASKED = re.compile(r"[*＊●•○×]")
MANY, FEW = 3, 2
# What a message of the company is called beside one of a customer's.
REPLIES = in_both_scripts("reply response answer antwort respuesta réponse resposta risposta 回复 答复 返信".split())


class Speakers:
    """Who speaks how often in a log, and whether its words for roles are known."""

    def __init__(self, format: LogFormat) -> None:
        self.format = format
        self.day_first = True
        self.newest_first = OLDEST_FIRST
        self.dialogues: Counter[str] = Counter()
        self.begun: Counter[str] = Counter()
        self.words_read: dict[str, str] = {}  # the log's own words for roles, the first ones, to what they were read as
        self.correspondence = Correspondence()
        self.known = 0
        self.unknown: Counter[str] = Counter()

    def role(self, message: Message) -> str:
        """The role of a message, as `named_role`; of a mail's, by whom all mails are from and to."""
        role = self.named_role(message)
        if message.to and not (message.speaker and self.format.mapped(message.speaker)):
            return self.correspondence.role(message) or role
        return role

    def named_role(self, message: Message) -> str:
        """The role of a message, by the names that were given, by the format, by the log's word; empty if nobody knows.

        What an agent says who is called a bot is a bot's.
        """
        role = self._role(message)
        called_bot = role == AGENT and bool(message.speaker) and not self.format.mapped(message.speaker) and role_of(message.speaker) == BOT
        return BOT if called_bot else role

    def _role(self, message: Message) -> str:
        if message.speaker and (mapped := self.format.mapped(message.speaker)) and message.role in (CUSTOMER, AGENT, ""):
            return mapped
        if message.role in ROLES or message.role in LEFT_OUT:
            return message.role if not self.format.roles else self.format.mapped(message.role) or message.role
        role = self.format.role(message.role) if message.role else ""
        if not role and message.role.strip().casefold() in REPLIES and set(self.words_read.values()) & {CUSTOMER, AGENT} == {CUSTOMER}:
            return AGENT
        if role and len(self.words_read) < MOST_WORDS:
            self.words_read[message.role] = role
        return role

    def _by_time(self, messages: list[Message]) -> list[Message]:
        """The messages as they were said, where somebody must be told by who spoke first."""
        if all(map(self.named_role, messages)):
            return messages
        return [message for _, message in in_order(messages, self.day_first, self.newest_first)]

    def count(self, raw: RawDialogue) -> None:
        """Takes a dialogue into account."""
        names: dict[str, None] = {}
        for message in self._by_time(raw.messages):
            if message.to:
                self.correspondence.note(message)
            role = self.named_role(message)
            if role:
                self.known += bool(message.role)
            elif name := message.speaker or message.role:
                names[name] = None
                if message.role:
                    self.unknown[message.role] += 1
        self.dialogues.update(list(names))
        self.begun.update(list(names)[:1])

    @property
    def words(self) -> bool:
        """Whether the log has words for roles: then one that isn't known is no person's name."""
        return self.known > 0 and self.known >= sum(self.unknown.values()) and not self._are_customers

    @property
    def _are_customers(self) -> bool:
        """Whether the words that aren't known are customers' names beside “Support” or “客服**”: masked, or many of few dialogues each."""
        if not self.unknown or {role for role in self.words_read.values() if role in (CUSTOMER, AGENT)} != {AGENT}:
            return False
        masked = all(MASKED.search(word) for word in self.unknown)
        return masked or (len(self.unknown) >= MANY and sum(self.dialogues[word] for word in self.unknown) <= FEW * len(self.unknown))

    def settled(self, raw: RawDialogue) -> RawDialogue:
        """The dialogue with each message's role; a message whose role can't be told keeps its own word."""
        roles = [self._user(message) or self.role(message) for message in raw.messages]
        if all(roles):
            return raw._replace(
                messages=[
                    message if message.role == role else message._replace(role=role, person=self._is_person(message, role))
                    for message, role in zip(raw.messages, roles)
                ]
            )
        raw = raw._replace(messages=self._by_time(raw.messages))
        roles = [self._user(message) or self.role(message) or self._other_side(message) for message in raw.messages]
        people = [(message.speaker or message.role, role) for message, role in zip(raw.messages, roles)]
        events = [message.text for message, role in zip(raw.messages, roles) if role == SYSTEM]
        said = self._announced(events, people) if events else {}
        people = [(name, role or said.get(name, "")) for name, role in people]
        told = self._told(people, [message.role for message in raw.messages])
        told = {**_by_what_is_said(raw, told, people), **said}
        return raw._replace(
            messages=[
                message._replace(
                    role=role or told.get(name, message.role),
                    speaker=message.speaker or ("" if role else message.role),
                    person=self._is_person(message, role),
                    guessed=not role or bool(self._other_side(message)),
                )
                for message, role, (name, _) in zip(raw.messages, roles, people)
            ]
        )

    def _is_person(self, message: Message, role: str) -> bool:
        """Whether a speaker's name is a person's: so is one that no word for a role stands beside."""
        return message.person or not role or (bool(message.to) and not self.named_role(message))

    def _user(self, message: Message) -> str:
        """Whose words those of a “user” are beside a “contact” or a “visitor”: one of the desk's, where no other word is for these."""
        if message.role.strip().casefold() not in USERS or AGENT in self.words_read.values() or self.format.mapped(message.role):
            return ""
        return AGENT if any(word.strip().casefold() in CUSTOMERS_OWN for word in self.words_read) else ""

    def _other_side(self, message: Message) -> str:
        """The role of a log's one word that isn't known, where its other words are those of one side alone: “User” and “Account”."""
        word = message.role
        if not word or len(self.unknown) != 1 or word not in self.unknown or self.unknown[word] * RARE < self.known:
            return ""
        sides = {role for role in self.words_read.values() if role in (CUSTOMER, AGENT)}
        if len(sides) != 1:
            return ""
        return BOT if role_of(message.speaker) == BOT else AGENT if CUSTOMER in sides else CUSTOMER

    def _announced(self, events: Iterable[str], people: list[tuple[str, str]]) -> Mapping[str, str]:
        """Of one dialogue, the roles that the desk's lines name of those whom nobody knows, where nothing else contradicts them: how often
        these speak, or that a conversation has two sides.
        """
        open_names = {name for name, role in people if name and not role}
        said = announced(events, open_names)
        said = {name: role for name, role in said.items() if not self._contradicts(name, role, open_names, said)}
        sides = {role == CUSTOMER for role in (*(role for _, role in people), *said.values()) if role in (CUSTOMER, AGENT, BOT)}
        return {} if len(open_names) > 1 and said.keys() == open_names and len(sides) < 2 else said

    def _contradicts(self, name: str, role: str, names: Iterable[str], said: Mapping[str, str]) -> bool:
        """Whether somebody speaks so often, or so seldom, beside those of whom the same isn't said, that he is of the other side."""
        asks = role == CUSTOMER
        others = [other for other in names if other not in said or (said[other] == CUSTOMER) != asks]
        return any(self._answers(name, other) if asks else self._answers(other, name) for other in others)

    def _told(self, people: list[tuple[str, str]], words: Iterable[str]) -> dict[str, str]:
        """Of one dialogue, the role of each whom nobody knows."""
        if self.words and any(words):
            # A word that isn't known is no person's name, and whoever is not named at all may be the desk itself.
            people = [(name, role) for (name, role), word in zip(people, words) if role or (name and not word)]
        open_names = list(dict.fromkeys(name for name, role in people if not role))
        known = {role for _, role in people if role}
        if not open_names:
            return {}
        if CUSTOMER in known:
            # Who opened a ticket may write on under the same name.
            asked = {folded(name) for name, role in people if role == CUSTOMER and name}
            return {name: CUSTOMER if folded(name) in asked else AGENT for name in open_names}
        if AGENT in known:
            seldom = min(open_names, key=lambda name: self.dialogues[name])
            return {name: AGENT if name != seldom and self._answers(name, seldom) else CUSTOMER for name in open_names}
        often = min(self.dialogues[name] for name in open_names) > OFTEN
        first = max(open_names, key=lambda name: self.begun[name]) if often else open_names[0]
        customer = next((name for name in open_names if any(self._answers(other, name) for other in open_names)), first)
        return {name: CUSTOMER if name == customer else AGENT for name in open_names}

    def _answers(self, name: str, other: str) -> bool:
        """Whether somebody works for the company and the other one asks, by how often they speak."""
        if self.dialogues[name] < OFTEN * self.dialogues[other]:
            return False
        once = sum(1 for times in self.dialogues.values() if times == 1) if self.begun[name] * 2 > self.dialogues[name] else OFTEN
        return once >= OFTEN


def _by_what_is_said(raw: RawDialogue, told: dict[str, str], people: list[tuple[str, str]]) -> dict[str, str]:
    """Of two whom nothing else tells, turned round if the one who spoke first offers help, or asks nothing while the other asks."""
    pair = list(dict.fromkeys(name for name, role in people if not role and name in told))
    if len(pair) != 2 or told[pair[0]] != CUSTOMER or any(role in (CUSTOMER, AGENT) for _, role in people):
        return told
    said = {name: [message.text for message, (who, _) in zip(raw.messages, people) if who == name] for name in pair}
    offers = [any(OFFERS_HELP.search(text[:300]) for text in said[name]) for name in pair]
    asks = [sum("?" in text or "？" in text for text in said[name]) for name in pair]
    asks_nothing = asks[0] == 0 < asks[1] and len(said[pair[0]][0]) < 40
    turned = offers[0] if offers[0] != offers[1] else asks_nothing
    return {pair[0]: AGENT, pair[1]: CUSTOMER} if turned else told
