"""A document outweighs what agents said otherwise: their answers are flagged, and no others."""

import datetime

import pytest

from data.records import Pair, Place
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.building.build import additions, build
from retrieval.building.publishing import changes_by_documents, flagged
from retrieval.search.index import PassageIndex

ENGRAVING = Pair(
    "Engraving: Price and time", "Engraving costs 15.00 and adds 2 working days.", "help/e.md#1", datetime.date(2026, 3, 1),
    place=Place("Engraving", 1, "https://shop.example/engraving"),
)  # fmt: skip
BOXES = Pair("PO boxes", "We deliver to PO boxes in the UK, up to 2 kg.", "help/p.md#1", None, place=Place("Delivery", 1))
KETTLE = Pair("Fjord kettle: Voltage", "It is made for 220–240 volts.", "help/k.md#1", None, place=Place("Fjord kettle", 1))
SAID = [
    Pair(
        "how much is engraving on a board?", "Engraving is possible on knives and boards, it costs 12.00.", "d-1", datetime.date(2025, 1, 1)
    ),
    Pair("what does engraving cost?", "Engraving costs 15.00 for each piece.", "d-2", datetime.date(2025, 2, 1)),
    Pair("can you send it to my PO box?", "We can't deliver to PO boxes, as the carrier needs a door.", "d-3", datetime.date(2025, 3, 1)),
    Pair("does the Fjord kettle work in the US?", "The Fjord isn't made for 110 volts.", "d-4", datetime.date(2025, 4, 1)),
    Pair("is the pot alright on induction?", "The Aune pot works on induction hobs.", "d-5", datetime.date(2025, 5, 1)),
]


def outdated(index: PassageIndex) -> dict[str, str]:
    return {entry.pair.dialogue: entry.outdated for entry in index.entries.values() if entry.outdated}


@pytest.fixture(scope="module")
def index(encoder: E5Encoder) -> PassageIndex:
    return build([*SAID, ENGRAVING, BOXES, KETTLE], encoder)


def test_other_figures_and_a_no_are_flagged_and_nothing_else(index: PassageIndex) -> None:
    found = outdated(index)
    assert found.keys() == {"d-1", "d-3"}
    assert found["d-1"] == "it says 12 money, contradicted by “Engraving”, section 1: 15"
    assert found["d-3"] == "contradicted by “Delivery”, section 1: it says the contrary"


def test_a_section_is_found_with_its_place_and_what_it_contradicts_is_not(index: PassageIndex, encoder: E5Encoder) -> None:
    reading = encoder.read("what is the price of engraving a board")
    hits = index.search(index.read("what is the price of engraving a board", reading.sentence, reading))
    source = hits[0].passage.sources[0]
    assert (source.page, source.section, source.address, source.date) == (
        "Engraving", 1, "https://shop.example/engraving", datetime.date(2026, 3, 1),
    )  # fmt: skip
    assert "d-1" not in {source.dialogue for hit in hits for source in hit.passage.sources}


def test_an_index_is_brought_up_to_what_is_published(encoder: E5Encoder) -> None:
    index = build([*SAID, KETTLE], encoder)
    assert not outdated(index)
    gone, new = changes_by_documents(index, [ENGRAVING])
    index.remove(gone)
    for addition in additions(index, new, encoder):
        index.add([addition])
    index.add(flagged(index, encoder))
    assert outdated(index).keys() == {"d-1"}
    assert [entry.pair.dialogue for entry in index.entries.values() if entry.pair.document] == ["help/e.md#1"]
    assert changes_by_documents(index, [ENGRAVING]) == ([], [])
    gone, new = changes_by_documents(index, [])
    index.remove(gone)
    index.add(flagged(index, encoder))
    assert not outdated(index)
    assert not index.holds_sections


def test_documents_alone_make_an_index(encoder: E5Encoder) -> None:
    index = build([ENGRAVING, KETTLE], encoder)
    reading = encoder.read("engraving price")
    assert index.search(index.read("engraving price", reading.sentence, reading))[0].passage.sources[0].page == "Engraving"
