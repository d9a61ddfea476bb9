"""Chats that were saved as Markdown or Word: logs, and no help pages."""

from pathlib import Path

import docx
import pytest

from data.documents.kinds import document_files, is_document
from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.recognition.chat_documents import chat_lines

ASKED, ANSWERED = "Is the bowl safe in a dishwasher?", "It is, the whisk isn't."
CHATS = {
    "signal.md": f"[2026-03-02 09:14] Ines: {ASKED}  \n\n[2026-03-02 09:15] Me: {ANSWERED}  \n",
    "copied.md": f"# Chat\n\n**Ines** _02.03.2026 09:14_\n\n{ASKED}\n\n**Tomas (Support)** _02.03.2026 09:15_\n\n{ANSWERED}\n",
    "roles.md": f"## Conversation 5001\n\n**Customer:** {ASKED}\n\n**Agent:** {ANSWERED}\n\n---\n",
}
PAGES = {
    "faq.md": "# Questions\n\n**Question:** Is it safe?\n\n**Answer:** It is.\n\n**Question:** Really?\n\n**Answer:** Yes.\n",
    "hours.md": "# Hours\n\nMonday 09:00: we open\n\nTuesday 09:00: we open\n\nSunday 10:00: we open late\n",
    "changes.md": "2026-03-02 Added: a shelf\n\n2026-03-03 Fixed: a price\n\n2026-03-05 Added: one\n\n2026-03-05 Fixed: a page\n",
}


def said(file: Path) -> list[tuple[str, str]]:
    (found,) = (found for found in read_dialogues(file) if isinstance(found, Read))
    return [(turn.role, turn.text) for turn in found.dialogue.turns]


@pytest.mark.parametrize("name", CHATS)
def test_a_chat_is_a_log(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(CHATS[name])
    assert said(tmp_path / name) == [("customer", ASKED), ("agent", ANSWERED)]
    assert document_files(tmp_path) == []


def test_a_chat_in_word_is_a_log(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("Chat transcript", f"Customer (09:14): {ASKED}", f"Agent (09:15): {ANSWERED}"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "chat.docx"))
    assert said(tmp_path / "chat.docx") == [("customer", ASKED), ("agent", ANSWERED)]
    assert not is_document(tmp_path / "chat.docx")


def test_a_cell_that_says_it_spans_a_million_columns_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "Customer", ASKED
    row._tr.tc_lst[1].grid_span = 1_000_000
    document.save(str(tmp_path / "wide.docx"))
    assert [line.text for line in chat_lines((tmp_path / "wide.docx").read_bytes(), ".docx")] == [f"Customer\t{ASKED}"]


@pytest.mark.parametrize("name", PAGES)
def test_a_help_page_stays_one(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(PAGES[name])
    assert document_files(tmp_path) == [tmp_path / name]
