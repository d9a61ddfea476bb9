"""What an import would do, without doing it: what was recognised, how roles and dates are read, the first dialogues, redacted."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.fields.role_words import role_of
from data.formats.files.sources import DAMAGE, PassedOver
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import Message, RawDialogue
from data.formats.reading.gathering import SWAPPED, Gathered
from data.formats.reading.redacting import Context, redacted_dialogues
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.recognition import recognised
from data.records import AGENT, CUSTOMER, ROLES, Dialogue
from data.redaction.patterns import redact

SHOWN = 3
# Pieces of a log that are looked at.
LOOKED_AT = 5_000
MOST_BAD = 100


@dataclass
class Preview:
    """What is known of logs before they are imported.

    Attributes:
        dialogues: the first ones.
        roles: each role with the log's words, or how many people, it is read from.
        dates: how dates are read, if that isn't plain.
        unsure: what was guessed, and the option that says it.
    """

    logs: list[Recognised] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    dialogues: list[Dialogue] = field(default_factory=list)
    roles: dict[str, list[str]] = field(default_factory=dict)
    dates: str = ""
    unsure: list[str] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def preview(path: Path, format: LogFormat, key: bytes | None = None, without: Collection[Path] = ()) -> Preview:
    """Looks at the begin of each log.

    Raises:
        DataError: a file can't be read.
    """
    found = Preview()
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for log in recognised(path, format, without):
        if isinstance(log, PassedOver):
            found.passed_over.append(log)
            continue
        found.logs.append(log)
        if len(found.logs) <= SHOWN or len(found.dialogues) < SHOWN:
            _look(log, format, key, found, roles)
        found.unsure += [f"{each} of {log.name} was guessed; --column or --role says it" for each in log.unsure]
    found.roles = {role: list(words) for role, words in roles.items()}
    return found


def _look(log: Recognised, format: LogFormat, key: bytes | None, found: Preview, roles: dict[str, dict[str, None]]) -> None:
    first = replace(log, pieces=lambda: islice(log.pieces(), LOOKED_AT), contacts=None)
    gathered = Gathered(first, format)
    try:
        found.bad += islice(gathered.read(), MOST_BAD)
        context = Context(gathered.day_first, gathered.newest_first, gathered.own_contacts)
        guessed = False
        for raw in gathered.dialogues():
            if isinstance(raw, BadRow):
                continue
            guessed = guessed or _note_roles(raw, format, roles)
            if len(found.dialogues) < SHOWN:
                for entry in redacted_dialogues(log.path, raw, context, key):
                    if isinstance(entry, BadRow):
                        found.bad.append(entry)
                    elif len(found.dialogues) < SHOWN:
                        found.dialogues.append(entry.dialogue)
        for word, role in gathered.speakers.words_read.items():
            roles[role].pop("as the format says", None)
            roles[role][repr(word)] = None
        if gathered.sides_swapped:
            found.unsure.append(f"who answers in {log.name}: {SWAPPED}")
        if not gathered.sure_of_dates:
            order = "day first" if gathered.day_first else "month first"
            found.dates = f"Dates of {log.name} are read with the {order}."
            found.unsure.append(f"the order of day and month in {log.name}; --dates day-first or month-first says it")
        if guessed:
            found.unsure.append(f"who answers in {log.name}; --agent NAME says it")
    except DAMAGE as error:
        raise DataError(f"{log.name} can't be read: {error}") from error
    finally:
        gathered.close()


def _note_roles(raw: RawDialogue, format: LogFormat, roles: dict[str, dict[str, None]]) -> bool:
    """Notes who has which role; returns whether any was guessed by how often they speak."""
    guessed = False
    for message in raw.messages:
        told_by_name = message.role in (CUSTOMER, AGENT) and message.speaker and not format.mapped(message.speaker)
        roles[message.role][_shown(message)] = None
        guessed = guessed or bool(told_by_name and message.guessed)
    return guessed


def _shown(message: Message) -> str:
    if message.role == AGENT and message.speaker and not role_of(message.speaker):
        return redact(message.speaker).text
    return "as the format says" if message.role in ROLES else "left out"
