"""A long section is quoted where it answers; a short one whole."""

from retrieval.search.entries import Query
from retrieval.search.sections.excerpts import SHORT, excerpt
from retrieval.storage.token_states import TokenStateStore
from tests.support.word_vectors import WordVectors

ENCODER = WordVectors(64)
STORE = TokenStateStore(None, ENCODER.encoder_hash, ENCODER)
FILLER = [f"This sentence number {number} speaks about parcels and their colours at some length." for number in range(12)]
TEXT = " ".join([*FILLER[:6], "The boat sails on mondays.", "Tickets cost five pounds.", *FILLER[6:]])


def asked(text: str) -> Query:
    reading = STORE.read(text)
    return Query(text, reading.sentence, {}, reading, (reading.ids * 0 + 1).astype("float32"))


def test_a_short_section_is_quoted_whole() -> None:
    assert excerpt(asked("when does the boat sail"), TEXT[:200], STORE) == TEXT[:200]


def test_of_a_long_one_the_neighbouring_sentences_that_answer() -> None:
    found = excerpt(asked("boat sails on mondays. tickets cost"), TEXT, STORE)
    assert found == "The boat sails on mondays. Tickets cost five pounds."


def test_a_list_goes_with_the_sentence_that_leads_to_it() -> None:
    text = " ".join(FILLER) + "\n\nDelivery takes:\n\n- Norway: nine days\n- Malta: four days"
    found = excerpt(asked("malta"), text, STORE)
    assert found == "Delivery takes:\n- Norway: nine days\n- Malta: four days"
    assert len(found) <= SHORT
