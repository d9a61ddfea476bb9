"""Facts in what customers write, by the patterns of the sample shop."""

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from bot.components.facts import FactExtractor
from data.errors import SettingsError
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def extractor() -> FactExtractor:
    pipeline = YAML(typ="safe").load(ROOT / "config.yml")["pipeline"]
    return FactExtractor(next(component for component in pipeline if component["name"] == "bot.components.facts.FactExtractor"))


def found(extractor: FactExtractor, text: str, asked: str | None = None) -> dict[str, Any]:
    return {entity["entity"]: entity["value"] for entity in extractor.find(text, asked)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is my order 10234?", "10234"),
        ("#10234", "10234"),
        ("order#10234", "10234"),
        ("order number:10234.", "10234"),
        ("my number is AB-10234", "AB-10234"),
        ("jl-482913", "JL-482913"),
        ("JL 482913", "JL482913"),
        ("JL–482913", "JL-482913"),
        ("ＪＬ－４８２９１３", "JL-482913"),
        ("订单号是１０２３４，谢谢", "10234"),
        ("订单JL-591204现在什么状态", "JL-591204"),
        ("4829\u200b13", "482913"),
    ],
)
def test_an_order_number_in_any_form(extractor: FactExtractor, text: str, number: str) -> None:
    assert found(extractor, text)["order_number"] == number


@pytest.mark.parametrize(
    "text",
    [
        "where is my order?",
        "I ordered 2 chairs for 49.90 on 12.11.2025",
        "call +44 7700 900123",
        "0113 496 0123",
        "ada12345@example.com",
        "JL-12",
        "EN12477x",
        "card 4111 1111 1111 1111",
    ],
)
def test_other_figures_are_no_order_number(extractor: FactExtractor, text: str) -> None:
    assert "order_number" not in found(extractor, text)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Ada.B@Example.com", "ada.b@example.com"),
        ("it's ada+shop@mail.example.co.uk, I think", "ada+shop@mail.example.co.uk"),
        ("邮箱是ada@example.com", "ada@example.com"),
        ("ＡＤＡ＠ＥＸＡＭＰＬＥ．ＣＯＭ", "ada@example.com"),
        ("ls1 4ap", "LS14AP"),
        ("200001", "200001"),
        ("my postcode is 10115", "10115"),
        ("1012 AB", "1012AB"),
    ],
)
def test_the_second_fact_while_it_is_asked_for(extractor: FactExtractor, text: str, contact: str) -> None:
    assert found(extractor, text, "order_contact") == {"order_contact": contact}


def test_the_same_digits_are_what_was_asked_for(extractor: FactExtractor) -> None:
    assert found(extractor, "200001", "order_number") == {"order_number": "200001"}
    assert found(extractor, "482 913", "order_number") == {"order_number": "482913"}
    assert found(extractor, "sorry, it is JL-300417", "order_contact") == {"order_number": "JL-300417"}
    both = found(extractor, "10234, ada@example.com", "order_contact")
    assert both == {"order_number": "10234", "order_contact": "ada@example.com"}


@pytest.mark.parametrize(
    ("text", "about_tracking"),
    [
        ("how do I track an order?", True),
        ("why does tracking not update?", True),
        ("怎么跟踪我的订单", True),
        ("物流信息一直不更新怎么回事", True),
        ("how do I track order 482913?", False),
        ("where is my order?", False),
        ("我的订单到哪了", False),
    ],
)
def test_questions_about_tracking_itself(extractor: FactExtractor, text: str, about_tracking: bool) -> None:
    assert ("tracking_help" in found(extractor, text)) is about_tracking


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("and when will it arrive?", True),
        ("when will I get it", True),
        ("那什么时候能到", True),
        ("when do I get my refund?", False),
        ("how long does delivery take?", False),
        ("is it insured?", False),
        ("多久能收到退款", False),
    ],
)
def test_what_asks_for_the_order_again(extractor: FactExtractor, text: str, again: bool) -> None:
    assert ("order_again" in found(extractor, text)) is again


def test_a_buttons_payload_is_no_text(extractor: FactExtractor) -> None:
    message = Message.build("/track_order")
    extractor.process([message])
    assert message.get("entities") is None


@pytest.mark.parametrize("given", ["(", 7, {"asked": "x"}, {"anywhere": "x", "often": "y"}, None])
def test_a_pattern_must_be_one(given: object) -> None:
    with pytest.raises(SettingsError, match="order_number"):
        FactExtractor({"order_number": given})
