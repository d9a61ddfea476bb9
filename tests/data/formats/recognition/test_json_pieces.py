import json
from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues


def conversation(number: int) -> str:
    said = (("customer", f"Is shop {number} open?"), ("agent", f"Shop {number} is."))
    messages = [{"role": role, "text": text, "time": f"2026-03-02T09:{number}{at}:00Z"} for at, (role, text) in enumerate(said)]
    return json.dumps({"id": number, "messages": messages}, indent=1)


def test_what_is_left_of_two_broken_conversations_is_kept_apart(tmp_path: Path) -> None:
    broken = [conversation(number).replace(f'"id": {number},', f'"id" {number},') for number in (2, 3)]
    (tmp_path / "log.json").write_text("[" + ",\n".join([conversation(1), *broken, conversation(4)]) + "]")
    found = [[turn.text for turn in read.dialogue.turns] for read in read_dialogues(tmp_path / "log.json") if isinstance(read, Read)]
    assert sorted(found) == [[f"Is shop {number} open?", f"Shop {number} is."] for number in (1, 2, 3, 4)]


def test_json_that_was_written_down_twice(tmp_path: Path) -> None:
    (tmp_path / "log.json").write_text(json.dumps(f"[{conversation(1)}, {conversation(2)}]"))
    assert sum(isinstance(read, Read) for read in read_dialogues(tmp_path / "log.json")) == 2
