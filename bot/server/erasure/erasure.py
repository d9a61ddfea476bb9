"""Removes every trace of customers: from Redis and its files, from uploads, logs, indexes and reviews; and says what is left elsewhere."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.models.index_erasure import ErasedEntries, erase_from_indexes
from bot.reviews.erasing import erase_reviews
from bot.server.erasure.exports import exports_with
from bot.server.erasure.remains import Remains, holds_any, needles_of, remains_in
from bot.server.files.uploads import Files
from bot.state import conversations as kept
from bot.state.customers import with_brought
from bot.state.redis.client import Client
from bot.state.redis.rewriting import rewrite_files
from bot.workspace import Workspace
from data.errors import StateError
from data.formats.files.log_files import ENDINGS, ending, log_files
from data.formats.reading.identity import HASHED, hashed_id, load_key
from data.formats.reading.named_dialogues import NamedDialogues
from data.formats.storing.erasing import COLUMN, ErasedLines, erase_dialogues


@dataclass
class Erased:
    """What was removed, and what wasn't.

    Attributes:
        conversations: how many of those that were named had anything in Redis.
        uploads: how many files.
        dialogues: how many stood in the logs.
        questions: how many questions that led to their answers, in the indexes.
        decisions: how many decisions of reviews that spoke of them.
        unknown: what was named and was found nowhere.
        remains: files of the workspace, and exports elsewhere, that hold what was said still; they are the owner's to delete.
        problems: what could not be searched or written anew, a sentence each.
    """

    conversations: int = 0
    uploads: int = 0
    dialogues: int = 0
    questions: int = 0
    decisions: int = 0
    unknown: list[str] = field(default_factory=list)
    remains: list[Remains] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def dialogue_key() -> bytes | None:
    """The key of the workspace's hashed ids; none if no id was ever hashed."""
    file = Workspace.current().dialogue_key
    return load_key(file) if file.is_file() else None


async def erase(
    client: Client,
    given: Sequence[str],
    logs: Path,
    files: Files | None = None,
    column: str = COLUMN,
    live: bool = True,
) -> Erased:
    """Removes conversations, and the dialogues that were made of them. It can't be undone; broken off, it may be done again.

    Whatever was named, Redis' files are rewritten and indexes are looked through: an erasure that was broken off is brought to its end.

    Args:
        client: of the session state's Redis.
        given: ids of conversations or dialogues, as the desk knows them or as they are kept.
        logs: a log or a folder of logs; there need be none.
        files: where uploads are kept, the usual place if not given.
        column: of logs that are tables, where the rows name their dialogue.
        live: whether conversations that are kept now are erased, too, and those that their customers brought along; not where a customer
            deleted one and went on with another of the same id.

    Raises:
        StateError: Redis' files could not be written anew.
        redis.RedisError, OSError: Redis can't be reached, or a file can't be written.
        DataError: a log can't be read.
    """
    key = dialogue_key()
    given = await with_brought(client, given) if live else given
    named = NamedDialogues(given, key)
    found: set[str] = set()
    said: list[str] = []
    erased = Erased()
    for conversation, name in await live_conversations(client, named.given, key) if live else ():
        said += await kept.words_of_customer(client, conversation)
        uploads = await asyncio.to_thread((files or Files()).erase, conversation)
        there = bool(await kept.erase(client, conversation))
        uploads += await asyncio.to_thread((files or Files()).erase, conversation)  # what was on its way until then
        erased.uploads, erased.conversations = erased.uploads + uploads, erased.conversations + there
        found |= {name} if there or uploads else set()
    erased.problems += await rewrite_files(client)
    lines, entries = await asyncio.to_thread(_erase_files, logs, named, column, erased)
    erased.dialogues, erased.questions = sum(each.dialogues for each in lines), entries.questions
    erased.unknown = [name for name in named.given if name not in found.union(entries.found, *(each.found for each in lines))]
    said += [*entries.said, *(text for each in lines for line in each.lines for text in _said(line))]
    erased.decisions = await asyncio.to_thread(erase_reviews, Workspace.current(), named, said)
    await asyncio.to_thread(_look_around, named, said, logs, erased)
    return erased


async def live_conversations(client: Client, given: Iterable[str], key: bytes | None) -> list[tuple[str, str]]:
    """Conversations that may be in Redis, each with the id that was given for it: by itself, or by its hash as a dialogue."""
    raw = [(name, name) for name in given if not HASHED.fullmatch(name)]
    hashed = {name for name in given if HASHED.fullmatch(name)}
    if not hashed or key is None:
        return raw
    ids = [conversation async for conversation in kept.conversations(client)]
    return raw + [(conversation, hashed_id(conversation, key)) for conversation in ids if hashed_id(conversation, key) in hashed]


def _erase_files(logs: Path, named: NamedDialogues, column: str, erased: Erased) -> tuple[list[ErasedLines], ErasedEntries]:
    found = {file: erase_dialogues(file, named, column) for file in (log_files(logs) if logs.exists() else [])}
    for file in (file for file, each in found.items() if not each.searched):
        erased.problems.append(f"{file} was not searched: it has no column {column!r}; name the one with the ids by --column")
    entries = erase_from_indexes(Workspace.current().indexes, named)
    erased.problems += entries.problems
    return list(found.values()), entries


def _look_around(named: NamedDialogues, said: list[str], logs: Path, erased: Erased) -> None:
    """Removes what a broken-off import or a training's cache holds of the words, and lists what else does."""
    workspace = Workspace.current()
    needles = needles_of((name for name in named.ids if named.of(name) not in erased.unknown), said)
    for left in logs.rglob("*.tmp") if logs.is_dir() else ():
        if ending(left.with_suffix("")) in ENDINGS and holds_any(left, needles):
            left.unlink()
    cache = workspace.root / ".rasa" / "cache"
    if cache.is_dir() and remains_in(cache, needles):
        shutil.rmtree(cache)
    exports = [Remains(file, at) for file, at in exports_with(named.ids)]
    known = {workspace.exports.resolve(), *(each.file.resolve() for each in exports)}
    # Redis' own files are checked for the words only: a stream drops the ids in it by the hundred, when none of these is in use any more.
    if held := [str(each.file) for each in remains_in(workspace.redis, needles_of((), said))]:
        raise StateError(f"after Redis wrote its files anew, these hold what was erased still: {', '.join(held)}; erase again")
    others = remains_in(workspace.root, needles, passed_over=workspace.redis)
    erased.remains = [*exports, *(each for each in others if each.file.resolve() not in known)]


def _said(line: str) -> list[str]:
    """What the customer said in a line of a log; of a table's row, all of it."""
    try:
        turns = json.loads(line)["turns"]
        return [str(turn.get("text", "")) for turn in turns if isinstance(turn, dict)]
    except (ValueError, KeyError, TypeError):
        return [line]
