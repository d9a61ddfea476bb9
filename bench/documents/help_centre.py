"""The help centre beside this file, in the index of the served model, and the questions over it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bot.decisions.questions import Part, Question
from bot.models.indexes import served_index
from bot.models.publishing import Published, publish
from bot.workspace import Workspace
from data.documents.importing import ImportedDocuments, import_documents
from data.documents.kinds import document_files

HERE = Path(__file__).parent.resolve()
PAGES = HERE / "help-centre"


class Asked(NamedTuple):
    """A question over the help centre.

    Attributes:
        question: with the section that answers it, as the only right outcome.
        fact: what the section says to it, in a figure or a few words; any of them. Empty where nobody has written it down.
    """

    question: Question
    fact: tuple[str, ...]


def read_asked(name: str) -> list[Asked]:
    """The questions of one of the files beside this one: `questions`, `fresh`, `development`, `validation` or `further`."""
    return [
        Asked(
            Question(row["text"], (Part.of("passage", dialogues=[row["section"]]),), row["lang"], name),
            tuple(row.get("fact", ())),
        )
        for row in rows_of(name)
    ]


def near_misses() -> list[Question]:
    """The questions of `near_misses.jsonl`: a page speaks of something near to each, and neither a page nor a template answers it."""
    return [Question(row["text"], (Part.of("hand_over"),), row["lang"], "near misses") for row in rows_of("near_misses")]


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of one of the JSONL files beside this one."""
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@contextmanager
def help_centre(root: Path) -> Iterator[tuple[ImportedDocuments, Published]]:
    """Works in a copy of a workspace whose index has been brought up to the help centre, as `heed import` and `heed index add` do.

    Args:
        root: the workspace; it is left as it is.
    """
    with tempfile.TemporaryDirectory() as folder:
        _copy(root, Path(folder))
        os.chdir(folder)
        try:
            imported = import_documents(PAGES, document_files(PAGES), Workspace().documents)
            with served_index() as place:
                published = publish(place)
            yield imported, published
        finally:
            os.chdir(root)


def _copy(root: Path, folder: Path) -> None:
    """A workspace with the same data and model, whose index and documents are its own."""
    for name in ("config.yml", "endpoints.yml", "credentials.yml", "domain"):
        (folder / name).symlink_to(root / name)
    (folder / "data").mkdir()
    for file in (root / "data").iterdir():
        if file.name != Workspace().documents.name:
            (folder / "data" / file.name).symlink_to(file)
    shutil.copytree(root / "models", folder / "models", symlinks=True)
