from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues


def said(file: Path) -> list[list[tuple[str, str]]]:
    return [[(turn.role, turn.text) for turn in read.dialogue.turns] for read in read_dialogues(file) if isinstance(read, Read)]


def test_who_is_who_by_columns_and_what_was_asked_first(tmp_path: Path) -> None:
    rows = (
        "number,description,caller_id,assigned_to,comments\n"
        'I1,My screen stays black today,Ines Koch,Rolf,"2026-03-11 09:16:39 - Rolf (Additional comments)\nUnplug the dock."\n'
        'I2,I need the folder Sales,Bo Falk,Rolf,"2026-03-12 09:16:42 - Bo Falk (Additional comments)\nThanks a lot\n\n'
        '2026-03-12 09:14:25 - Rolf (Additional comments)\nYou have it now."\n'
    )
    (tmp_path / "cases.csv").write_text(rows)
    assert said(tmp_path / "cases.csv") == [
        [("customer", "My screen stays black today"), ("agent", "Unplug the dock.")],
        [("customer", "I need the folder Sales"), ("agent", "You have it now."), ("customer", "Thanks a lot")],
    ]


def test_a_bot_by_the_word_behind_its_name(tmp_path: Path) -> None:
    talk = "[09:12:05] Lia (bot): Hi, I am Lia\n[09:14:22] Visitor 7: Where is it?\n[09:16:39] Caio: On its way."
    (tmp_path / "chats.csv").write_text(f'Chat ID,Visitor name,Operator,Transcript\nt1,Visitor 7,Caio,"{talk}"\n')
    assert [role for role, _ in said(tmp_path / "chats.csv")[0]] == ["bot", "customer", "agent"]


def test_a_transcript_whose_line_ends_were_lost(tmp_path: Path) -> None:
    talk = "Customer: Which descaler may I use? System: Chat was assigned to the team Agent: Only citric acid. Customer: Thanks"
    (tmp_path / "chats.csv").write_text(f"Chat,Transcript\n51,{talk}\n52,{talk}\n")
    assert said(tmp_path / "chats.csv")[0] == [
        ("customer", "Which descaler may I use?"),
        ("agent", "Only citric acid."),
        ("customer", "Thanks"),
    ]


def test_a_column_with_who_had_the_chat_tells_whose_the_messages_are(tmp_path: Path) -> None:
    """Names are the same with and without marks of direction, which copying leaves around them."""
    rows = (
        ("R7", "Omar Haddad", "Yusuf", "Does the rug shed?"),
        ("R7", "\u200fOmar Haddad\u200e", "\u200fOmar Haddad\u200f", "For three months."),
        ("R7", "Omar Haddad\u200e", "\u200eYusuf", "Good to know."),
        ("R8", "Omar Haddad", "Samir\u200f", "Do you take it back?"),
        ("R8", "\u200eOmar Haddad", "Omar Haddad", "We do."),
        ("R8", "Omar Haddad", "Samir", "See you on Monday."),
    )
    table = ['"Chat","Agent","Sent at","Sender","Body"', *(f'{a},{b},2026-03-02 09:1{n},{c},"{d}"' for n, (a, b, c, d) in enumerate(rows))]
    (tmp_path / "chats.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    assert [[role for role, _ in dialogue] for dialogue in said(tmp_path / "chats.csv")] == [["customer", "agent", "customer"]] * 2
