from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.text.stacked_lines import stacked

TALK = (
    ("Ines Koch", "09:12 AM", "Is it open today?"),
    ("Tom (agent)", "09:15 AM", "It is, till six."),
    ("Ines Koch", "09:18 AM", "Thanks!"),
)
READ = [("customer", "Is it open today?"), ("agent", "It is, till six."), ("customer", "Thanks!")]


def test_a_name_a_time_and_a_text_below_each_other(tmp_path: Path) -> None:
    lines = "".join(f"{who}\n{time}\n{text}\n\n" for who, time, text in TALK)
    one = "Chat transcript #{}\nVisitor: Ines Koch\nDate: March 11, 2026\n\n" + lines + "=" * 30 + "\n\n"
    (tmp_path / "chats.txt").write_text(one.format(300) + one.format(301))
    found = [read.dialogue for read in read_dialogues(tmp_path / "chats.txt") if isinstance(read, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in found] == [READ, READ]
    assert [dialogue.id for dialogue in found] == ["300", "301"]
    assert str(found[0].date) == "2026-03-11"


@pytest.mark.parametrize("text", ["Ines: Is it open?\n09:15\nTom: It is.", "We are open from\n09:15\nto\n18:00"])
def test_a_time_alone_is_no_message(text: str) -> None:
    assert stacked(text.split("\n"))[0] == ""
