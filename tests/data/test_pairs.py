import datetime

import pytest

from data.courtesies import strip_courtesies
from data.pairs import mine
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


@pytest.mark.parametrize(
    ("said", "quotable"),
    [
        ("Hi Sarah, the pot is fine. Best, Tom", "The pot is fine."),
        ("Dear Mr Patel, it's 30 days, Mr Patel. Kind regards, Declan", "It's 30 days."),
        ("__cust__ Hi Melanie, so happy to hear. ^PK", "So happy to hear."),
        ("Thanks Sarah! It is 30 days, Sarah. – Hanna, Juniper Lane", "It is 30 days."),
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
