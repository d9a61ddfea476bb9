import pytest

from retrieval.building.contradictions import denies

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
        ("Not a problem at all, we can change the address until it is packed.", "The address can be changed until the parcel is packed."),
    ],
)
def test_another_not_is_no_contradiction(text: str, other: str) -> None:
    assert not denies(text, other)
    assert not denies(other, text)
