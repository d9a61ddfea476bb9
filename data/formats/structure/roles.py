"""Whose words a message is, by the fields of its object: truth values (`is_inbound`), words (`"type": "visitor"`), numbers and letters."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from data.formats.fields.field_names import rank
from data.formats.fields.role_words import role_of
from data.formats.structure.filled import by_number, by_program, filled_by, filled_by_programs, has, zero_for_customers
from data.formats.structure.flattening import Leaf
from data.formats.structure.kinds import CAMEL, says
from data.formats.structure.paths import is_recipients, last
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM, Role

# Different words in a field that says a role.
MOST_WORDS, LONGEST_WORD = 14, 24
FLAG = re.compile(r"^(?:(?:is|was|from|by|sent|sentby)+)?(?P<who>\w+?)(?:message|reply|response|comment|post|side)?$")
AUTOMATIC = frozenset(
    "bot isbot automated isautomated auto automatic isautomatic autoreply isautoreply autoresponse isautoresponse fromai isai aigenerated "
    "isaianswer isaigenerated fromaiagent isrobot robot autosend isaut isauto issystemgenerated triggered".split()
)
INBOUND, OUTBOUND = ("inbound", "incoming", "received"), ("outbound", "outgoing", "brand", "fromme", "me", "own", "self", "mine")
# Whether the account's owner sent it, as messengers keep it (WeChat).
OWNERS = ("issender", "issend")
# Flags that say whose message it is, whatever words say besides.
SIDE = re.compile(
    r"^issend(?:er)?$|^(?:is|from|by|was|sent|sentby)*(?:inbound|incoming|received|outbound|outgoing|me|agent|customer)(?:message|reply)?$"
)
# What one of the company may be or not: who isn't is no customer by that.
RANK = re.compile(r"^(?:admin|administrator|owner|moderator|mod|supervisor|team|manager|teamlead|leader)$")
# “message to operator” is what a visitor said.
DIRECTED = re.compile(r"\b(?P<way>to|for|from|by) (?:the )?(?P<who>[a-z]+)$")
# “V-12” (HubSpot), “visitor:7” (Zendesk Chat): what somebody is stands before the number.
PREFIXED = re.compile(r"^(?P<who>[A-Za-z_]{1,20})[-:](?P<rest>.+)$")
# “https://api.desk.example/v1/customers/7”: what somebody is stands before the last part of their address.
LINKED = re.compile(r"^https?://\S{1,200}/(?P<who>[a-z_-]{2,24})/[^/\s]{1,80}$")
LETTERS = {"V": CUSTOMER, "A": AGENT, "B": BOT, "S": SYSTEM}
# Kinds of entries in a thread of osTicket.
OSTICKET: Mapping[str, Role] = {"M": CUSTOMER, "R": AGENT, "N": NOTE}
# Kinds of text messages on Android: received, sent, a draft and others.
ANDROID: Mapping[str, Role | None] = {"1": CUSTOMER, "2": AGENT, "3": None, "4": None, "5": None, "6": None}
CUSTOMERS_OWN = ("customer", "contact", "lead", "visitor", "client", "enduser", "requester", "guest", "patient", "passenger", "buyer")
MACHINES = ("gpt", "chatgpt", "assistant", "model", "ai", "llm")


@dataclass(frozen=True)
class Roles:
    """How the role of a log's messages is told.

    Attributes:
        words: fields that say it, the surest first, with what each of their values means.
        flags: fields that are true or false, with the role of one that is true, and that of one that is false, if it says any.
        sides: objects that only messages of one side have (`"incoming": {"read": true}`), with the role of that side.
        filled: fields of which only one side's messages have a value; programs: those of which only programs' messages have one.
        number: a field with the agent's number, which is 0 in what customers wrote.
        sure: how many of `words` name both sides: these come before flags that say less than whose message it is.
    """

    words: tuple[tuple[str, Mapping[str, Role]], ...] = ()
    flags: tuple[tuple[str, Role, Role | None], ...] = ()
    automatic: tuple[str, ...] = field(default=())
    sure: int = 0
    sides: tuple[tuple[str, Role], ...] = ()
    filled: tuple[tuple[str, Role], ...] = ()
    programs: tuple[str, ...] = ()
    number: str = ""

    @property
    def tells(self) -> bool:
        return bool(self.words or self.flags or self.sides or self.filled or self.number)

    def of(self, row: Mapping[str, Leaf]) -> Role | None:
        """The role of a message; none if no field says it."""
        said = [
            (number < self.sure, role)
            for number, (path, words) in enumerate(self.words)
            for word in _readings(str(row.get(path, "")))
            if (role := words.get(word) or _seldom(path, word)) is not None
        ]
        flagged = [
            (SIDE.match(last(path)) is not None, role)
            for path, true, false in self.flags
            if (given := says(row.get(path, ""))) is not None and (role := true if given else false) is not None
        ]
        if any(path in row and says(row[path]) for path in self.automatic) or any(role == BOT for _, role in said):
            return BOT
        ordered = (
            *(role for side, role in flagged if side),
            *(role for path, role in self.sides if any(name.startswith(path) for name in row)),
            *(role for sure, role in said if sure),
            *(role for side, role in flagged if not side),
            *(role for sure, role in said if not sure),
            *(role for path, role in self.filled if has(row, path)),
            *((by_number(row, self.number),) if self.number else ()),
        )
        role = next(iter(ordered), None)
        return BOT if by_program(row, self.programs, role) else role


def roles_of(rows: Sequence[Mapping[str, Leaf]], texts: Sequence[str], people: Sequence[str], thread: str = "") -> Roles:
    """How the roles of these messages are told; `thread` is the field of the conversation that each is of."""
    paths = [path for path in dict.fromkeys(path for row in rows for path in row) if path not in texts and not is_recipients(path)]
    fields = []
    for path in paths:
        counts = Counter(str(row[path]) for row in rows if isinstance(row.get(path), (str, int)) and row[path] not in ("", True, False))
        if not counts or len(counts) > MOST_WORDS or max(map(len, counts)) > 60:
            counts = Counter(_readings(value)[-1] for value in counts) if counts and path in people else Counter()
        words = _meanings(path, counts)
        said = set(words.values())
        both = CUSTOMER in said and bool(said & {AGENT, BOT})
        named = rank("role", last(path)) is not None or last(path).endswith(("type", "role", "kind", "purpose"))
        if not both and len(counts) == 1 and sum(counts.values()) == len(rows) and _several(rows, people):
            continue  # “User” for all who are there tells none from another
        if both or (named and said & {CUSTOMER, AGENT, BOT}):
            share = sum(count for word, count in counts.items() if word in words) / sum(counts.values())
            fields.append((not both, not named, -share, path.count("."), path, words))
    flags = tuple((path, *told) for path in paths if (told := _flag(path, rows)) is not None)
    automatic = tuple(path for path in paths if last(path) in AUTOMATIC)
    return Roles(
        tuple((path, words) for *_, path, words in sorted(fields, key=lambda entry: entry[:5])),
        flags,
        automatic,
        sum(not one_side for one_side, *_ in fields),
        _sides(rows),
        filled_by(rows),
        filled_by_programs(rows, people),
        zero_for_customers(rows, thread),
    )


@lru_cache(maxsize=16_384)
def _seldom(path: str, word: str) -> Role | None:
    """The role of a word that stood in none of a log's first messages, in a field that is called after who said it: a program, a note."""
    role = role_of(word) if rank("role", last(path)) is not None and len(word) < LONGEST_WORD else None
    return role if role in (BOT, SYSTEM, NOTE) else None


def _several(rows: Sequence[Mapping[str, Leaf]], people: Sequence[str]) -> bool:
    return any(len({row[path] for row in rows if path in row}) > 1 for path in people)


def _sides(rows: Sequence[Mapping[str, Leaf]]) -> tuple[tuple[str, Role], ...]:
    """The objects called after a side which its messages have and others haven't; none if no message, or one of both, has them."""
    found: dict[str, Role] = {}
    for path in dict.fromkeys(path for row in rows for path in row):
        parts = path.split(".")
        for place, part in enumerate(parts[:-1]):
            if part in INBOUND or part in OUTBOUND:
                found.setdefault(".".join(parts[: place + 1]) + ".", CUSTOMER if part in INBOUND else AGENT)
    held = [{role for path, role in found.items() if any(name.startswith(path) for name in row)} for row in rows]
    return tuple(found.items()) if {CUSTOMER, AGENT} == set(found.values()) and all(len(roles) < 2 for roles in held) else ()


def _readings(value: str) -> tuple[str, ...]:
    """A value, and what stands before its number."""
    if linked := LINKED.match(value):
        return value, linked["who"]
    match = PREFIXED.match(value)
    return (value, match["who"]) if match else (value,)


def _meanings(path: str, counts: Mapping[str, int]) -> dict[str, Role]:
    """What each word of a field means, in view of the others."""
    if len(counts) > 1 and set(counts) <= set(ANDROID) and last(path) == "type":
        return {word: role for word in counts if (role := ANDROID[word]) is not None}
    if counts and set(counts) <= set(OSTICKET) and len(counts) > 1:
        return {word: OSTICKET[word] for word in counts}
    if len(counts) > 1 and all(re.fullmatch(r"[VABS](?:-\S+)?", word) for word in counts) and any(word[0] == "V" for word in counts):
        return {word: LETTERS[word[0]] for word in counts}
    if last(path) in ("tags", "labels"):
        return {word: role for word in counts if (role := next(filter(None, map(_directed, word.split(","))), None)) is not None}
    words = {word: role for word in counts if (role := _meaning(word)) is not None}
    folded = {word: re.sub(r"[\W_]+", "", word).casefold() for word in counts}
    plain = set(folded.values())
    for word, name in folded.items():
        if name in ("user", "users") and plain & set(CUSTOMERS_OWN):
            words[word] = AGENT  # beside a customer, a user is one of the desk
        elif name == "external" and "internal" in plain:
            words[word] = CUSTOMER
        elif name == "internal" and "external" in plain:
            words[word] = AGENT
        elif name == "human":
            words.pop(word, None)
            if plain & set(MACHINES):
                words[word] = CUSTOMER
            elif CUSTOMER in words.values():
                words[word] = AGENT
        elif name in ("gpt", "chatgpt", "model", "llm"):
            words[word] = BOT
        elif (
            name == "system"
            and CUSTOMER in words.values()
            and not {AGENT, BOT} & set(words.values())
            and counts[word] * 4 > sum(counts.values())
        ):
            words[word] = BOT  # in sets of dialogues with a program the other side is called so
    return words


def _directed(word: str) -> Role | None:
    """Whose message one “to operator” or “FromCustomer” is; none for other words."""
    match = DIRECTED.search(CAMEL.sub(" ", word).replace("_", " ").replace("-", " ").casefold())
    role = role_of(match["who"]) if match else None
    if match is None or role not in (CUSTOMER, AGENT, BOT):
        return None
    return role if match["way"] in ("from", "by") else AGENT if role == CUSTOMER else CUSTOMER


def _meaning(word: str) -> Role | None:
    if (role := _directed(word)) is not None:
        return role
    match = PREFIXED.match(word)
    return role_of(word) or (role_of(match["rest"]) or role_of(match["who"]) if match and ":" in word else None)


def _flag(path: str, rows: Sequence[Mapping[str, Leaf]]) -> tuple[Role, Role | None] | None:
    """Whom a field is true for and whom it is false for, if its values are truth values and its name is a side's.

    One that is the same in all messages tells none from another.
    """
    values = [row[path] for row in rows if path in row and row[path] != ""]
    given = [says(value) for value in values]
    if not values or None in given or (len(values) == len(rows) > 1 and len(set(given)) == 1):
        return None
    match = FLAG.match(last(path))
    who = match["who"] if match else ""
    if who in INBOUND:
        return CUSTOMER, AGENT
    if who in OUTBOUND or last(path) in OWNERS:
        return AGENT, CUSTOMER
    role = role_of(who) if who != "user" else None
    if role not in (CUSTOMER, AGENT):
        return None
    return role, None if RANK.match(who) else AGENT if role == CUSTOMER else CUSTOMER
