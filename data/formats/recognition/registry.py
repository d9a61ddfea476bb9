"""All formats, and which one a file is in: found by what stands in it first, by its name second. `--format` overrides.

Another format is a file in `desks/` and a line here; docs/formats.md shows one.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from data.errors import DataError
from data.formats.desks import (
    botpress,
    chatwoot,
    crisp,
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
    slack,
    tawk,
    telegram,
    wecom,
    whatsapp,
    zendesk,
)
from data.formats.raw_dialogues import RawDialogue

DEEPEST = 4


class JsonFormat(Protocol):
    """A format whose files hold JSON: a module of `desks/`."""

    NAME: str

    def recognises(self, value: Mapping[str, object], /) -> bool:
        """Whether an object is a conversation, or a message, of this format."""

    def dialogues(self, line: int, value: Mapping[str, object], /) -> Iterator[RawDialogue]:
        """The dialogues in an object, or pieces of them, each with the id that the desk gave it."""


# The first that recognises an object reads it, so that those with telling fields come first.
JSON_FORMATS: tuple[JsonFormat, ...] = (
    heed, rasa, wecom, chatwoot, intercom, zendesk, freshdesk, freshchat, crisp, botpress, tawk, livechat, meiqia, qiyu, telegram,
    plain_json,
)  # fmt: skip
TRANSCRIPT = "transcript"
OTHERS = (slack.NAME, whatsapp.NAME, mail.NAME, TRANSCRIPT, "table", "excel", "parquet")
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
    """The objects of a format inside a value: itself, or those in the lists of what wraps them (`{"data": [...]}`).

    An object that no format knows comes with none, if nothing in it is known either.
    """
    if isinstance(value, list):
        for entry in value:
            yield from unwrapped(entry, name, depth + 1)
        return
    if not isinstance(value, dict):
        return
    format = json_format_of(value, name)
    if format is not None and (format is not plain_json or not _has_known(value, name)):
        yield format, value
        return
    if depth < DEEPEST:
        inner = [
            entry
            for entry in value.values()
            if isinstance(entry, dict) or (isinstance(entry, list) and entry and isinstance(entry[0], dict))
        ]
        for entry in inner:
            if _has_known(entry, name, depth):
                yield from unwrapped(entry, name, depth + 1)
                return
        if format is None and len(rows := [entry for entry in inner if isinstance(entry, list)]) == 1 and len(value) <= 12:
            yield from ((None, entry) for entry in rows[0] if isinstance(entry, dict))
            return
    yield format, value


def _has_known(value: object, name: str, depth: int = 0) -> bool:
    """Whether an object of a desk's own format is inside."""
    if isinstance(value, list):
        return bool(value) and _has_known(value[0], name, depth + 1)
    if not isinstance(value, dict):
        return False
    if (format := json_format_of(value, name)) is not None and (depth > 0 or format is not plain_json):
        return True
    return depth < DEEPEST and any(_has_known(entry, name, depth + 1) for entry in value.values() if isinstance(entry, (dict, list)))
