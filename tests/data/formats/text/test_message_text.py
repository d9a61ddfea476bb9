import pytest

from data.formats.raw_dialogues import AUTOMATIC, DELETED, Message
from data.formats.text.message_text import cleaned


@pytest.mark.parametrize("mark", ["ref:_00D3X0aBc._5003X00002AbCd2:ref", "[ ref:!00D3X0aBc.!5003X00002AbCd2:ref ]", "{#HS:2390114-300#}"])
def test_what_a_desk_knows_its_threads_by_is_taken_out(mark: str) -> None:
    assert cleaned(Message(1, "customer", f"Thanks, that was quick\n\n{mark}")).text == "Thanks, that was quick"


@pytest.mark.parametrize("text", ["تم حذف هذه الرسالة", "Bu mesaj silindi", "Ta wiadomość została usunięta", "Pesan ini telah dihapus"])
def test_words_for_a_deleted_message(text: str) -> None:
    assert cleaned(Message(1, "customer", text)).left_out == DELETED


@pytest.mark.parametrize("text", ["Mensagem apagada", "Você apagou esta mensagem"])
def test_more_words_for_a_deleted_message(text: str) -> None:
    assert cleaned(Message(1, "agent", text)).left_out == DELETED


@pytest.mark.parametrize(("role", "left_out"), [("bot", ""), ("agent", AUTOMATIC)])
def test_a_receipt_of_a_program_that_is_known_for_one_stays_as_its_line(role: str, left_out: str) -> None:
    assert cleaned(Message(1, role, "Thank you for contacting us. We will reply within two hours.")).left_out == left_out
