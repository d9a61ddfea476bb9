"""Slack: a workspace's export, a zip or a folder with a file a day in a folder a channel. A thread is a dialogue; in a channel
without threads a day is. `users.json` says who is a bot; who asked is the customer, who else speaks answers.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from data.errors import DataError
from data.formats.files.sources import Source
from data.formats.raw_dialogues import ATTACHMENT, DELETED, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import BOT, SYSTEM

NAME = "slack"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json$")
BOTS = frozenset({"bot_message", "bot_add", "bot_remove"})
SAID = frozenset({"", "bot_message", "thread_broadcast", "file_share", "me_message", "file_comment"})
# A `<` inside is written &lt;, so another one begins anew.
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^<>]*))?>")
LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]+)(?:\|([^<>]*))?>")
CHANNEL = re.compile(r"<[#!][^<>|]*(?:\|([^<>]*))?>")


def recognises_names(names: Sequence[str]) -> bool:
    """Whether files that lie together are an export of Slack."""
    last = {PurePosixPath(name).name for name in names}
    return "users.json" in last and any(DAY.search(name) for name in names)


def export(sources: Sequence[Source]) -> Iterator[RawDialogue]:
    """The dialogues, in pieces of a message each.

    Raises:
        DataError: a file is no JSON.
    """
    people = {
        text_of(user.get("id")): user for source in sources if PurePosixPath(source.name).name == "users.json" for user in _read(source)
    }
    for source in sources:
        if DAY.search(source.name):
            channel = PurePosixPath(source.name).parent.name
            for position, message in enumerate(_read(source), start=1):
                yield _piece(position, message, channel, people)


def _piece(position: int, message: Mapping[str, object], channel: str, people: Mapping[str, Mapping[str, object]]) -> RawDialogue:
    kind = text_of(message.get("subtype"))
    stamp = text_of(message.get("ts"))
    thread = text_of(message.get("thread_ts"))
    user = people.get(text_of(message.get("user")), {})
    text = _shown(text_of(message.get("text")), people)
    role = ""
    if kind == "tombstone" or message.get("hidden") is True:
        role = DELETED
    elif kind not in SAID or message.get("type") != "message":
        role = SYSTEM
    elif kind in BOTS or message.get("bot_id") or user.get("is_bot") is True:
        role = BOT
    elif not text:
        role = ATTACHMENT
    name = text_of(user.get("real_name")) or text_of(mapping(message.get("user_profile")).get("real_name")) or text_of(user.get("name"))
    said = Message(position, role, text, time_of(stamp), name or text_of(message.get("user")), bool(name))
    day = stamp.partition(".")[0]
    return RawDialogue(position, f"{channel}/{thread or (f'day-{int(day) // 86400}' if day.isdigit() else '')}", [said])


def _shown(text: str, people: Mapping[str, Mapping[str, object]]) -> str:
    """Slack's marks as what a reader sees; people who are mentioned by their names, which are then taken out."""
    if "<" not in text:
        return text
    text = MENTION.sub(lambda match: "@" + (match[2] or text_of(people.get(match[1], {}).get("real_name")) or "someone"), text)
    return CHANNEL.sub(lambda match: match[1] or "", LINK.sub(lambda match: match[2] or match[1], text))


def _read(source: Source) -> list[Mapping[str, object]]:
    try:
        with source.opened() as stream:
            return mappings(json.loads(stream.read()))
    except (OSError, ValueError, RecursionError, RuntimeError) as error:
        raise DataError(f"{source.name} is no JSON: {error}") from error
