"""What a model has read of the templates, the next one of the process needn't read again."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.components.passages import PassageRetriever
from retrieval.building.build import build
from retrieval.storage import snapshots
from retrieval.storage.live import LiveIndex
from tests.support.numbered_index import ENCODER, pair
from tests.support.word_vectors import WordVectors


@pytest.fixture
def retrievers(tmp_path: Path) -> Iterator[list[PassageRetriever]]:
    """Of two models with one encoder, and of one with another encoder."""
    snapshots.save(build([pair(number) for number in range(5)], ENCODER), tmp_path)
    with ExitStack() as opened:
        yield [PassageRetriever(opened.enter_context(LiveIndex(tmp_path, each))) for each in (ENCODER, ENCODER, WordVectors(48))]


def test_models_with_the_same_encoder_share_what_it_has_read(retrievers: list[PassageRetriever]) -> None:
    before, after, other = retrievers
    assert before.index
    assert after.index
    vectors = before.index.ask(lambda index: before.templates.texts.vectors(["It is on its way."], index))
    assert after.index.ask(lambda index: after.templates.texts.vectors(["It is on its way."], index)) is vectors
    assert other.templates.texts is not before.templates.texts
