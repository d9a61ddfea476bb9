"""Conversations as dialogues in a file; and which files they were exported to, so that an erasure can say where they stand still."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import IO

from bot.state import conversations as kept
from bot.state.ratings import ratings
from bot.state.redis.client import Client
from bot.workspace import Workspace, private_folder
from data.formats.reading.dialogues import to_json


async def write_dialogues(
    client: Client, lines: IO[str], ids: Sequence[str] | None = None, report: Callable[[int, int], None] = lambda done, total: None
) -> list[str]:
    """Writes conversations as dialogues with their ratings, a line each, and returns the ids of those that were written.

    Args:
        client: of the session state's Redis.
        lines: the file.
        ids: of the conversations; all if not given.
        report: is called after each with how many are done and how many there are.
    """
    wanted = [conversation async for conversation in kept.conversations(client)] if ids is None else ids
    written = []
    for number, conversation in enumerate(wanted, start=1):
        said, rated = await kept.messages(client, conversation), await ratings(client, conversation)
        if found := kept.dialogue(conversation, said, rated):
            lines.write(to_json(found) + "\n")
            written.append(conversation)
        report(number, len(wanted))
    return written


def note_export(to: Path, ids: Sequence[str]) -> None:
    """Notes that conversations, by their hashed ids, stand in a file now."""
    workspace = Workspace.current()
    private_folder(workspace.private)
    record = {"file": str(to.resolve()), "at": datetime.now(timezone.utc).isoformat(timespec="seconds"), "conversations": list(ids)}
    with workspace.exports.open("a", encoding="utf-8") as notes:
        notes.write(json.dumps(record) + "\n")


def exports_with(ids: Sequence[str]) -> list[tuple[Path, str]]:
    """The exported files that are there still and hold one of these conversations, by their hashed ids, with the time of each export."""
    file = Workspace.current().exports
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()] if file.is_file() else []
    wanted = set(ids)
    return [(Path(each["file"]), each["at"]) for each in records if wanted & {*each["conversations"]} and Path(each["file"]).is_file()]
