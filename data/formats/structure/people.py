"""Who is who in a conversation, by what it says beside its messages: its customer, its agents, a list of those who took part."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import mappings
from data.formats.structure.flattening import DEEPEST, Leaf, flat
from data.formats.structure.paths import last
from data.formats.structure.shape import NAMED
from data.formats.text.encoded_twice import decoded_once
from data.formats.text.message_text import folded
from data.records import AGENT, BOT, CUSTOMER, Role

# Who asked, by the names of fields; others are words for roles (“visitor”, “agent”, “assignee”).
ASKED = frozenset(
    "reporter requester openedby caller initiatedby contact customer visitor client lead raisedby primarycustomer enduser".split()
)
# What stands behind a person in a field's name: “requester_id”.
TAIL = re.compile(r"(?:first|full|last|nick)?(?:ids?|names?|nicknames?|emails?|user|accountid|sid|key)$")
# What the other one is called in a chat of two, as it stands above.
PARTNER = ("title", "name", "displayname", "roomname", "channel.name", "id", "contact", "partner", "with", "chatname", "conversationwith")
# Whose account was exported.
OWN = ("exportedby", "userid", "ownerid", "owner", "me", "self", "myid", "account")
MOST_PEOPLE = 500


@dataclass
class People:
    """Who is known.

    Attributes:
        roles: names and ids (`folded`) to roles.
        names: ids to names that people have.
        partners: what the chat is called: whoever has this name is the customer.
        own: whose account was exported: the company's.
    """

    roles: dict[str, Role] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    partners: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    def role(self, *called: str) -> Role | None:
        """The role of somebody by a name or an id."""
        return next((self.roles[name] for one in called if one and (name := folded(one)) in self.roles), None)

    def name(self, id: str) -> str:
        return self.names.get(folded(id), "")


def people_of(around: Iterable[Mapping[str, object]], lists: frozenset[int]) -> People:
    """Who is known by the objects around a conversation's messages, the nearest first.

    Args:
        around: the objects.
        lists: ids of the lists of messages in them (`id`), which are passed over.
    """
    people = People()
    for value in around:
        known = _people_in(value, lists)
        people.roles, people.names = known.roles | people.roles, known.names | people.names
        people.partners, people.own = people.partners | known.partners, people.own | known.own
    return people


def _people_in(value: Mapping[str, object], lists: frozenset[int]) -> People:
    people = People()
    about = _without(value, lists)
    outer = flat({key: entry for key, entry in about.items() if not isinstance(entry, list)})
    people.partners = frozenset(folded(str(outer[name])) for name in PARTNER if isinstance(outer.get(name), (str, int)))
    people.own = frozenset(folded(str(outer[name])) for name in OWN if isinstance(outer.get(name), str))
    for name, leaf in outer.items():
        for part in reversed(name.split(".")):
            if (role := role_by_name(part)) is not None:
                people.roles.setdefault(folded(str(leaf)), role)
                break
    for name, entry in (
        *about.items(),
        *((inner, each) for found in about.values() if isinstance(found, dict) for inner, each in found.items()),
    ):
        listed = [*_listed(entry)]
        for id_, person in listed[:MOST_PEOPLE]:
            _take(people, id_, flat(person), role_by_name(folded_name(name)))
    return people


def _without(value: Mapping[str, object], lists: frozenset[int], depth: int = 0) -> dict[str, object]:
    """An object without the lists of messages in it."""
    return {
        folded_name(key): _without(entry, lists, depth + 1) if isinstance(entry, dict) and depth < DEEPEST else entry
        for key, entry in value.items()
        if id(entry) not in lists
    }


def _listed(entry: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """People in a list, or in an object by their ids."""
    if isinstance(entry, list):
        yield from (("", person) for person in mappings(entry))
    elif isinstance(entry, dict) and entry and all(isinstance(person, dict) for person in entry.values()):
        yield from ((str(key), person) for key, person in entry.items() if isinstance(person, dict))


def _take(people: People, id_: str, person: Mapping[str, Leaf], role: Role | None) -> None:
    leaves = [(last(path), str(leaf)) for path, leaf in person.items() if not isinstance(leaf, (bool, float)) and len(str(leaf)) < 120]
    named = next((leaf for name in NAMED for found, leaf in leaves if found == name and not leaf.isdigit()), "")
    called = [id_, *(leaf for name, leaf in leaves if name in NAMED or name.endswith(("id", "email", "address")))]
    own = next(
        (
            found
            for name, leaf in leaves
            if name.endswith(("type", "role", "kind", "typename", "rolename")) and (found := role_of(leaf)) in (CUSTOMER, AGENT, BOT)
        ),
        None,
    )
    for name in filter(None, called):
        if (told := own or role) is not None:
            people.roles.setdefault(folded(name), told)
        if named and name != named:
            people.names.setdefault(folded(name), decoded_once(named))


def role_by_name(name: str) -> Role | None:
    """Whether a field of this (folded) name has the name or the id of a customer or an agent; none for any other."""
    base = TAIL.sub("", name) or name
    if base in ASKED:
        return CUSTOMER
    role = (
        role_of(base)
        if base not in ("user", "users", "from", "in", "out", "company", "team", "service", "store", "us", "received")
        else None
    )
    return role if role in (CUSTOMER, AGENT) else None


def told_by_partner(people: People, speakers: Mapping[str, tuple[str, ...]]) -> dict[str, Role]:
    """Of those who speak in a chat, who is the customer: whom it is called after; or who isn't the account's owner.

    Args:
        speakers: each speaker's key and what else he is called.
    """
    for known, inside, outside in ((people.partners, CUSTOMER, AGENT), (people.own, AGENT, CUSTOMER)):
        found = {key for key, called in speakers.items() if any(folded(name) in known for name in called if name)}
        if len(found) == 1 and len(speakers) > 1:
            return {key: inside if key in found else outside for key in speakers}
    return {}
