"""Files of people beside logs of objects, as desks give them out: `users.json` says who they are whose ids the messages have, or
`chats.json` whose chats they are.
"""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import STRONGEST, role_of
from data.formats.files.encodings import SAMPLE, encoding_of, lines_of
from data.formats.files.json_values import json_values
from data.formats.files.sources import DAMAGE, Source
from data.formats.raw_dialogues import LEFT_OUT, RawDialogue, mappings, text_of
from data.formats.structure.flattening import Leaf, flat
from data.formats.structure.lists import lists_in
from data.formats.structure.paths import last
from data.formats.structure.people import role_by_name
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM, Role

ENDINGS = (".json", ".jsonl", ".ndjson")
NAMED = re.compile(
    r"(?:end_?)?(?:users?|agents?|people|persons?|contacts?|customers?|members?|operators?|staff|participants?|teammates?|employees?|admins?"
    r"|requesters?|visitors?)(?:[_-]?list)?(?:[_-]?\d{1,20})?"
)
# A list of people among an object's fields.
LISTED = re.compile(
    rb"\"(?:end_?)?(?:users|agents|people|persons|contacts|customers|members|operators|staff|participants|teammates|employees|admins"
    rb"|requesters|visitors)\"\s{0,9}:\s{0,9}\["
)
# Bytes of such a file that are read, and its people; messages of a log that are looked at.
LARGEST, MOST_PEOPLE, LOOKED_AT = 64 << 20, 500_000, 300
# What people are called besides.
NAMES, ADDRESSES = ("name", "displayname", "fullname"), ("email", "emailaddress", "address")
# Of one who is a member of a conversation, an id of the membership may stand beside his own.
IDS = (("id", "_id", "uid", "uuid"), ("userid", "agentid", "contactid", "customerid", "participantid", "identity", "accountid"))
# Of a hundred messages, how many are by somebody in the file.
KNOWN = 80
Pieces = Callable[[], Iterator[RawDialogue | BadRow]]


@dataclass(frozen=True)
class PeopleFile:
    """A file of people: its name, what those in it are called with their roles, and whether it holds messages, too: then it says nothing
    of others.
    """

    name: str
    roles: frozenset[tuple[str, Role]]
    own: bool = False

    def is_beside(self, name: str) -> bool:
        """Whether another file lies beside it, or in a folder beside it."""
        return name == self.name if self.own else PurePosixPath(self.name).parent in PurePosixPath(name).parents


def people_files(sources: Sequence[Source]) -> list[PeopleFile]:
    """Those of the files that are called after people and say who is who, and those that hold people beside or in their conversations."""
    found = []
    for source in (each for each in sources if each.suffix in ENDINGS):
        stem = PurePosixPath(source.name).name.partition(".")[0]
        own = len(sources) == 1 or not NAMED.fullmatch(stem.casefold())
        try:
            head = source.head(LARGEST) if not own or _is_one_object(source.head(SAMPLE)) else b""
        except DataError:
            continue  # a damaged file: who reads it as a log says what is wrong
        values = _objects(head) if not own or LISTED.search(head) else []
        if roles := _roles(values, "" if own else stem):
            found.append(PeopleFile(source.name, roles, own))
        elif own and (roles := _of_lists(_beside_messages(values))):
            found.append(PeopleFile(source.name, roles))
    return found


def _is_one_object(head: bytes) -> bool:
    """Whether a file begins as one object, and not with one in its first line and another in the next."""
    first, _, rest = head.lstrip().partition(b"\n")
    return first[:1] == b"{" and not (first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{")


def _roles(values: Sequence[Mapping[str, object]], stem: str) -> frozenset[tuple[str, Role]]:
    """The people in a file's objects, as they are called, with their roles; `stem` is the name of a file of nothing else."""
    if len(values) > 1:
        return _of_lists([(stem, values)] if stem else [])
    lists = [(key, mappings(entry)) for value in values for key, entry in _lists_in(value)]
    # Beside conversations, a list that isn't called after people holds those.
    return _of_lists([(key, people) for key, people in lists if stem or NAMED.fullmatch(key.casefold())])


def _beside_messages(values: Sequence[Mapping[str, object]]) -> list[tuple[str, list[Mapping[str, object]]]]:
    """The lists of people in conversations whose messages stand in other files; none if any has messages of its own."""
    conversations = [each for value in values for _, entry in _lists_in(value) for each in mappings(entry)[:MOST_PEOPLE]]
    if any(map(lists_in, conversations[:LOOKED_AT])):
        return []
    inner = [(key, mappings(entry)) for each in conversations for key, entry in each.items()]
    return [(key, people) for key, people in inner if people and NAMED.fullmatch(key.casefold())]


def _of_lists(lists: Sequence[tuple[str, Sequence[Mapping[str, object]]]]) -> frozenset[tuple[str, Role]]:
    """The people in lists with these names, as they are called, with their roles."""
    roles: set[tuple[str, Role]] = set()
    for name, people in lists:
        for person in people[:MOST_PEOPLE]:
            row = flat(person)
            called = (next((found for field in some if (found := text_of(row.get(field)))), "") for some in (*IDS, NAMES, ADDRESSES))
            role = _role(row, person) or role_by_name(folded_name(name))
            roles |= {(each, role) for each in called if each and role is not None}
    return frozenset(roles)


def _objects(head: bytes) -> list[Mapping[str, object]]:
    """The objects in a file's bytes; what is one whole value is read in one go, since it may be large."""
    try:
        whole = json.loads(head)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict):
        return [whole]
    return [value.value for value in json_values(lines_of(io.BytesIO(head), encoding_of(head))) if isinstance(value.value, dict)]


def _lists_in(value: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The fields of an object, and of an object that wraps them (`{"data": {…}}`)."""
    for key, entry in value.items():
        yield from entry.items() if isinstance(entry, dict) and len(value) == 1 else ((key, entry),)


def _role(person: Mapping[str, Leaf], whole: Mapping[str, object]) -> Role | None:
    """What somebody is by a word for it, “end-user”, or by a flag, `is_agent`; of several, `"roles": ["user", "agent"]`, the strongest says
    it: each account may be a user.
    """
    for path, leaf in person.items():
        if last(path).endswith(("role", "type", "kind", "rolename")) and (role := role_of(str(leaf))) in (CUSTOMER, AGENT, BOT):
            return role
    several = next((entry for key, entry in whole.items() if folded_name(key) == "roles" and isinstance(entry, list)), [])
    read = {role_of(str(word)) for word in several}
    if (role := next((role for role in STRONGEST if role in read & {CUSTOMER, AGENT, BOT}), None)) is not None:
        return role
    flags = (role_of(path.removeprefix("is")) for path, leaf in person.items() if leaf is True and path.startswith("is"))
    return next((role for role in flags if role in (CUSTOMER, AGENT, BOT)), None)


def roles_by_people(name: str, pieces: Pieces, files: Sequence[PeopleFile]) -> dict[str, str]:
    """The roles of those who speak in a log, by the files of people beside it; none if the log says them itself, or names others.

    Args:
        name: of the log.
        pieces: its dialogues.
        files: all files of people.
    """
    told_of: dict[str, set[Role]] = {}
    for file in files:
        for id_, role in file.roles if file.is_beside(name) else ():
            told_of.setdefault(id_, set()).add(role)
    # Files that each count their people from 1 mean others by the same id: such an id tells nobody.
    roles: dict[str, str] = {id_: role for id_, (role, *others) in told_of.items() if not others}
    if not roles:
        return {}
    try:
        some = [piece for piece in islice(pieces(), LOOKED_AT) if isinstance(piece, RawDialogue)]
    except (DataError, *DAMAGE):
        return {}  # a damaged log: who reads it to its end says what is wrong
    said = [message for piece in some for message in piece.messages if message.role not in (*LEFT_OUT, NOTE, SYSTEM)]
    sides = [roles[message.speaker] for message in said if message.speaker in roles]
    told = any(message.role in (CUSTOMER, AGENT) for message in said)
    if told or not said or len(sides) * 100 < KNOWN * len(said):
        return {}
    one_side = len(sides) == len(said) and len(set(sides)) == 1  # both are owners of a chat, say
    return {} if one_side else roles
