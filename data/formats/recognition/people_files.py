"""Files of people beside logs of objects, as desks give them out: `users.json` says who they are whose ids the messages have."""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import role_of
from data.formats.files.encodings import encoding_of, lines_of
from data.formats.files.json_values import json_values
from data.formats.files.sources import Source
from data.formats.raw_dialogues import LEFT_OUT, RawDialogue, mappings, text_of
from data.formats.structure.flattening import Leaf, flat
from data.formats.structure.paths import last
from data.formats.structure.people import role_by_name
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM, Role

ENDINGS = (".json", ".jsonl", ".ndjson")
NAMED = re.compile(
    r"(?:end_?)?(?:users?|agents?|people|persons?|contacts?|customers?|members?|operators?|staff|participants?|teammates?|employees?|admins?"
    r"|requesters?|visitors?)(?:[_-]?list)?(?:[_-]?\d{1,20})?"
)
# Bytes of such a file that are read, and its people; messages of a log that are looked at.
LARGEST, MOST_PEOPLE, LOOKED_AT = 64 << 20, 500_000, 300
IDS = ("id", "_id", "userid", "uid", "uuid", "agentid", "contactid", "customerid", "accountid")
# Of a hundred messages, how many are by somebody in the file.
KNOWN = 80
Pieces = Callable[[], Iterator[RawDialogue | BadRow]]


@dataclass(frozen=True)
class PeopleFile:
    """A file of people: its name, and the ids and roles of those in it."""

    name: str
    roles: frozenset[tuple[str, Role]]

    def is_beside(self, name: str) -> bool:
        """Whether another file lies beside it, or in a folder beside it."""
        return PurePosixPath(self.name).parent in PurePosixPath(name).parents


def people_files(sources: Sequence[Source]) -> list[PeopleFile]:
    """Those of the files that are called after people and say who is who."""
    found = []
    for source in sources:
        stem = PurePosixPath(source.name).name.partition(".")[0]
        if source.suffix in ENDINGS and len(sources) > 1 and NAMED.fullmatch(stem.casefold()) and (roles := _roles(source, stem)):
            found.append(PeopleFile(source.name, roles))
    return found


def _roles(source: Source, stem: str) -> frozenset[tuple[str, Role]]:
    head = source.head(LARGEST)
    values = [value.value for value in json_values(lines_of(io.BytesIO(head), encoding_of(head))) if isinstance(value.value, dict)]
    lists = [(stem, values)] if len(values) > 1 else [(key, mappings(entry)) for value in values for key, entry in value.items()]
    roles: set[tuple[str, Role]] = set()
    for name, people in lists:
        for person in people[:MOST_PEOPLE]:
            row = flat(person)
            id_ = next((found for field in IDS if (found := text_of(row.get(field)))), "")
            role = _role(row) or role_by_name(folded_name(name))
            if id_ and role is not None:
                roles.add((id_, role))
    return frozenset(roles)


def _role(person: Mapping[str, Leaf]) -> Role | None:
    """What somebody is by a word for it, “end-user”, or by a flag, `is_agent`."""
    for path, leaf in person.items():
        if last(path).endswith(("role", "type", "kind", "rolename")) and (role := role_of(str(leaf))) in (CUSTOMER, AGENT, BOT):
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
    except (DataError, OSError, EOFError):
        return {}  # a damaged log: who reads it to its end says what is wrong
    said = [message for piece in some for message in piece.messages if message.role not in (*LEFT_OUT, NOTE, SYSTEM)]
    known = sum(message.speaker in roles for message in said)
    told = any(message.role in (CUSTOMER, AGENT) for message in said)
    return {} if told or not said or known * 100 < KNOWN * len(said) else roles
