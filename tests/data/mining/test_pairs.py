import datetime

import pytest

from data.mining.boilerplate import kind_of, without_boilerplate
from data.mining.courtesies import strip_courtesies
from data.mining.pairs import mine
from data.records import Dialogue, Role, Turn

ANSWER = "Yes, the Aune enamel pot works on induction hobs."


def dialogue(*turns: tuple[Role, str]) -> Dialogue:
    return Dialogue("d-1", tuple(Turn(role, text) for role, text in turns), datetime.date(2025, 3, 14))


def pairs(*turns: tuple[Role, str]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in mine(dialogue(*turns))]


def test_messages_in_a_row_are_one_question() -> None:
    assert pairs(("customer", "hi"), ("customer", "induction ok?"), ("agent", ANSWER)) == [("hi induction ok?", ANSWER)]


def test_asking_for_patience_is_no_answer() -> None:
    hold = ("agent", "One moment please, I'll check that for you.")
    assert pairs(("customer", "induction ok?"), hold, ("agent", ANSWER)) == [("induction ok?", ANSWER)]


@pytest.mark.parametrize("said", ["One moment please, I'll check that for you.", "Which pot do you mean, please?"])
def test_a_reply_that_answers_nothing_leaves_the_question_open(said: str) -> None:
    turns = (("customer", "does it work?"), ("agent", said), ("customer", "the Aune"), ("agent", ANSWER))
    assert pairs(*turns) == [("does it work? the Aune", ANSWER)]


def test_a_correction_replaces_the_wrong_answer() -> None:
    turns: list[tuple[Role, str]] = [
        ("customer", "induction ok?"),
        ("agent", "No, that pot only works on gas hobs, I'm afraid."),
        ("customer", "oh what a pity"),
        ("agent", f"I must correct myself: {ANSWER}"),
    ]
    [(question, answer)] = pairs(*turns)
    assert question == "induction ok?"
    assert ANSWER in answer
    assert "gas" not in answer


def test_a_courtesy_is_no_answer() -> None:
    turns: list[tuple[Role, str]] = [
        ("customer", "induction ok?"),
        ("agent", ANSWER),
        ("customer", "thanks!"),
        ("agent", "You're welcome!"),
    ]
    assert pairs(*turns) == [("induction ok?", ANSWER)]


def test_without_an_answer_there_is_no_pair() -> None:
    assert pairs(("customer", "hello?")) == []
    assert pairs(("agent", ANSWER)) == []


def test_a_pair_knows_where_it_came_from_and_its_id_comes_from_content() -> None:
    turns: list[tuple[Role, str]] = [("customer", "induction ok?"), ("agent", ANSWER)]
    [first], [second] = mine(dialogue(*turns)), mine(dialogue(*turns))
    assert first.id == second.id
    assert 0 <= first.id < 2**63
    assert (first.dialogue, first.date) == ("d-1", datetime.date(2025, 3, 14))


def test_of_a_reply_only_what_answers_others_is_kept() -> None:
    said = f"Hi Sarah, I'm so sorry to hear that! I've refunded you. It takes five days. {ANSWER} Have a lovely day! ^PK"
    assert pairs(("customer", "induction ok?"), ("agent", said)) == [("induction ok?", ANSWER)]


def test_a_customers_own_words_come_without_handles() -> None:
    assert pairs(("customer", "@JuniperLane induction ok?"), ("agent", ANSWER)) == [("induction ok?", ANSWER)]


def test_quality_hears_whether_the_customer_was_content() -> None:
    asked: tuple[Role, str] = ("customer", "does the enamel pot work on an induction hob?")
    [content] = mine(dialogue(asked, ("agent", ANSWER), ("customer", "brilliant, thank you")))
    [annoyed] = mine(dialogue(asked, ("agent", ANSWER), ("customer", "that's wrong, it doesn't work")))
    [silent] = mine(dialogue(asked, ("agent", ANSWER)))
    assert content.quality == pytest.approx(silent.quality + 0.2)
    assert annoyed.quality == pytest.approx(silent.quality - 0.3)


def test_product_and_tags_go_with_the_pair() -> None:
    turns = dialogue(("customer", "induction ok?"), ("agent", ANSWER)).turns
    [pair] = mine(Dialogue("d-1", turns, None, "Aune", ("kitchen", "vip")))
    assert (pair.product, pair.tags) == ("Aune", ("kitchen", "vip"))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("One moment please, I'll check that for you.", "hold"),
        ("稍等哈我看一下～", "hold"),
        ("Please DM us your confirmation number.", "redirect"),
        ("Send us a DM, please!", "redirect"),
        ("We're very sorry for the extra travel time.", "apology"),
        ("非常抱歉。", "apology"),
        ("Thanks so much for the shout out!", "thanks"),
        ("You're most welcome.", "thanks"),
        ("Have a great flight!", "wish"),
        ("Please let us know if we can help.", "offer"),
        ("We know how frustrating delays can be.", "empathy"),
        ("I have refunded you.", "promise"),
        ("I've cancelled it for you.", "promise"),
        ("Your refund has been issued.", "promise"),
        ("I'll send it again today.", "promise"),
        ("已为您退款。", "promise"),
        ("👍", "wish"),
        ("I'm sorry, but the delay is due to fog.", None),
        ("Sorry, the app needs version 5.2 or later.", None),
        ("If you send it back within 30 days, we'll refund it.", None),
        ("Refunds take five days.", None),
        ("Your account is locked for 24 hours after three wrong passwords.", None),
        ("不好意思，自提柜只有德国和波兰可以选，国内不行哦。", None),
    ],
)
def test_kinds_of_sentences(sentence: str, kind: str | None) -> None:
    assert kind_of(sentence) == kind


def test_what_leans_on_a_promise_falls_with_it() -> None:
    assert without_boilerplate("I've cancelled it for you. It won't be charged. Orders can be cancelled until dispatch.") == (
        "Orders can be cancelled until dispatch.",
        ["promise", "promise"],
    )


@pytest.mark.parametrize(
    ("said", "quotable"),
    [
        ("Hi Sarah, the pot is fine. Best, Tom", "The pot is fine."),
        ("Dear Mr Patel, it's 30 days, Mr Patel. Kind regards, Declan", "It's 30 days."),
        ("__cust__ Hi Melanie, so happy to hear. ^PK", "So happy to hear."),
        ("Thanks Sarah! It is 30 days, Sarah. – Hanna, Juniper Lane", "It is 30 days."),
        ("[name], we take it back for 30 days. - [name]", "We take it back for 30 days."),
        ("It works on induction. Oskar from Juniper Lane", "It works on induction."),
        ("Yes, 250 °C is fine /Mei", "Yes, 250 °C is fine"),
        ("亲，您好！可以用电磁炉的哦～ —小林", "可以用电磁炉的哦～"),
        ("王女士您好，快递7-10天到。", "快递7-10天到。"),
        ("No, the lid is not safe.", "No, the lid is not safe."),
        ("It is 7-10 days", "It is 7-10 days"),
    ],
)
def test_what_was_meant_for_one_customer_is_not_quoted(said: str, quotable: str) -> None:
    assert strip_courtesies(said) == quotable
