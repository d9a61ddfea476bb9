"""What a past answer speaks of where it doesn't say so."""

from data.records import Pair
from retrieval.building.subjects import Subject, subjects_of
from retrieval.lexical.things import things_named

ABOUT_BOLLE = [
    Pair("does the new Bolle smell at first?", "A smell at the very first use of the Bolle is normal.", "d-1"),
    Pair("and how much dough does it take", "At most 1.5 kg of dough at a time.", "d-1"),
    Pair("mine clicks", "When the Bolle clicks, its head isn't locked, so press it down.", "d-2"),
]
ABOUT_RASK = [
    Pair("what wall for the shelf", "On a hollow wall the Rask needs anchors.", "d-3"),
    Pair("and what does it carry", "25 kg on each board.", "d-3"),
    Pair("screws missing", "Missing screws of the Rask are sent free of charge from Leeds.", "d-4"),
    Pair("where are you", "Please come to Leeds, we are in Leeds all week.", "d-4"),
]


def test_things_are_named_with_an_article_towns_are_not() -> None:
    assert things_named([pair.answer for pair in [*ABOUT_BOLLE, *ABOUT_RASK]]) == {"bolle", "rask"}


def test_what_a_dialogue_has_named_so_far_is_known_of_what_is_said_next() -> None:
    found = subjects_of([*ABOUT_BOLLE, *ABOUT_RASK])
    assert found[:2] == [Subject("Bolle", False), Subject("Bolle", True)]
    assert found[4] == Subject("Rask", True)
    assert found[4].before("25 kg on each board.") == "Rask: 25 kg on each board."
    assert Subject("Rask").before("每层最多25公斤。") == "Rask：每层最多25公斤。"


def test_of_two_things_none_is_meant_for_certain() -> None:
    both = Pair("is the Rask near the Bolle in your shop?", "The Rask and the Bolle are in the same room.", "d-1")
    after = Pair("how much does it carry", "25 kg, evenly spread.", "d-1")
    assert subjects_of([*ABOUT_BOLLE, *ABOUT_RASK, both, after])[-1] == Subject("", True)
