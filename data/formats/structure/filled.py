"""Fields of which only one side's messages have a value: `agent_id` beside `customer_id`."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from data.formats.structure.flattening import Leaf
from data.formats.structure.paths import last
from data.records import AGENT, BOT, CUSTOMER, Role

TAIL = r"(?:id|uid|uuid|name|email|key|user|userid)?$"
AGENTS = re.compile(rf"^(?:agent|operator|staff|employee|rep|representative|advis[eo]r|teammate|admin|user|mitarbeiter|agente){TAIL}")
CUSTOMERS = re.compile(rf"^(?:customer|visitor|contact|client|guest|lead|enduser|requester|kunde|cliente){TAIL}")
# Beside agents who are called otherwise, a user is a customer.
USERS, AS_USERS = re.compile(rf"^(?:user|member){TAIL}"), re.compile(r"^user")
NUMBER = re.compile(r"-?\d{1,18}")
PROGRAMS = re.compile(rf"^(?:bot|chatbot|robot|botprofile|viabot|autoresponder|automation|workflow|broadcast|campaign|trigger|rule){TAIL}")
# Of these, what customers come by, too: only of an agent's message it says that a program wrote it.
CAME_BY = re.compile(rf"^(?:workflow|broadcast|campaign|trigger|rule){TAIL}")
# More who have a field that is called so are those who talk with a program.
MOST_PROGRAMS = 2
# Of a hundred messages, how many have a value where it tells something, and how many may be otherwise.
LEAST, MOST, ODD = 15, 85, 5


def filled_by(rows: Sequence[Mapping[str, Leaf]]) -> tuple[tuple[str, Role], ...]:
    """The agents' field and the customers', if each message has one of both, or if those of agents alone have theirs; else none.

    A ticket's agent, who is named with all its messages, tells nothing.
    """
    paths = list(dict.fromkeys(path for row in rows for path in row))
    for agents in (path for path in paths if AGENTS.match(last(path))):
        by_agents = [has(row, agents) for row in rows]
        users = [path for path in paths if USERS.match(last(path)) and not AS_USERS.match(last(agents))]
        for customers in (*(path for path in paths if CUSTOMERS.match(last(path))), *users):
            by_customers = [has(row, customers) for row in rows]
            odd = sum(one == other for one, other in zip(by_agents, by_customers))
            if (odd * 100 <= ODD * len(rows) and any(by_agents) and any(by_customers)) or (
                all(by_customers) and customers not in users and _alternates(rows, customers, by_agents)
            ):
                return (agents, AGENT), (customers, CUSTOMER)
    return ()


def zero_for_customers(rows: Sequence[Mapping[str, Leaf]], thread: str) -> str:
    """The column of a database with the agent's number, which is 0 or nothing where customers wrote, below 0 for programs; else empty.

    Args:
        rows: the messages.
        thread: the field of the conversation: in most of them both must write, since a ticket that nobody has is 0 in all its messages.
    """
    for path in dict.fromkeys(path for row in rows for path in row if AGENTS.match(last(path))) if thread else ():
        numbers = [str(row.get(path, "")) or "0" for row in rows]
        if "0" not in numbers or not all(map(NUMBER.fullmatch, numbers)):
            continue
        if not any(str(row.get(path, "")) == "0" for row in rows) and not _are_few(rows, thread, numbers):
            continue
        # A user may be a customer; one of the desk writes in several conversations.
        written = {(number, row.get(thread)) for number, row in zip(numbers, rows) if number != "0"}
        again = len({number for number, _ in written}) < len(written)
        if (again or not USERS.match(last(path))) and _alternates(rows, thread, [number != "0" for number in numbers]):
            return path
    return ""


def _are_few(rows: Sequence[Mapping[str, Leaf]], thread: str, numbers: Sequence[str]) -> bool:
    """Whether those who have a number where others have none are few beside their conversations: then they are the desk's."""
    threads = {row.get(thread) for row, number in zip(rows, numbers) if number != "0"}
    return len({number for number in numbers if number != "0"}) * 2 <= len(threads)


def by_number(row: Mapping[str, Leaf], path: str) -> Role:
    """Whose a message is by the column with the agent's number."""
    number = str(row.get(path, "0"))
    return BOT if number.startswith("-") else CUSTOMER if number in ("", "0") else AGENT


def filled_by_programs(rows: Sequence[Mapping[str, Leaf]], people: Sequence[str]) -> tuple[str, ...]:
    """The fields and objects that only programs' messages have (`"bot": {…}`, `rule_id`): nobody writes messages with and without.

    Args:
        rows: the messages.
        people: the fields of who said them.
    """
    persons = {person.partition(".")[0] for person in people}
    parts_of = {path: path.split(".") for row in rows for path in row}
    found = dict.fromkeys(
        ".".join(parts[: place + 1]) for parts in parts_of.values() for place, part in enumerate(parts) if PROGRAMS.match(part)
    )
    return tuple(
        path for path in found if path.partition(".")[0] not in persons and _are_apart(rows, people, [has_any(row, path) for row in rows])
    )


def by_program(row: Mapping[str, Leaf], programs: Sequence[str], role: Role | None) -> bool:
    """Whether a program wrote a message, by the fields of programs (`filled_by_programs`) and what else tells its role."""
    sure = [path for path in programs if role == AGENT or not CAME_BY.match(last(path))]
    return role != CUSTOMER and any(has_any(row, path) for path in sure)


def _are_apart(rows: Sequence[Mapping[str, Leaf]], people: Sequence[str], held: Sequence[bool]) -> bool:
    """Whether some messages have a field and others don't: those of very few who speak have it, and none of the others'."""
    if not any(held) or all(held) or not people:
        return False
    who = [tuple(str(row.get(path, "")) for path in people) for row in rows]
    programs = {one for one, has_it in zip(who, held) if has_it}
    return len(programs) <= MOST_PROGRAMS and not programs & {one for one, has_it in zip(who, held) if not has_it}


def has_any(row: Mapping[str, Leaf], path: str) -> bool:
    """Whether a message has a value in a field, or in any field of an object."""
    return any((name == path or name.startswith(f"{path}.")) and has(row, name) and row[name] is not False for name in row)


def _alternates(rows: Sequence[Mapping[str, Leaf]], customers: str, by_agents: Sequence[bool]) -> bool:
    """Whether messages with and without a value follow on each other in one customer's conversation."""
    if not LEAST * len(rows) <= sum(by_agents) * 100 <= MOST * len(rows):
        return False
    beside = [one != other for (a, one), (b, other) in pairwise(zip(rows, by_agents)) if a.get(customers) == b.get(customers)]
    return sum(beside) * 2 > len(beside) > 0


def has(row: Mapping[str, Leaf], path: str) -> bool:
    """Whether a message has a value in a field; databases write 0 where there is none."""
    return str(row.get(path, "")).strip() not in ("", "0", "null", "None", "NULL")
