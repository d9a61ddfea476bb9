import pytest

from retrieval.building.contradictions import contradiction, denies

POT = "Yes, the enamel pot works on an induction hob."


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("No, the enamel pot doesn't work on induction, it cracks there.", POT),
        ("I'm afraid we never deliver to Norway.", "Good news: we deliver to Norway and Iceland."),
    ],
)
def test_a_clause_that_denies_what_the_other_asserts(text: str, other: str) -> None:
    assert denies(text, other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The tank holds 1.4 litres; the machine needs no filter.", "The kettle holds 1.7 litres and has a filter of steel."),
        ("Delivery takes three working days, not counting holidays.", "Delivery takes three working days."),
        ("Look at the clock: if it isn't set automatically, codes don't fit.", "Set date and time to automatic."),
        ("The codes aren't sent, or the lights don't charge.", "Two things stop the lights from charging."),
        ("It mustn't go in the tumble dryer; dry it on the line.", "Dry it on a line: the tumble dryer isn't for linen."),
        ("Not a problem at all, we can change the address until it is packed.", "The address can be changed until the parcel is packed."),
    ],
)
def test_another_not_is_no_contradiction(text: str, other: str) -> None:
    assert not denies(text, other)
    assert not denies(other, text)


def test_what_one_denies_and_the_other_asserts_beside_another_not_is_found() -> None:
    assert denies("It isn't for gas, and the pot doesn't work on an induction hob.", "The pot works on an induction hob, never on embers.")


def test_yes_to_one_question_is_no_contradiction_to_no_to_another() -> None:
    no = "I'm afraid there's only on or off: the link at the foot of each mail ends all mails within 48 hours."
    yes = "You can end it with the link at the foot of the mail, and within 48 hours all mails are over."
    assert contradiction(no, yes)
    assert contradiction(no, yes, same_question=False) is None
