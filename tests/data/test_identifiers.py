"""What names one order is taken out; what tells things apart, and what may be asked about, stays."""

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
        ("my order number is 551200, when will it come", "my order number is , when will it come"),
        ("meine Bestellung Nr. 8812345 fehlt", "meine Bestellung Nr. fehlt"),
        ("我的订单JL-903355到哪了", "我的订单 到哪了"),
        ("订单号：20261127001怎么还没发货", "订单号：怎么还没发货"),
    ],
)
def test_numbers_of_one_order_are_left_out(text: str, left: str) -> None:
    assert without_identifiers(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "JL-903355",
        "12345678",
        "Is the WH-1000XM4 in stock?",
        "Is the TWK70401 in stock?",
        "is 80275887 still sold",
        "how much is 1,250.00",
        "in 2026",
        "10.5.2026",
        "满15000元包邮吗",
        "20000毫安的充电宝能带上飞机吗",
        "Is the 20000 mAh power bank allowed",
        "is 02012345678 your number?",
        "is info@shop.example yours?",
        "",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert without_identifiers(text) == text
