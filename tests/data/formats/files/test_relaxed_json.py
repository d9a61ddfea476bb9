"""JSON that isn't quite, and JSON behind what a program's log writes."""

import json
from pathlib import Path

import pytest

from data.formats.files.relaxed_json import relaxed
from data.formats.reading.dialogues import Read, read_dialogues

CONVERSATION = {
    "id": "T-1",
    "messages": [
        {"from": "customer", "body": "Is it safe, // or not?", "at": "2026-03-02T09:14:05Z"},
        {"from": "agent", "body": "It is: {sure}", "at": "2026-03-02T09:15:05Z"},
    ],
}
PLAIN = json.dumps(CONVERSATION)
FILES = {
    "commas": "[" + PLAIN.replace("}]}", "},],}") + ",]",
    "comments": "// exported\n[ /* one */ " + PLAIN.replace('"messages":', '"messages": // list\n') + "\n# end\n]",
    "names": "[" + PLAIN.replace('"id"', "id").replace('"messages"', "messages").replace('"from": "customer"', "from: 'customer'") + "]",
    "not a number": "[" + PLAIN[:-1] + ', "score": NaN, "wait": undefined}]',
    "a log": f"2026-04-01 10:00:00 INFO export[7]: {PLAIN}\n2026-04-01 10:00:01 INFO export[7]: {PLAIN.replace('T-1', 'T-2')}\n",
    "line ends in strings": f"[{PLAIN}, {PLAIN}]".replace("T-1", "T-2", 1).replace("or not?", "or not?\n"),
    "backslashes": "[" + PLAIN.replace('"id"', '"path": "C:\\data", "id"') + "]",
    "in a text": json.dumps({"status": 200, "body": f"[{PLAIN}]"}),
}


@pytest.mark.parametrize("name", FILES)
def test_its_conversations_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "export.json").write_text(FILES[name])
    found = [found.dialogue for found in read_dialogues(tmp_path / "export.json") if isinstance(found, Read)]
    said = [("customer", "Is it safe, // or not?"), ("agent", "It is: {sure}")]
    times = 2 if name in ("a log", "line ends in strings") else 1
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in found] == [said] * times
    assert {str(dialogue.date) for dialogue in found} == {"2026-03-02"}


def test_a_quotation_mark_in_single_quotes(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(
        "{ticket: 't', role: 'customer', text: 'I can\\'t log in'}\n{ticket: 't', role: 'agent', text: 'Reset it.'}\n"
    )
    [found] = [found.dialogue for found in read_dialogues(tmp_path / "log.jsonl") if isinstance(found, Read)]
    assert found.turns[0].text == "I can't log in"


@pytest.mark.parametrize("text", ["", "no: json", "{'a': ", "[1, 2", "hello {name: 'x'}"])
def test_what_is_no_json(text: str) -> None:
    assert relaxed(text) is None
