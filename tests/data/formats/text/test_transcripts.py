"""Chats that were saved or copied as text: whose line begins where, on which day, and where another conversation begins."""

import re
from pathlib import Path

import pytest

from data.formats.messengers.transcript import _partner
from data.formats.reading.dialogues import Read, read_dialogues
from tests.support.desk_exports import ASKS, PEOPLE, SAYS

THANKS = "Thank you, that is\nall I wanted to know."
CHATS = {
    "[LINE] Chat history with Ines.txt": "[LINE] Chat history with Ines\nSaved on: 2026/03/05 10:00\n\n"
    "Mon, 03/02/2026\n09:14\tInes\t{}\n09:15\tShop\t{}\n"
    '09:16\tInes\t"{}"\n09:16\t\tInes unsent a message.\n09:17\tInes\t[Sticker]\n',
    "qq.txt": "消息记录（此消息记录为文本格式，不支持重新导入）\n\n================\n消息对象:Ines\n"
    "================\n\n2026-03-02 9:14:05 Ines(10001)\n{}\n\n"
    "2026-03-02 9:15:05 Shop<a@qq.com>\n{}\n\n2026-03-02 9:16:05 Ines(10001)\n{}\n",
    "wangwang.txt": "Ines (2026-03-02 09:14:05):\n{}\n\nShop (2026-03-02 09:15:05):\n{}\n\nInes (2026-03-02 09:16:05):\n{}\n",
    "times.log": "02.03.2026 09:14 Kundin: {}\n02.03.2026 09:15 Support: {}\n02.03.2026 09:16 Kundin: {}\n",
    "salesforce.txt": "Chat Started: Monday\n( 5s ) Visitor: {}\n( 1m 12s ) Tomas: {}\n( 2m 1s ) Visitor: {}\n",
    "pasted.txt": "Ines:\n{}\n\nShop:\n{}\n\nInes:\n{}\n",
    "whatsapp.txt": "02\u200f/03\u200f/2026\u060c 9:14 ص - Ines: {}\n02\u200f/03\u200f/2026\u060c 9:15 ص - Shop: {}\n"
    "02\u200f/03\u200f/2026\u060c 9:16 ص - Ines: {}\n",
}
UNDATED = ("salesforce.txt", "pasted.txt")


def read(file: Path) -> list[Read]:
    return [found for found in read_dialogues(file) if isinstance(found, Read)]


@pytest.mark.parametrize("name", CHATS)
def test_a_chat_saved_as_text(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(CHATS[name].format(ASKS, SAYS, THANKS))
    [found] = read(tmp_path / name)
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == [*PEOPLE, ("customer", THANKS)]
    assert name in UNDATED or str(found.dialogue.date) == "2026-03-02"


def test_several_conversations_in_one_file(tmp_path: Path) -> None:
    one = "======\nConversation ID: {}\nStarted: 2026-03-02\n------\n[2026-03-02 09:14:05] Visitor: {}\n[2026-03-02 09:15:05] Tomas: {}\n\n"
    (tmp_path / "chats.txt").write_text(one.format("c1", ASKS, SAYS) + one.format("c2", ASKS, SAYS))
    found = read(tmp_path / "chats.txt")
    assert [read.dialogue.id for read in found] == ["c1", "c2"]
    assert [[(turn.role, turn.text) for turn in read.dialogue.turns] for read in found] == [PEOPLE, PEOPLE]


@pytest.mark.parametrize("note", ["Work notes", "Interne Notiz", "agents-only", "内部备注"])
def test_a_journal_in_a_cell_with_notes_newest_first(note: str, tmp_path: Path) -> None:
    journal = (
        f"2026-03-02 09:16:00 - Tomas (Additional comments)\n{SAYS}\n\n2026-03-02 09:15:00 - Tomas ({note})\nNever refund her.\n\n"
        f"2026-03-02 09:14:00 - Ines (Additional comments)\n{ASKS}\n"
    )
    (tmp_path / "incidents.csv").write_text(f'number,description,comments_and_work_notes\nINC1,"Bench","{journal}"\n')
    [found] = read(tmp_path / "incidents.csv")
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == PEOPLE


NOTED = "02.03.2026 09:14 Ines: {}\n02.03.2026 09:15 Tom: {}\n{}\n02.03.2026 09:18 Ines: {}\n"
BELOW = [
    "02.03.2026 09:16 Tom [internal note]: she is rude",
    "02.03.2026 09:16 Tom 【internal note】: she is rude",
    "02.03.2026 09:16 [internal note] Tom: she is rude",
    "02.03.2026 09:16 Kim joined the chat",
    "02.03.2026, 09:16 Uhr Kim joined the chat\nand reads",
]


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("kept", ["{}", "clocks", "names"])
def test_notes_and_events_are_never_part_of_the_message_above(below: str, kept: str, tmp_path: Path) -> None:
    text = NOTED.format(ASKS, SAYS, below, THANKS)
    if kept == "clocks":
        text = text.replace("02.03.2026, ", "").replace("02.03.2026 ", "").replace(" Uhr", "")
    elif kept == "names":
        text = re.sub(r"(?m)^02.03.2026,? (\d\d:\d\d)(?: Uhr)? (?:(Ines|Tom)(.*?)(?=: )|([^:\n]*$))", r"\2\3\4 (02.03.2026 \1)", text)
    (tmp_path / "chat with Ines.txt").write_text(text)
    [found] = read(tmp_path / "chat with Ines.txt")
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == [*PEOPLE, ("customer", THANKS)]


def test_a_line_with_a_time_of_another_form_goes_on_with_the_message(tmp_path: Path) -> None:
    (tmp_path / "chat with Ines.txt").write_text(f"09:14 Ines: {ASKS}\n09:15 Tom: {SAYS}\n09:16 Ines: Thank you, until\n9:30 then.\n")
    [found] = read(tmp_path / "chat with Ines.txt")
    assert found.dialogue.turns[-1].text == "Thank you, until\n9:30 then."


@pytest.mark.parametrize(
    ("name", "agent"), [("customer_chat_ines.txt", "Tom"), ("started with ines.txt", "Art"), ("chat_ines.txt", "Shop")]
)
def test_a_name_inside_a_word_names_nobody(name: str, agent: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(f"09:14 Ines: {ASKS}\n09:15 {agent}: {SAYS}\n")
    [found] = read(tmp_path / name)
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == PEOPLE


def test_a_file_that_names_nobody_leaves_the_roles_open() -> None:
    assert _partner("customer_chat.txt", ["Ines", "Tom"]) == ""
    assert _partner("与小明的聊天.txt", ["小明", "客服"]) == "小明"


def test_lines_below_a_message_that_say_who_came_and_went_are_none_of_it(tmp_path: Path) -> None:
    one = (
        "Visitor {0} joined\n[09:14:05] Visitor {0}: {1}\n[09:15:05] Tomas (Support): {2}\nNote: bulbs are extra.\n\nVisitor {0} left\n"
        "Rating: 4/5\n\n=======\n"
    )
    (tmp_path / "chats.txt").write_text(one.format(41, ASKS, SAYS) + one.format(42, ASKS, SAYS).replace("Visitor 42 left\n", ""))
    told = [("customer", ASKS), ("agent", f"{SAYS}\nNote: bulbs are extra.")]
    assert [[(turn.role, turn.text) for turn in read.dialogue.turns] for read in read(tmp_path / "chats.txt")] == [told, told]


def test_a_line_of_a_message_about_somebody_who_left_stays(tmp_path: Path) -> None:
    told = f"{SAYS}\nthe app then ended the session\nso open it anew"
    (tmp_path / "chat.txt").write_text(f"[09:14:05] Visitor: {ASKS}\n[09:15:05] Tomas (Support): {told}\n[09:16:05] Visitor: {ASKS}\n")
    [found] = read(tmp_path / "chat.txt")
    assert found.dialogue.turns[1].text == told
