"""Chats that were saved or copied as text: whose line begins where, on which day, and where another conversation begins."""

from pathlib import Path

import pytest

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
