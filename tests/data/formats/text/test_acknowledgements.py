import pytest

from data.formats.text.automatic_replies import is_automatic

RECEIPTS = (
    "Thank you for contacting Steri Support. Your request has been received and will be answered within 4 working hours.",
    "Hi! Thanks for reaching out. We'll get back to you as soon as possible.",
    "¡Hola! Gracias por escribir a Luzmar. En breve le atenderemos. Horario: L-V 9:30-20:00",
    "Vielen Dank für Ihre Anfrage. Ihre Nachricht ist bei uns eingegangen und wird unter T-2026 bearbeitet.",
    "Bonjour, merci pour votre message. Nous vous répondrons dans les plus brefs délais.",
    "お問い合わせありがとうございます。\nこのメールは自動返信です。担当者より2営業日以内にご連絡いたします。",
    "感谢您的留言，客服会尽快回复您。",
    "您好，我现在有事不在，一会再和您联系。[自动回复]",
    "Greetings,\n\nThis message has been automatically generated in response to the creation of a ticket.",
)
ANSWERS = (
    "Thank you for contacting us. The red light means that the tank is empty: fill it up and press reset.",
    "Thanks for your message! We ship on Monday.",
    "Vielen Dank für Ihre Nachricht. Die Lampe hat 800 Lumen und passt in die Fassung E27.",
    "Gracias por escribir. El plazo es de treinta días desde la entrega.",
    "Soon after the pump starts the message should go away; if it doesn't, clean the filter within the housing.",
    "感谢您的咨询，这款被子可以机洗，水温三十度。",
    "We will refund it within 5 days, thank you for your patience.",
)


@pytest.mark.parametrize("text", RECEIPTS)
def test_a_receipt_is_no_answer(text: str) -> None:
    assert is_automatic(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_that_thanks_is_one(text: str) -> None:
    assert not is_automatic(text)
