"""Conversations of desks that no format knows by name: who said what, in which order, on which day, in which conversation."""

import json
from pathlib import Path

import pytest

from data.formats.bad_rows import BadRow
from data.formats.reading.dialogues import Read, read_dialogues
from tests.support.other_exports import CONVERSATIONS, EXPORTS

UNDATED = ("abcd",)


def read(file: Path) -> list[Read]:
    return [found for found in read_dialogues(file) if isinstance(found, Read)]


@pytest.mark.parametrize("tool", EXPORTS)
def test_an_export_is_told_by_how_it_is_built(tool: str, tmp_path: Path) -> None:
    value, roles = EXPORTS[tool]
    (tmp_path / "export.json").write_text(json.dumps(value))
    dialogues = sorted((found.dialogue for found in read(tmp_path / "export.json")), key=lambda dialogue: str(dialogue.turns[0].text))
    expected = [[(role, text) for role, text, _ in said if role in roles] for _, said in CONVERSATIONS]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in dialogues] == sorted(expected, key=lambda said: said[0][1])
    if tool not in UNDATED:
        assert sorted(str(dialogue.date) for dialogue in dialogues) == ["2026-03-02", "2026-03-03"]


@pytest.mark.parametrize(
    "value",
    [
        [{"user": {"id": 1, "name": "Ines", "description": "asks very often", "created_at": "2026-03-02T09:14:05Z"}}],
        {"report": "daily", "rows": [{"agent": "Tomas", "chats": 20}, {"agent": "Lene", "chats": 22}]},
        [
            {"id": id, "subject": "The bench is wet again", "status": "open", "assignee": {"name": "T"}, "created_at": "2026-03-02"}
            for id in range(4)
        ],
        {"folders": [{"articles": [{"title": "Oak", "description": "Oil it once a year", "user_id": 4, "created_at": "2026-03-02"}]}]},
    ],
    ids=["people", "figures", "tickets", "articles"],
)
def test_objects_that_are_no_messages_are_refused(value: object, tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text(json.dumps(value))
    (tmp_path / "log.jsonl").write_text('{"id": "1", "turns": [{"role": "customer", "text": "Hi?"}]}')
    refused = [str(found) for found in read_dialogues(tmp_path) if isinstance(found, BadRow)]
    assert len(read(tmp_path)) == 1
    assert "without messages" in "".join(refused)
