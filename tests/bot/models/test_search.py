"""What is suggested to a person of what an index finds."""

import numpy as np

from bot.models.search import SUGGESTED, find, suggest
from data.records import Pair, Place
from retrieval.building.build import build
from retrieval.search.entries import Passage
from retrieval.search.second_encoder import SecondEncoder, SecondReading
from tests.support.numbered_index import ENCODER

REFUNDS = ("Refunds take five working days here.", "A refund takes five working days here.", "Refunds here take five working days.")


def test_suggestions_are_few_and_come_with_what_each_adds() -> None:
    pairs = [Pair(f"when is my refund there {number}", reply, f"d-{number}") for number, reply in enumerate(REFUNDS)]
    index = build([*pairs, Pair("when is my refund there please", "That depends on your bank alone.", "d-9")], ENCODER)
    found = suggest("when is my refund there", ENCODER.embed(["when is my refund there"])[0], index)
    texts = [hit.passage.text for hit in found]
    assert len(texts) <= SUGGESTED
    assert "That depends on your bank alone." in texts[:2]  # another of the same would add less
    assert [hit.probability for hit in found] == sorted((hit.probability for hit in found), reverse=True)


def test_of_sections_that_meet_a_question_alike_a_second_encoder_finds_the_right_one() -> None:
    said = {"Shop": "Open from nine to five.", "Office": "We answer until late at night."}
    pages = [Pair(f"{name}: Opening", text, f"help#{name}", place=Place(name, 1)) for name, text in said.items()]
    index = build(pages, ENCODER)
    second = SecondEncoder(lambda text: np.array([1.0, 0.0] if "Shop" in text else [0.0, 1.0], dtype=np.float32))
    asked = "when are you there"
    for vector, first in (([1.0, 0.0], "help#Shop"), ([0.0, 1.0], "help#Office")):
        reading = SecondReading(np.array(vector, dtype=np.float32), second)
        hits, _ = find(asked, ENCODER.embed([asked])[0], index, second=reading)
        assert hits[0].passage.sources[0].dialogue == first
        assert hits[0].standing.second == 1


def test_two_sections_that_are_about_as_likely_are_quoted_together_each_under_its_heading() -> None:
    said = {"Shop": "Open from nine to five.", "Office": "We answer until late at night."}
    index = build([Pair(f"{name}: Opening", text, f"help#{name}", place=Place(name, 1)) for name, text in said.items()], ENCODER)
    second = SecondEncoder(lambda text: np.array([1.0, 0.0] if "Shop" in text else [0.0, 1.0], dtype=np.float32))
    asked = "when are you there"

    def found(*vector: float) -> list[Passage]:
        reading = SecondReading(np.array(vector, dtype=np.float32), second)
        return [hit.passage for hit in find(asked, ENCODER.embed([asked])[0], index, second=reading)[0]]

    [both] = found(0.71, 0.7)  # the other is no hit of its own
    assert set(both.text.split("\n\n")) == {f"{name}: Opening\n{text}" for name, text in said.items()}
    assert {source.dialogue for source in both.sources} == {"help#Shop", "help#Office"}
    assert found(0.9, 0.1)[0].text == said["Shop"]
