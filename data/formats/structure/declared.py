"""Speakers by a number that a list beside the messages explains, as recorders of calls have them: `"ch": 1` of a message, and
`"channels": [{"no": 1, "kind": "external"}, …]`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import mappings
from data.formats.structure.flattening import Leaf, flat
from data.formats.structure.paths import last
from data.records import AGENT, BOT, CUSTOMER, Role

# What the number of a channel is called in such a list, and what says whose it is.
KEYS = frozenset(
    "no nr num number index idx channel channelno channelid channelnumber ch track trackid tag speakertag leg line side n".split()
)
SORTS = ("type", "kind", "role", "party", "purpose", "side", "participanttype", "name", "label")
# Words for the ends of a telephone line.
ENDS: Mapping[str, Role] = {
    "external": CUSTOMER, "trunk": CUSTOMER, "remote": CUSTOMER, "extension": AGENT, "internal": AGENT, "local": AGENT,
}  # fmt: skip
FEWEST, MOST = 2, 20


def declared_roles(around: Iterable[Mapping[str, object]], rows: Sequence[Mapping[str, Leaf]]) -> tuple[str, Mapping[str, Role]]:
    """The field of the messages with the number of who speaks, and whose each number is; none if no list beside them says it.

    Args:
        around: the objects around the messages, the nearest first.
        rows: the messages.
    """
    for listed in _lists(around):
        roles = [_role(entry) for entry in listed]
        if not {CUSTOMER, AGENT} <= set(roles):
            continue
        for key in (name for name in listed[0] if name in KEYS):
            told = {str(entry[key]): role for entry, role in zip(listed, roles) if key in entry and role is not None}
            field = _field(rows, {str(entry.get(key)) for entry in listed}) if len(told) >= FEWEST else ""
            if field:
                return field, told
    return "", {}


def _lists(around: Iterable[Mapping[str, object]]) -> Iterator[list[dict[str, Leaf]]]:
    """The short lists of objects beside the messages, in objects of their own, too."""
    for about in around:
        for entry in about.values():
            for held in (entry, *(entry.values() if isinstance(entry, dict) else ())):
                if isinstance(held, list) and FEWEST <= len(held) <= MOST and len(listed := mappings(held)) == len(held):
                    yield [flat(each) for each in listed]


def _role(entry: Mapping[str, Leaf]) -> Role | None:
    for sort in SORTS:
        for path, leaf in entry.items():
            if last(path) == sort and isinstance(leaf, str):
                role = ENDS.get(folded_name(leaf)) or role_of(leaf)
                if role in (CUSTOMER, AGENT, BOT):
                    return role
    return None


def _field(rows: Sequence[Mapping[str, Leaf]], known: set[str]) -> str:
    """The field that has one of these numbers in each message, and several of them in all; empty if there is none."""
    for path in rows[0] if rows else ():
        given = {str(row.get(path)) for row in rows}
        if len(given) >= FEWEST and given <= known:
            return path
    return ""
