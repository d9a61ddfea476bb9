"""What is suggested to a person of what an index finds."""

from bot.models.search import SUGGESTED, suggest
from data.records import Pair
from retrieval.building.build import build
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
