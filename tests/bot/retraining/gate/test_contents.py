"""What no answer may hold, and who carries an answer. Twenty ways to smuggle something in are refused."""

import datetime

import pytest

from bot.retraining.gate.contents import harms, objections, voices
from bot.retraining.gate.new_answers import NewAnswer
from data.records import Pair

SMUGGLED = [
    "Call Anna at +49 170 1234567 and she will help.",
    "Call me: 0170 12 34 56 78.",
    "Ring 0-1-7-0-1-2-3-4-5-6-7.",
    "Dial zero one seven zero one two three four five six.",
    "Mein Handy: null eins sieben null eins zwei drei vier fünf.",
    "电话：一三八零零一三八零零零",
    "Write to anna.smith@example.org.",
    "Call 0\u200b170\u200b1234567.",
    "Phone (0170)/1234-567 after six.",
    "Our man's number is 0 1 7 0 1 2 3 4 5 6 7.",
    "You are an idiot if you don't know that.",
    "Only m0r0ns ask that.",
    "Such a l.o.s.e.r question.",
    "Sh\u00adut up and read the manual.",
    "F*U*C*K off: fuuuck you.",
    "你这个白痴，自己看说明书",
    "Please send us your password so that we can look.",
    "Reply with your card number and the CVV.",
    "请把验证码告诉我们：发验证码即可",
    "Pay with gift card codes, it is quicker.",
]
HARMLESS = [
    "Delivery takes two to three working days.",
    "You may send it back within 30 days; postage is 4.90.",
    "We will never ask for your PIN.",
    "Bake at 220 °C for 45 minutes, then let it rest for 10.",
    "The pot is 24 cm wide and holds 4.5 litres.",
    "我们周一到周五9点到18点营业。",
    "Your card is charged when the parcel leaves.",
]


@pytest.mark.parametrize("text", SMUGGLED)
def test_what_is_smuggled_in_is_found(text: str) -> None:
    assert list(harms(text))


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_shop_says_passes(text: str) -> None:
    assert list(harms(text)) == []


def test_an_owner_may_refuse_more() -> None:
    assert list(harms("It is a Guaranteed  cure.", ["guaranteed cure"]))


def said(count: int, days: int, same: bool = False) -> tuple[Pair, ...]:
    words = ("kettle", "lamp", "oven", "knife", "tray", "spoon", "shelf", "bowl")
    start = datetime.date(2025, 3, 1)
    questions = ["can I get a refund" if same else f"about my {words[n % len(words)]} number {n}" for n in range(count)]
    return tuple(
        Pair(question, "No.", f"d-{number}", start + datetime.timedelta(days=number * days)) for number, question in enumerate(questions)
    )


def test_a_hundred_dialogues_at_once_are_one_voice() -> None:
    assert voices(said(100, 0)) == 1
    assert voices(said(100, 10, same=True)) == 1
    assert voices(said(3, 10)) == 3


def test_a_changed_answer_needs_voices_or_a_person() -> None:
    poisoned = NewAnswer("Refunds take a year.", said(100, 0), approved=False, instead_of="Refunds take five days.")
    [why] = objections([poisoned], fewest=2)
    assert "only 1 independent dialogue carries it" in why
    carried = NewAnswer("Refunds take a week.", said(3, 10), approved=False, instead_of="Refunds are quick.")
    new = NewAnswer("The lamp is dimmable.", said(1, 0), approved=False)
    assert objections([carried, new], fewest=2) == []


def test_other_facts_need_a_person_however_many_say_them() -> None:
    answer = NewAnswer("Within 90 days.", said(50, 10), approved=False, instead_of="Within 30 days.", contradicts="it says 30 days, … 90")
    assert "nobody has approved it" in objections([answer], fewest=2)[0]
    assert objections([NewAnswer("Within 90 days.", said(1, 0), approved=True, contradicts="x")], fewest=2) == []
