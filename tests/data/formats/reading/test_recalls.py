"""Messages that a log numbers: the same one twice, and one that was taken back."""

import json
from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues


def said(file: Path) -> list[str]:
    return [turn.text for read in read_dialogues(file) if isinstance(read, Read) for turn in read.dialogue.turns]


def test_one_message_with_its_id_twice_is_one(tmp_path: Path) -> None:
    rows = [
        ("m1", "Ana", "It leaks."),
        ("m1", "Ana", "It leaks."),
        ("m2", "agent", "Turn the valve."),
        ("m3", "Ana", "ok"),
        ("m4", "Ana", "ok"),
    ]
    lines = (
        json.dumps({"sid": id_, "conversation_sid": "c1", "author": who, "body": text, "date_created": "2024-05-01T10:00:00Z"})
        for id_, who, text in rows
    )
    (tmp_path / "log.jsonl").write_text("\n".join(lines))
    assert said(tmp_path / "log.jsonl") == ["It leaks.", "Turn the valve.", "ok", "ok"]


def test_what_was_taken_back_isnt_read(tmp_path: Path) -> None:
    def event(id_: str, sender: str, minute: int, **more: object) -> dict[str, object]:
        at = 1_700_000_000_000 + 60_000 * minute
        return {"event_id": id_, "room_id": "!r", "sender": sender, "origin_server_ts": at, "type": "m.room.message", **more}

    events = [
        event("$1", "@ana:a", 0, content={"body": "Is the tent waterproof?"}),
        event("$2", "@desk:b", 1, content={"body": "All orders are free this week."}),
        event("$3", "@desk:b", 2, type="m.room.redaction", redacts="$2", content={}),
        event("$4", "@desk:b", 3, content={"body": "Yes, up to 3,000 mm."}),
    ]
    (tmp_path / "room.json").write_text(json.dumps({"room_id": "!r", "messages": events}))
    assert said(tmp_path / "room.json") == ["Is the tent waterproof?", "Yes, up to 3,000 mm."]
