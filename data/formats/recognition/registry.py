"""All formats, and which one a file is in: found by what stands in it first, by its name second. `--format` overrides.

Another format is a file in `desks/` and a line here; docs/formats.md shows one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from data.errors import DataError
from data.formats.desks import (
    botpress,
    chatwoot,
    completions,
    crisp,
    freescout,
    freshchat,
    freshdesk,
    heed,
    intercom,
    livechat,
    mail,
    meiqia,
    plain_json,
    qiyu,
    rasa,
    redmine,
    tawk,
    voiceflow,
    zendesk,
)
from data.formats.fields.field_names import rank
from data.formats.messengers import saved_mails, slack, subtitles, telegram, wecom, wecom_archive, whatsapp, whatsapp_cloud
from data.formats.pages import chat_page
from data.formats.raw_dialogues import RawDialogue
from data.formats.structure.lists import is_message
from data.formats.structure.rich_text import text_of_pieces

DEEPEST = 4
# Fields of an object that may hold all of a log as JSON in a text, and how such a text begins.
FEW = 6
PACKED = re.compile(r"\s{0,9}\[\s{0,9}\{\s{0,9}\"")
# Entries of a list that tell what it holds.
LOOKED_AT = 3


class JsonFormat(Protocol):
    """A format whose files hold JSON: a module of `desks/`."""

    NAME: str

    def recognises(self, value: Mapping[str, object], /) -> bool:
        """Whether an object is a conversation, or a message, of this format."""

    def dialogues(self, line: int, value: Mapping[str, object], /) -> Iterator[RawDialogue]:
        """The dialogues in an object, or pieces of them, each with the id that the desk gave it."""


# The first that recognises an object reads it, so that those with telling fields come first.
JSON_FORMATS: tuple[JsonFormat, ...] = (
    heed, rasa, wecom, wecom_archive, chatwoot, intercom, zendesk, freshdesk, freshchat, crisp, botpress, tawk, livechat, meiqia, qiyu,
    telegram, redmine, freescout, voiceflow, whatsapp_cloud, completions, plain_json,
)  # fmt: skip
TRANSCRIPT = "transcript"
XML = "xml"
DATABASE = "sqlite"
OTHERS = (
    slack.NAME, whatsapp.NAME, mail.NAME, subtitles.NAME, saved_mails.NAME, TRANSCRIPT, XML, "sql", DATABASE, chat_page.NAME,
    "table", "excel", "parquet",
)  # fmt: skip
NAMES = (*(format.NAME for format in JSON_FORMATS), *OTHERS)


def check_name(name: str) -> None:
    """Checks a format's name.

    Raises:
        DataError: there is none of this name.
    """
    if name and name not in NAMES:
        raise DataError(f"a format is one of {', '.join(sorted(NAMES))}. It was: {name}")


def json_format_of(value: Mapping[str, object], name: str = "") -> JsonFormat | None:
    """The format that reads an object; `name` asks for one."""
    return next((format for format in JSON_FORMATS if (not name or name == format.NAME) and format.recognises(value)), None)


def unwrapped(value: object, name: str = "", depth: int = 0) -> Iterator[tuple[JsonFormat | None, Mapping[str, object]]]:
    """The objects of a format inside a value: itself, or those in all lists of what wraps them (`{"data": [...]}`).

    An object that no format knows comes with none, if nothing in it is known either.
    """
    if isinstance(value, list):
        for entry in value:
            yield from unwrapped(entry, name, depth + 1)
        return
    if not isinstance(value, dict):
        return
    packed = [key for key, entry in value.items() if isinstance(entry, str) and PACKED.match(entry)] if len(value) <= FEW else []
    if packed and not any(rank(field, key) is not None for field in ("role", "speaker") for key in value):
        value = value | {key: _opened(value[key]) for key in packed if _may_hold(key, value)}
    format = json_format_of(value, name)
    inner = {key: entry for key, entry in value.items() if _may_wrap(entry)} if depth < DEEPEST else {}
    if format is not None and (format is not plain_json or not any(_knows(entry, name, of_a_desk=True) for entry in inner.values())):
        yield format, value
        return
    known = {key: entry for key, entry in inner.items() if _knows(entry, name)}
    for key, entry in known.items():
        # Conversations by their ids: each has none of its own.
        named = isinstance(entry, dict) and len(known) > 1 and "id" not in entry
        yield from unwrapped({"id": key, **entry} if named and isinstance(entry, dict) else entry, name, depth + 1)
    if known:
        return
    rows = [entry for entry in inner.values() if isinstance(entry, list)]
    # Of a message, a list holds its text in pieces, or what came with it: one that is called “value” is no message by what it has.
    bare = {key: entry for key, entry in value.items() if not (isinstance(entry, list) and _may_wrap(entry) and not text_of_pieces(entry))}
    if format is None and len(rows) == 1 and len(value) <= 12 and (is_message(rows[0][0]) or not is_message(bare)):
        yield from ((None, entry) for entry in rows[0] if isinstance(entry, dict))
        return
    yield format, value


def is_of_a_desk(value: object) -> bool:
    """Whether a value holds a conversation or a message in the format of a desk that is known."""
    return _knows(value, "", of_a_desk=True)


def _may_hold(key: str, value: Mapping[str, object]) -> bool:
    """Whether a text of an object may hold messages as JSON; what somebody wrote in a conversation is a message, whatever it looks like."""
    return rank("transcript", key) is not None or not any(rank("dialogue", each) is not None for each in value)


def _opened(entry: str) -> object:
    """A list of objects that stands in a text as JSON; the text if it is none."""
    try:
        return json.loads(entry)
    except (ValueError, RecursionError):
        return entry


def _may_wrap(entry: object) -> bool:
    return isinstance(entry, dict) or (isinstance(entry, list) and bool(entry) and isinstance(entry[0], dict))


def _knows(value: object, name: str, depth: int = 0, of_a_desk: bool = False) -> bool:
    """Whether an object of a format is inside; `of_a_desk` asks for one of a desk's own."""
    if isinstance(value, list):
        return any(_knows(entry, name, depth + 1, of_a_desk) for entry in value[:LOOKED_AT])
    if not isinstance(value, dict):
        return False
    format = json_format_of(value, name)
    if format is not None and not (of_a_desk and format is plain_json):
        return True
    return depth < DEEPEST and any(_knows(entry, name, depth + 1, of_a_desk) for entry in value.values() if isinstance(entry, (dict, list)))
