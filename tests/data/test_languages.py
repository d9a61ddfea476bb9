"""Which language a text is in, on questions as customers write them."""

import pytest

from data.languages import english_probability, is_chinese, language_of, language_of_locale

SENTENCES = {
    "en": "Where is my order?",
    "de": "Wo ist meine Bestellung?",
    "es": "¿Dónde está mi pedido?",
    "fr": "Je voudrais annuler ma commande",
    "it": "Quanto costa la spedizione?",
    "pt": "Onde está a minha encomenda?",
    "nl": "Waar is mijn bestelling?",
    "pl": "Gdzie jest moje zamówienie?",
    "sv": "Hur lång tid tar leveransen?",
    "tr": "Kargo ücreti ne kadar?",
    "zh": "我的订单到哪里了？",
    "ja": "送料っていくら？",
    "ko": "주문한 물건이 어디에 있나요?",
    "ru": "Где мой заказ?",
    "uk": "Скільки коштує доставка до Києва?",
    "ar": "كم سعر الشحن لو طلبت بعشرين جنيه فقط؟",
    "fa": "سفارش من کجاست؟",
    "he": "איפה ההזמנה שלי?",
    "el": "Πού είναι η παραγγελία μου;",
    "th": "สินค้าของฉันอยู่ที่ไหน",
    "hi": "मेरा ऑर्डर कहाँ है?",
    "vi": "Đơn hàng của tôi ở đâu?",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_tells_its_language_whatever_was_spoken_before(language: str, text: str) -> None:
    assert language_of(text) == language
    assert language_of(text, "en") == language
    assert language_of(text, "zh") == language


@pytest.mark.parametrize("text", ["Fjord", "ok", "OK!", "12345", "👍", "...", "", "JL-204518", "Aune 24cm", "hola", "PayPal", "no"])
@pytest.mark.parametrize("earlier", ["en", "zh", "de", "ja", "ar"])
def test_names_numbers_and_what_everybody_says_leave_the_language_as_it_was(text: str, earlier: str) -> None:
    assert language_of(text, earlier) == earlier
    assert language_of(text, main=earlier) == earlier


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fjord水壶怎么除垢", "zh"),
        ("Luminaランプの電球は？", "ja"),
        ("どこ", "ja"),
        ("Was heißt 谢谢 auf Deutsch, bitte?", "de"),
        ("Где мой Fjord?", "ru"),
        ("十五號前想收到，人在蘇州", "zh"),
    ],
)
def test_mixed_scripts(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_few_han_characters_are_what_the_conversation_is() -> None:
    assert language_of("送料無料", "ja") == "ja"
    assert language_of("送料無料", "zh") == language_of("送料無料") == "zh"
    assert language_of("茶の味好喝吗", "zh") == "zh"


def test_english_is_what_no_other_language_claims() -> None:
    assert english_probability("wheres my order then") > 0.95
    assert english_probability("Wie lange dauert die Lieferung?") < 0.05
    assert english_probability("我的订单到哪里了") == 0.0
    assert english_probability("ok") > 0.9
    assert english_probability("12345") == 1.0


def test_chinese_is_told_by_its_characters() -> None:
    assert is_chinese("Fjord水壶怎么除垢")
    assert not is_chinese("what does 谢谢 mean in your answer")
    assert not is_chinese("123")


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("EN", "en"), ("nb-NO", "no"), ("nn", "no"), ("xx-GB", ""), ("", "")])
def test_a_locale_names_a_language_that_is_known(locale: str, language: str) -> None:
    assert language_of_locale(locale) == language
