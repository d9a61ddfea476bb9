"""What would be quoted, beside a question, on the real encoder."""

from data.languages import language_of_kept
from data.records import Pair
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.building.build import build
from retrieval.search.index import PassageIndex
from retrieval.search.quoted import Quoted

SAID = [
    Pair(
        "Which screws are in the box of the Rask shelf, and what if some are missing?",
        "Missing screws of the Rask are sent free of charge.",
        "d-1",
        context="They're M6×40, and missing screws of the Rask are sent free of charge.",
    ),
    Pair("Is the Rask shelf fine on plasterboard?", "In plasterboard the Rask needs hollow-wall anchors.", "d-2"),
    Pair("Can the Vind stay outside?", "Cover the Vind in winter, and oil the Vind twice a year.", "d-3"),
    Pair("Who is the Vind for?", "For people of up to 110 kg, as the Vind is light.", "d-4"),
]


def best(index: PassageIndex, encoder: E5Encoder, asked: str) -> Quoted:
    return index.search(index.read(asked, encoder.embed([asked])[0]))[0].quoted


def test_what_isnt_in_the_quoted_part_doesnt_count_for_it(encoder: E5Encoder) -> None:
    index = build(SAID, encoder, calibrated=False)
    missing, size = (
        best(index, encoder, asked) for asked in ("what if screws of the Rask are missing?", "what size are the Rask's screws?")
    )
    assert missing.interaction > size.interaction
    assert (missing.amount, size.amount) == (0.0, -1.0)


def test_names_and_amounts_are_compared(encoder: E5Encoder) -> None:
    index = build(SAID, encoder, calibrated=False)
    of_vind, of_stool = (best(index, encoder, f"how many kilos does the {name} carry?") for name in ("Vind", "stool"))
    assert (of_vind.amount, of_vind.named, of_vind.names_more) == (1.0, 1.0, 0.0)
    assert (of_stool.amount, of_stool.named, of_stool.names_more) == (1.0, 0.0, 1.0)


def test_a_thing_is_told_by_the_words_for_what_it_is(encoder: E5Encoder) -> None:
    index = build(SAID, encoder, calibrated=False)
    found = [best(index, encoder, f"is the {name} fine on plasterboard?").kind for name in ("shelf", "mirror", "Rask")]
    assert found == [1.0, -1.0, 0.0]


def test_of_languages_only_those_of_passages_are_remembered(encoder: E5Encoder) -> None:
    index = build(SAID, encoder, calibrated=False)
    language_of_kept.cache_clear()
    assert best(index, encoder, "wie schwer darf man für den Vind sein, mein Name ist Miller?").other_language
    assert language_of_kept.cache_info().currsize == 1
