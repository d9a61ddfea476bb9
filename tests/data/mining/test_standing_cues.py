import pytest

from data.mining.standing_cues import FEATURES, cues, leans, never_stands


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("Which order is it, please?", "asks"),
        ("It will be there by the 5th.", "day"),
        ("Please go to your account and press cancel beside 700314.", "order"),
        ("We've put one aside.", "agent_did"),
        ("She may send it back.", "third_person"),
        ("Send the link to your aunt.", "relative"),
        ("请您女儿登录账户。", "relative"),
        ("已登记补发，也备注了仓库加强包装。", "agent_did"),
        ("已為您登記補寄，也通知倉庫加強包裝。", "agent_did"),
        ("請提供一下您的姓名。", "asks"),
        ("聽日下晝會有師傅上門。", "day"),
        ("我哋逢星期一至六都有得送貨。", None),
        ("Discount codes don't work on gift cards.", None),
        ("The showroom is open Monday to Saturday from 10 to 18.", None),
        ("We deliver to hotels and to offices.", None),
        ("退到支付宝的款项一般要3到7天才会显示。", None),
    ],
)
def test_what_was_meant_for_one_customer_is_seen(sentence: str, cue: str | None) -> None:
    assert never_stands(sentence) == cue


def test_a_figure_that_the_customer_named_is_a_cue() -> None:
    echoed = FEATURES.index("echoed_figure")
    assert cues("At 96 delivery costs nothing.", "my basket is at 96")[echoed] == 1
    assert cues("Two weeks is the limit.", "i've had it for 2 days")[echoed] == 1
    assert cues("Delivery is free from 50.", "my basket is at 96")[echoed] == 0


def test_a_sentence_that_leans_on_the_one_before_is_seen() -> None:
    assert leans("They're M6×40.")
    assert not leans("The screws are M6×40.")
