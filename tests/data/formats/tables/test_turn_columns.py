"""Tables with a column for each turn."""

from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.tables.turn_columns import turn_columns

TEXTS = ("Is the bowl safe in a dishwasher?", "It is, the whisk isn't.", "And how long is the guarantee?", "Two years on all parts.")


@pytest.mark.parametrize(
    "header", ["turn_1,turn_2,turn_3,turn_4", "Customer 1,Agent 1,Customer 2,Agent 2", "Frage1,Antwort1,Frage2,Antwort2"]
)
def test_each_row_is_a_dialogue(header: str, tmp_path: Path) -> None:
    rows = f'id,{header}\n7,{",".join(chr(34) + text + chr(34) for text in TEXTS)}\n8,"{TEXTS[0]}","{TEXTS[1]}",,\n'
    (tmp_path / "turns.csv").write_text(rows)
    found = [found.dialogue for found in read_dialogues(tmp_path / "turns.csv") if isinstance(found, Read)]
    roles = ("customer", "agent", "customer", "agent")
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in found] == [
        list(zip(roles, TEXTS)),
        list(zip(roles, TEXTS[:2])),
    ]


def test_numbers_behind_other_names_are_no_turns() -> None:
    assert turn_columns(["address 1", "address 2", "address 3"], []) == ()
    assert turn_columns(["customer 1", "text"], []) == ()
