import pytest

from data.folding import folded, says_nothing, simplified


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where is my order?", "where is my order"),
        ("Where is my order?", "  WHERE   is my order??? 😡"),
        ("What’s the price", "whats the price!"),
        ("e-mail", "E-Mail"),
        ("e-mail", "email"),
        ("Straße", "STRASSE"),
        ("我的订单到哪里了？", "我的訂單到哪裡了"),
        ("Fjord水壶 怎么除垢", "ｆｊｏｒｄ 水壶，怎么除垢。"),
        ("24 cm?", "24cm"),
        ("2–3 days", "2 - 3 days"),
        ("ﾗﾝﾌﾟ", "ランプ"),
    ],
)
def test_what_a_customer_would_call_the_same_is_equal(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("3.5 litres", "35 litres"), ("2-3 days", "23 days"), ("order 12 34", "order 1234"), ("Aune 24", "Aune 28"), ("¿cómo?", "¿como?")],
)
def test_other_numbers_and_other_letters_are_another_text(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("text", ["👍", "👎", "???", "…", "。。。", "", "  ", "🙏🏽 !", "_", ":-("])
def test_without_letter_and_digit_nothing_is_said(text: str) -> None:
    assert says_nothing(text)
    assert folded(text) == ""


@pytest.mark.parametrize("text", ["a", "7", "嗯", "👍 ok", "はい"])
def test_a_letter_or_a_digit_says_something(text: str) -> None:
    assert not says_nothing(text)


def test_traditional_characters_become_simplified_ones() -> None:
    assert simplified("別刪我帳號，我只是不想再收到廣告信") == "别删我帐号，我只是不想再收到广告信"
    assert simplified("naïve café") == "naïve café"
