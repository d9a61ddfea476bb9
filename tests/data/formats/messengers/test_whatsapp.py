"""WhatsApp's chats in languages whose words it has no list of."""

from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

CHAT = """02/03/2026 09:14 - Ines: Ist das Zelt dicht?
02/03/2026 09:15 - Ines: <Медіа пропущено>
02/03/2026 09:16 - Ines: ‏<תמונה לא נכללה>
02/03/2026 09:20 - Laden: Ja, bis 3000 mm. <Preis auf Anfrage>
"""


def test_words_alone_in_angle_brackets_stand_for_what_was_not_exported(tmp_path: Path) -> None:
    (tmp_path / "WhatsApp Chat with Ines.txt").write_text(CHAT, encoding="utf-8")
    (read,) = (read for read in read_dialogues(tmp_path / "WhatsApp Chat with Ines.txt") if isinstance(read, Read))
    assert [turn.text for turn in read.dialogue.turns] == ["Ist das Zelt dicht?", "Ja, bis 3000 mm. <Preis auf Anfrage>"]


def test_a_file_with_a_text_below_it_leaves_the_text(tmp_path: Path) -> None:
    chat = "02/03/2026 09:14 - Rui: IMG-20260302-WA0007.jpg (arquivo anexado)\nEste é o comprovante\n02/03/2026 09:15 - Loja: Recebido.\n"
    (tmp_path / "Conversa do WhatsApp com Rui.txt").write_text(chat, encoding="utf-8")
    (read,) = (read for read in read_dialogues(tmp_path / "Conversa do WhatsApp com Rui.txt") if isinstance(read, Read))
    assert [turn.text for turn in read.dialogue.turns] == ["Este é o comprovante", "Recebido."]


@pytest.mark.parametrize("guest", ["Guest", "Visitor 4711", "Ospite", "Khách", "Ziyaretçi"])
def test_who_is_called_by_what_he_is_in_lines_of_another_program(guest: str, tmp_path: Path) -> None:
    said = ("System: Kim was called", "Kim: Good day, tell me.", f"{guest}: My lamp is broken", "Kim: I send another.")
    (tmp_path / "chat.txt").write_text("".join(f"[2026-03-02 09:1{n}] {line}\n" for n, line in enumerate(said)))
    (read,) = (read for read in read_dialogues(tmp_path / "chat.txt") if isinstance(read, Read))
    assert [turn.role for turn in read.dialogue.turns] == ["agent", "customer", "agent"]


@pytest.mark.parametrize("contact", ["Fin", "Ai", "Agent 007", "Info", "Seller", "Rep"])
@pytest.mark.parametrize("file", ["chat.txt", "WhatsApp Chat with {}.txt"])
def test_a_contact_who_is_called_by_a_word_is_a_person(contact: str, file: str, tmp_path: Path) -> None:
    said = (f"{contact}: Is the tent tight?", "Kim: It is, up to 3000 mm.", f"{contact}: Fine, I take it.")
    chat = tmp_path / file.format(contact)
    chat.write_text("".join(f"02/03/2026, 09:1{n} - {line}\n" for n, line in enumerate(said)))
    (read,) = (read for read in read_dialogues(chat) if isinstance(read, Read))
    assert [turn.role for turn in read.dialogue.turns] == ["customer", "agent", "customer"]


def test_whose_chat_it_is_stands_in_the_files_name_whatever_the_contact_is_called(tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with Agent.txt"
    chat.write_text("02/03/2026, 09:10 - Kim: Good day, your tent is here.\n02/03/2026, 09:11 - Agent: Is it tight?\n")
    (read,) = (read for read in read_dialogues(chat) if isinstance(read, Read))
    assert [turn.role for turn in read.dialogue.turns] == ["agent", "customer"]
