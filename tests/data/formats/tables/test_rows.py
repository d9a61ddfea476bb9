"""What a table's columns say of a message besides who said it."""

from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

ASKS, ASIDE, SAYS = "Why is the oak bench wet?", "She is cross.", "Please oil it once a year."


@pytest.mark.parametrize(
    ("column", "aside", "said", "is_note"),
    [
        ("kind", "side_conversation", "comment", True),
        ("Typ", "Interne Notiz", "Antwort", True),
        ("visibility", "agents_only", "public", True),
        ("Shared with customer", "no", "yes", True),
        ("author.is_internal", "true", "false", False),
        ("internal_id", "1", "1", False),
        ("category", "Delivery note missing", "Delivery", False),
    ],
)
def test_notes_among_colleagues(column: str, aside: str, said: str, is_note: bool, tmp_path: Path) -> None:
    rows = f"7,customer,{ASKS},{said}\n7,agent,{ASIDE},{aside}\n7,agent,{SAYS},{said}\n"
    (tmp_path / "log.csv").write_text(f"ticket,role,text,{column}\n{rows}")
    texts = [[turn.text for turn in found.dialogue.turns] for found in read_dialogues(tmp_path / "log.csv") if isinstance(found, Read)]
    assert texts == [[ASKS, SAYS] if is_note else [ASKS, ASIDE, SAYS]]
