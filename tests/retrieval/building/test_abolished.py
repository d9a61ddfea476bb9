"""Old rules beside what the templates say today, on the real encoder."""

import datetime

import pytest

from data.records import Pair
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.building.abolished import abolished
from retrieval.building.build import build

TEMPLATES = [
    "You can return unused items within **30 days**. Take the **free return label** from your [account](https://shop.example/account).",
    "未使用的商品可以在 **30 天**内退货。请从您的账户获取**免费退货标签**，把包裹寄回给我们。",
    "I'm sorry that something is damaged. Within **14 days**, please send a **photo** and your **order number**.",
    "Standard delivery costs **3.90** and is **free** for orders from 50.",
]


@pytest.mark.parametrize(
    ("question", "answer", "old"),
    [
        ("can I return the wok?", "The wok can come back unused within 14 days of its delivery; the label is 4.50.", True),
        ("请问贵店退货政策", "收到后14天内、未使用可以退，退货面单4.50由顾客承担。", True),
        ("can I return the wok?", "You can return it unused within 30 days, and the label is free.", False),
        ("a plate came broken", "For a broken thing, please send a photo and the order number within 14 days.", False),
        ("what does a lid cost?", "A spare lid is 9.00, simply order it from us by e-mail.", False),
    ],
)
def test_another_figure_than_a_templates_is_an_old_rule(encoder: E5Encoder, question: str, answer: str, old: bool) -> None:
    pair = Pair(question, answer, "d-1", datetime.date(2024, 1, 1))
    assert (pair.id in abolished([pair], TEMPLATES, encoder)) == old


def test_an_old_rule_is_not_served(encoder: E5Encoder) -> None:
    old = Pair("can I return the wok?", "The wok can come back unused within 14 days of its delivery; the label is 4.50.", "d-1")
    index = build([old, Pair("is the wok heavy?", "The wok weighs about two kilos without its lid.", "d-2")], encoder, rules=TEMPLATES)
    query = index.read(old.question, encoder.read(old.question).sentence)
    assert old.answer not in [hit.passage.text for hit in index.search(query)]
    assert index.search(query, outdated=True)[-1].passage.outdated == "it says 4.5 money, a template 0"


def test_a_pairs_own_question_gets_its_own_answer(encoder: E5Encoder) -> None:
    pairs = [
        Pair("Model AX-200?", "The heater is splash-proof and may stand in a bathroom.", "d-1"),
        Pair("may the heater AX-200 stand in a bathroom", "Yes, a bathroom is no problem for the AX-200 heater at all.", "d-2"),
    ]
    index = build(pairs, encoder)
    for typed in ("Model AX-200?", "model ax-200", "ＭＯＤＥＬ AX-200 ？"):
        assert index.search(index.read(typed, encoder.read(typed).sentence))[0].passage.text == pairs[0].answer
