"""Vectors on a Milvus server, here milvus-lite: the same answers as from FAISS, through the same interface."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from milvus_lite.server_manager import server_manager_instance

from data.errors import IndexFileError, SettingsError
from retrieval.building.build import additions, build
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.live import LiveIndex
from retrieval.vectors.faiss_index import FaissVectors
from retrieval.vectors.milvus_index import MilvusVectors
from retrieval.vectors.settings import VectorSettings
from tests.retrieval.vectors.test_faiss_index import WIDTH, numbered, some
from tests.support.numbered_index import ENCODER, first, pair


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield str(tmp_path_factory.mktemp("milvus") / "vectors.db")
    server_manager_instance.release_all()


def test_it_finds_what_faiss_finds(server: str, tmp_path: Path) -> None:
    ids, vectors = numbered(1_500), some(1_500, 1)
    both = MilvusVectors.build(server, ids[:1_200], vectors[:1_200]), FaissVectors.build(ids[:1_200], vectors[:1_200])
    for index in both:
        index.add(ids[1_100:], vectors[1_100:])  # a hundred of them for the second time
        assert index.remove(ids[::5]) == 300
        assert index.remove(ids[:1]) == 0
        assert len(index) == 1_200
        assert index.vectors(ids[[3, 1, 2]]) == pytest.approx(vectors[[3, 1, 2]], abs=1e-6)
    both[0].snapshot(tmp_path)
    loaded = MilvusVectors.load(tmp_path, server, WIDTH)
    for query in some(5, 2):
        for allowed in (None, lambda asked: np.isin(asked, ids[:100])):
            (similarities, found), (expected, numbers) = (index.search(query, 10, allowed) for index in (loaded, both[1]))
            assert found.tolist() == numbers.tolist()
            assert similarities == pytest.approx(expected, abs=1e-5)
    with pytest.raises(IndexFileError, match="lacks the vector"):
        loaded.vectors(ids[:1])


def test_an_index_with_its_vectors_on_a_server_changes_and_is_built_anew_under_a_reader(server: str, tmp_path: Path) -> None:
    settings = VectorSettings(server=server)
    storage.save(build([pair(number) for number in range(8)], ENCODER, settings=settings), tmp_path, settings)
    live = LiveIndex(tmp_path, ENCODER)
    stored = storage.open_stored(tmp_path, ENCODER.encoder_hash, ENCODER)
    changes.add(stored, tmp_path, additions(stored.index, [pair(100)], ENCODER))
    assert changes.remove(stored, tmp_path, [pair(3).id]) == 1
    live.refresh()
    assert "thing100" in first(live, 100)
    assert "thing3 " not in first(live, 3)
    changes.compact(stored, tmp_path)
    assert "thing100" in first(live, 100)
    storage.save(build([pair(number) for number in range(200, 204)], ENCODER, settings=settings), tmp_path, settings)
    assert "thing202" in first(live, 202)  # its own vectors are gone from the server: it takes the new index over at once
    assert len(live.ask(lambda index: index.entries)) == 4


def test_a_server_that_is_not_there_and_settings_that_are_not_its_own_are_named() -> None:
    with pytest.raises(SettingsError, match="has its own index settings"):
        VectorSettings(quantise=True, server="http://localhost:19530")
    with pytest.raises(IndexFileError, match=r"the Milvus at http://127\.0\.0\.1:9 can't be reached"):
        MilvusVectors("http://127.0.0.1:9", "heed", WIDTH)
