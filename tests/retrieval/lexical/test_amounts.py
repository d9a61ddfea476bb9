"""Which amounts are asked for, and said."""

import pytest

from retrieval.lexical.amounts import asked_amounts, holds_amount


@pytest.mark.parametrize(
    ("asked", "says", "says_not"),
    [
        ("what does the Birk weigh", "It weighs 2.3 kg.", "Dry it well at once."),
        ("how much weight can the coat rack take", "25 kg on each board.", "The boards are pine."),
        ("how tall is the Vind's seat", "The seat is 42 cm high.", "The Vind carries up to 110 kg."),
        ("how long is the cable", "The cable is 1.8 m long.", "A Glød is vegan."),
        ("what size are the screws", "They're M6×40.", "Missing screws are sent free of charge."),
        ("how many litres fit in the Fjord?", "1.7 litres.", "Descale it once a month."),
        ("what temperature for the Saga", "Wash it at 40 °C.", "It shrinks by 3 to 5 percent."),
        ("how much is a lid", "A spare lid is 9.00.", "Order it from us by e-mail."),
        ("how long does it burn", "About 45 hours.", "It is soy wax."),
        ("how often do I oil it", "Oil it twice a year.", "The chair is acacia."),
        ("which colours does it come in", "There are grey and green ones.", "It is made of steel."),
        ("Birk锅有多重", "大约2公斤。", "冲干净马上擦干。"),
        ("Saga洗的时候多少度", "水温40℃。", "别用烘干机。"),
        ("除垢要多久", "放一会儿，大概半小时。", "用柠檬酸最灵。"),
        ("這張桌子幾公斤", "整張桌子約18公斤。", "請用乾布擦拭。"),
        ("桌面有幾闊，幾多公分", "闊120公分。", "白橡木。"),
        ("運費多少", "滿1500元免運費。", "宅配到府。"),
        ("邊個幾多錢", "$300一次。", "市區都有得送。"),
        ("寄件要幾個工作天", "3個工作天內到。", "離島不寄。"),
        ("落單要等幾耐", "大約兩個禮拜。", "喺網站落單。"),
        ("有咩色", "有紅色同黑色。", "係實木嚟。"),
        ("How much is shipping?", "It's free over 50 euros.", "Feel free to send me your order number; there is nothing to worry about."),
        ("How long does the refund take?", "Three to five days.", "Once your parcel is with us, we send it. One second, I will check."),
        ("what colour is it?", "It is black.", "Black Friday starts soon."),
        ("Wie schwer ist die Feuerschale?", "It weighs eight kilos.", "Rust does it no harm."),
    ],
)  # fmt: skip
def test_an_amount_of_the_kind_that_is_asked_for_is_told_from_others(asked: str, says: str, says_not: str) -> None:
    kinds = asked_amounts(asked)
    assert kinds
    assert holds_amount(says, kinds)
    assert not holds_amount(says_not, kinds)


@pytest.mark.parametrize(
    "asked", ["does the Fjord work on 110 volts", "where is my order", "can I return it", "怎么退货", "Wo ist mein Paket?"]
)
def test_most_questions_ask_for_none(asked: str) -> None:
    assert not asked_amounts(asked)
