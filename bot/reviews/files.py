"""Suggestions as they are kept, a JSON object a line: `.heed/suggestions.jsonl`. They quote customers, so only this user can read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from bot.reviews.records import Suggestion
from bot.workspace import Workspace, private_folder
from data.errors import DataError
from data.private_file import private_file

NAME = "suggestions.jsonl"


def suggestions_file(workspace: Workspace) -> Path:
    """Where a workspace keeps its suggestions."""
    return workspace.private / NAME


def write_suggestions(suggestions: Sequence[Suggestion], workspace: Workspace) -> Path:
    """Puts suggestions in place of those of before, and returns the file.

    Raises:
        HeedError: it can't be written.
    """
    private_folder(workspace.private)
    file = suggestions_file(workspace)
    with private_file(file) as lines:
        lines.writelines(msgspec.json.encode(suggestion).decode() + "\n" for suggestion in suggestions)
    return file


def read_suggestions(workspace: Workspace) -> list[Suggestion]:
    """The suggestions that `heed suggest` made last.

    Raises:
        DataError: there are none, or the file is damaged.
    """
    file = suggestions_file(workspace)
    if not file.is_file():
        raise DataError(f"{file} isn't there; `heed suggest` makes it from the logs")
    found: list[Suggestion] = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            found.append(msgspec.json.decode(line, type=Suggestion))
        except msgspec.MsgspecError as error:
            raise DataError(f"{file}:{number} is no suggestion ({error}); make them anew with `heed suggest`") from error
    return found
