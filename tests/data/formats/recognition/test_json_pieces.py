import json
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "beside",
    [
        {
            "links": {
                "messages": "https://api.shop.example/v1/c/{n}/messages",
                "participants": "https://api.shop.example/v1/c/{n}/participants",
            }
        },
        {"comments": "https://api.shop.example/issues/{n}/comments", "author": "https://api.shop.example/users/7"},
        {"messages": "/v2/apps/x/conversations/{n}/messages"},
        {"members": [{"id": "u{n}", "displayName": "Ines", "email": "ines@shop.example", "joined": "2026-03-01T09:00:00Z"}]},
    ],
)
@pytest.mark.parametrize("wrapper", ["conversations", "value"])
def test_what_lies_beside_the_messages_is_no_dialogue(wrapper: str, beside: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "messages.json").write_text(f"[{conversation(1)}, {conversation(2)}]")
    entries = [
        json.loads(
            json.dumps({"sid": f"CH{n}", "topic": f"The shop of {n} and others", "created": f"2026-03-0{n}T09:00:00Z", **beside}).replace(
                "{n}", str(n)
            )
        )
        for n in (1, 2)
    ]
    (tmp_path / "chats.json").write_text(json.dumps({"count": 2, wrapper: entries}))
    assert sum(isinstance(read, Read) for read in read_dialogues(tmp_path)) == 2
