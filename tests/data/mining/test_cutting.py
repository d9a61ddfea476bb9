import pytest

from data.mining.cutting import without_end, without_front


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("Hi Íñigo, electric items carry 3 years of warranty.", "Electric items carry 3 years of warranty."),
        ("Yes, we deliver to hotels and offices.", "We deliver to hotels and offices."),
        ("Sorry, Petra, I have to take that back: discount codes don't work on gift cards.", "Discount codes don't work on gift cards."),
        ("Sorry Lewis, I was too quick: we don't deliver on Saturdays.", "We don't deliver on Saturdays."),
        ("亲亲，可以用电磁炉的，烤箱最高250度。", "可以用电磁炉的，烤箱最高250度。"),
        ("Yes.", "Yes."),  # nothing would be left
        ("No codes work on sale items.", "No codes work on sale items."),
    ],
)
def test_what_leads_up_to_a_sentence_is_cut(said: str, rest: str) -> None:
    assert without_front(said) == rest


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("You have 14 days, so until the 20th.", "You have 14 days."),
        ("Reviews are shown after 48 hours, so yours should be up tomorrow evening.", "Reviews are shown after 48 hours."),
        (
            "A refund goes out within 5 working days of arrival, so by the 23rd at the latest.",
            "A refund goes out within 5 working days of arrival.",
        ),
        ("亲亲可以退的哦，收到14天以内、没用过就能退，您第十天还赶得上～", "亲亲可以退的哦，收到14天以内、没用过就能退。"),
        ("You have 14 days from delivery to return it, as long as it is unused.", None),
        ("The hole is a drain so that the rain doesn't stand in it.", None),
        ("Parcels take 2 to 3 working days.", None),
    ],
)
def test_an_end_that_speaks_of_one_case_is_cut(said: str, rest: str | None) -> None:
    assert without_end(said) == rest
