"""Messages that end a form, and messages that ask something else."""

import pytest

from bot.lookups.giving_up import gives_up


@pytest.mark.parametrize(
    "text",
    [
        "never mind",
        "Nevermind.",
        "forget it",
        "stop",
        "cancel",
        "ok cancel please",
        "cancel that",
        "no thanks",
        "No, thank you!",
        "I don't want to any more",
        "doesn't matter",
        "not now",
        "算了",
        "算了吧，谢谢",
        "不用了",
        "算啦",
        "唔查了",
        "取消",
        "egal",
        "nein danke",
        "da igual",
        "tant pis",
    ],
)
def test_wants_no_more(text: str) -> None:
    assert gives_up(text) == "stopped"


@pytest.mark.parametrize(
    "text",
    [
        "I don't have it",
        "I don’t have it.",
        "dont have one",
        "I haven't got it",
        "I can't find the order number",
        "sorry, I can't find it",
        "I don't know",
        "no idea",
        "I lost the e-mail",
        "I lost the email with the number",
        "I've deleted that mail",
        "I don't have my order number with me",
        "I never got an e-mail",
        "not sure",
        "我没有",
        "没有订单号",
        "找不到了",
        "我不知道订单号是多少",
        "忘了",
        "keine Ahnung",
        "no lo sé",
        "aucune idée",
    ],
)
def test_has_not_got_it(text: str) -> None:
    assert gives_up(text) == "missing"


@pytest.mark.parametrize(
    "text",
    [
        "cancel my order",
        "stop sending me newsletters",
        "I never received my order",
        "I can't find the returns page",
        "I don't want a refund",
        "I don't have an account",
        "the tracking link doesn't work",
        "my parcel is lost",
        "取消订单",
        "我没有收到包裹",
        "不要取消",
        "JL-482913",
        "ada@example.com",
        "no",
        "",
        "how long does delivery take?",
    ],
)
def test_says_something_else(text: str) -> None:
    assert gives_up(text) == ""


def test_a_long_text_takes_no_time() -> None:
    assert gives_up("ok " * 2_000 + "x") == ""
    assert gives_up("我的" * 4_000 + "x") == ""
