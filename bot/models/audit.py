"""The audit log of models and reviews: `.heed/audit.jsonl`, a hash chain (`data.hash_chain`). It names ids and hashes, and quotes nobody.

What is noted: each promotion and rollback, with the SHA-256 of the model; each decision of a review, with the SHA-256 of its line; each
line that an erasure wrote anew. So a line of `models/history.jsonl` or `data/reviews.jsonl` that somebody changes, adds or takes out is
found, too.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.workspace import Workspace, private_folder
from data.hash_chain import BrokenChain, HashChain, Link

# Comes after the name of a log that was set aside.
BROKEN = ".broken-"
REVIEWS = "reviews.jsonl"
HISTORY = "history.jsonl"


def note(act: str, workspace: Workspace, **record: Any) -> Link:
    """Adds an act to the log; the first one is preceded by what was there before there was a log.

    A log whose end is damaged is set aside, where `broken` finds it, and a new one begins: a model must be taken back all the same.

    Raises:
        DataError: the log can't be written.
    """
    private_folder(workspace.private)
    if not workspace.model_audit.is_file():
        _begin(workspace)
    chain = HashChain(workspace.model_audit)
    try:
        [made] = chain.append({"act": act, **record})
    except BrokenChain:
        workspace.model_audit.rename(workspace.model_audit.with_name(f"{workspace.model_audit.name}{BROKEN}{time.time_ns():x}"))
        _begin(workspace)
        [made] = chain.append({"act": act, **record})
    return made


def broken(workspace: Workspace) -> list[Path]:
    """The logs that were set aside since their end was damaged."""
    return sorted(workspace.private.glob(f"{workspace.model_audit.name}{BROKEN}*"))


def _begin(workspace: Workspace) -> None:
    before = [file.name for file in broken(workspace)]
    record = {"act": "begin", "reviews": _reviews(workspace), "history": _lines(workspace.models / HISTORY), "broken": before}
    HashChain(workspace.model_audit).append(record)


def sha256_of(line: bytes) -> str:
    """The hash of a line, as it is noted."""
    return hashlib.sha256(line.strip()).hexdigest()


def verified(workspace: Workspace, noted: str = "") -> list[Link]:
    """All that was noted, after the chain was checked.

    Args:
        noted: the hash of a line, noted earlier, that must be among them.

    Raises:
        DataError: a line was changed, left out, added or moved.
    """
    return HashChain(workspace.model_audit).verify(noted)


def differences(workspace: Workspace, links: Sequence[Link]) -> Iterator[str]:
    """What stands otherwise in the reviews or in the models' history than it was noted, a sentence each."""
    expected, changes = _expected(links)
    there = _reviews(workspace)
    for name in expected:
        if name not in there:
            yield f"the decision {name} was taken out of {workspace.data / REVIEWS}"
        elif there[name] != expected[name]:
            yield f"the decision {name} in {workspace.data / REVIEWS} was changed"
    for name in there.keys() - expected.keys():
        yield f"the decision {name} in {workspace.data / REVIEWS} was never noted here: it was written by hand, or on another machine"
    history = _lines(workspace.models / HISTORY)
    if history != changes:
        place = next((place for place, pair in enumerate(zip(history, changes), start=1) if pair[0] != pair[1]), None)
        where = f"line {place}" if place else f"it holds {len(history)} lines, and {len(changes)} were noted"
        yield f"{workspace.models / HISTORY} is another than what was noted: {where}"


def _expected(links: Sequence[Link]) -> tuple[dict[str, str], list[str]]:
    """The hash of each decision's line, by its id, and of each line of the history, as they were noted last."""
    decisions: dict[str, str] = {}
    history: list[str] = []
    for record in (link.record for link in links):
        if record["act"] == "begin":
            decisions |= record["reviews"]
            history += record["history"]
        elif record["act"] in ("decide", "erase"):
            decisions[record["decision"]] = record["sha256"]
        elif record["act"] in ("promote", "rollback"):
            history.append(record["line"])
    return decisions, history


def _reviews(workspace: Workspace) -> dict[str, str]:
    """The hash of each line of the reviews, by the decision's id; a line that can't be read goes by its number."""
    file = workspace.data / REVIEWS
    lines = file.read_bytes().splitlines() if file.is_file() else []
    return {_id(line) or f"in line {number}": sha256_of(line) for number, line in enumerate(lines, start=1) if line.strip()}


def _lines(file: Path) -> list[str]:
    return [sha256_of(line) for line in file.read_bytes().splitlines() if line.strip()] if file.is_file() else []


def _id(line: bytes) -> str:
    try:
        record: Mapping[str, Any] = json.loads(line)
        return str(record["id"])
    except (ValueError, KeyError, TypeError):
        return ""
