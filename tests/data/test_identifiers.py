"""What names one order or customer is taken out; what tells things apart stays."""

import pytest

from data.identifiers import without_identifiers


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("where is my order JL-903355", "where is my order"),
        ("wheres my lamp, order jl-903355?", "wheres my lamp, order ?"),
        ("JL-903355: nothing came", ": nothing came"),
        ("Order #1042, where is it", "Order , where is it"),
        ("parcel 00340434161094042557 is stuck", "parcel is stuck"),
        ("TQ2026-88123 wieder kaputt", "wieder kaputt"),
        ("my mail is ann@shop.example, change it", "my mail is , change it"),
        ("我的订单JL-903355到哪了", "我的订单 到哪了"),
    ],
)
def test_numbers_of_one_customers_matter_are_left_out(text: str, left: str) -> None:
    assert without_identifiers(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "JL-903355",
        "12345678",
        "ann@shop.example",
        "Is the WH-1000XM4 in stock?",
        "how much is 1,250.00",
        "in 2026",
        "10.5.2026",
        "a 1200 W kettle",
        "M6x20",
        "",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert without_identifiers(text) == text
