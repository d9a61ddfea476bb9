import json
from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues


def test_what_is_no_request_the_program_said(tmp_path: Path) -> None:
    turns = [
        {"turnID": "1", "type": "launch", "payload": {}},
        {"turnID": "2", "type": "text", "payload": {"type": "text", "payload": {"message": "Hi, what is it?"}}},
        {"turnID": "3", "type": "request", "payload": {"type": "intent", "payload": {"query": "Is it open?", "intent": {"name": "hours"}}}},
        {"turnID": "4", "type": "speak", "payload": {"type": "message", "payload": {"message": "It is."}}},
        {"turnID": "5", "type": "request", "payload": {"type": "text", "payload": "Thanks"}},
    ]
    (tmp_path / "log.json").write_text(json.dumps([{"_id": "t", "sessionID": "s", "dialog": turns}]))
    [found] = [read for read in read_dialogues(tmp_path / "log.json") if isinstance(read, Read)]
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == [
        ("bot", "Hi, what is it?"), ("customer", "Is it open?"), ("bot", "It is."), ("customer", "Thanks"),
    ]  # fmt: skip
