"""An index of numbered questions and answers, and what is done to it."""

from pathlib import Path

from data.records import Pair
from retrieval.building.build import additions
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.live import LiveIndex
from tests.support.word_vectors import WordVectors

ENCODER = WordVectors(48)


def pair(number: int) -> Pair:
    return Pair(
        f"how about thing{number} please", f"The thing{number} is made of wood number {number} and oiled {number} times.", f"d-{number}"
    )


def first(index: LiveIndex, number: int) -> str:
    text = f"how about thing{number} please"
    vector = ENCODER.embed([text])[0]
    hits = index.ask(lambda inner: inner.search(inner.read(text, vector)))
    return hits[0].passage.text if hits else ""  # what speaks of another thing only is no hit


def add(folder: Path, *numbers: int) -> None:
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    changes.add(stored, folder, additions(stored.index, [pair(number) for number in numbers], ENCODER))
