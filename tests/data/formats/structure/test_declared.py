"""Calls whose messages name a channel that a list beside them explains."""

import json
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

SAID = [(0, "Please say why you call."), (1, "Why is the oak bench wet?"), (2, "Please oil it once a year."), (1, "I will do that.")]
ROLES = ["bot", "customer", "agent", "customer"]


@pytest.mark.parametrize(
    ("channels", "field"),
    [
        ([{"no": 0, "kind": "ivr"}, {"no": 1, "kind": "external"}, {"no": 2, "kind": "extension", "name": "Desk 4"}], "ch"),
        ([{"channel": 2, "role": "agent"}, {"channel": 0, "role": "bot"}, {"channel": 1, "role": "caller"}], "channel"),
        ([{"track": 0, "party": "IVR"}, {"track": 1, "party": "Trunk"}, {"track": 2, "party": "Internal"}], "track_no"),
    ],
)
def test_who_speaks_is_told_by_the_list_of_channels(channels: list[dict[str, object]], field: str, tmp_path: Path) -> None:
    segments = [{field: number, "from": f"{place}.2", "to": f"{place}.9", "text": text} for place, (number, text) in enumerate(SAID)]
    calls = [{"id": f"call-{id_}", "started": "2026-03-02T09:14:00Z", "channels": channels, "transcript": segments} for id_ in (1, 2)]
    (tmp_path / "calls.json").write_text(json.dumps(calls))
    dialogues = [read.dialogue for read in read_dialogues(tmp_path / "calls.json") if isinstance(read, Read)]
    told = list(zip(ROLES, (text for _, text in SAID)))
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in dialogues] == [told, told]
