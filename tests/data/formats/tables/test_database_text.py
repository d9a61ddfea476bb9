"""Tables that a database wrote as text."""

from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

MYSQL = (
    "1\t77\tcustomer\tHello,\\\ndoes the lamp\\\tdim?\t\\N\t2026-03-02 09:10:00\n"
    "2\t77\tagent\tYes, see C:\\\\lamps.\t5\t2026-03-02 09:11:00\n"
    "3\t78\tcustomer\tIs the shade of paper?\t\\N\t2026-03-02 09:20:00\n"
    "4\t78\tagent\tIt is.\t5\t2026-03-02 09:21:00\n"
)
HEAD = "id\tticket_id\trole\tbody\tstaff\tcreated_at\n"
POSTGRES = HEAD + MYSQL.replace("\\\n", "\\n").replace("\\\t", "\\t")


@pytest.mark.parametrize("content", [MYSQL, HEAD + MYSQL, HEAD + MYSQL.replace("\\N", ""), POSTGRES])
def test_what_stands_behind_a_backslash_is_of_the_text(content: str, tmp_path: Path) -> None:
    (tmp_path / "messages.tsv").write_text(content)
    dialogues = [read.dialogue for read in read_dialogues(tmp_path / "messages.tsv") if isinstance(read, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in dialogues] == [
        [("customer", "Hello,\ndoes the lamp dim?"), ("agent", "Yes, see C:\\lamps.")],
        [("customer", "Is the shade of paper?"), ("agent", "It is.")],
    ]
