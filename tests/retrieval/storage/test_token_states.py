"""The kept token states: a cache that is never stale and never needed."""

from pathlib import Path

import numpy as np
import pytest

from data.errors import IndexFileError
from retrieval.building.build import additions, build
from retrieval.search.late_interaction import TokenText
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.token_states import TokenStateStore
from tests.retrieval.storage.test_live import ENCODER, pair

TEXTS = ["the red pot", "the blue lamp of glass", "a chair"]


def store(folder: Path) -> TokenStateStore:
    return TokenStateStore(folder, ENCODER.encoder_hash)  # without an encoder: only what is kept can be asked for


def test_what_was_written_is_found_again_by_another_process(tmp_path: Path) -> None:
    reader = store(tmp_path)
    TokenStateStore(tmp_path, ENCODER.encoder_hash, ENCODER).write(TEXTS)
    for text, found in zip(TEXTS, reader.of(TEXTS)):
        expected = TokenText.of(next(ENCODER.read_all([text])))
        assert np.array_equal(found.ids, expected.ids)
        assert np.array_equal(found.states, expected.states)
    TokenStateStore(tmp_path, ENCODER.encoder_hash, ENCODER).write(["one more", *TEXTS])
    assert len(reader.of(["one more"])[0].ids) == 2
    assert len(reader.kept_ids([*TEXTS, "unknown"])) == 3


def test_what_isnt_kept_is_read_anew_and_without_an_encoder_is_an_error(tmp_path: Path) -> None:
    assert len(TokenStateStore(tmp_path, ENCODER.encoder_hash, ENCODER).of(["a b c"])[0].ids) == 3
    with pytest.raises(IndexFileError, match="opened without its encoder"):
        store(tmp_path).of(["a b c"])


def test_a_writer_that_died_leaves_nothing_half(tmp_path: Path) -> None:
    TokenStateStore(tmp_path, ENCODER.encoder_hash, ENCODER).write(TEXTS[:1])
    [folder] = tmp_path.glob("tokens-*")
    for name in ("ids", "states", "rows"):
        with (folder / name).open("ab") as file:
            file.write(b"\1\2\3")
    TokenStateStore(tmp_path, ENCODER.encoder_hash, ENCODER).write(TEXTS)
    expected = TokenText.of(next(ENCODER.read_all([TEXTS[1]])))
    assert np.array_equal(store(tmp_path).of(TEXTS[1:2])[0].states, expected.states)
    (folder / "states").write_bytes((folder / "states").read_bytes()[:-1])
    assert len(store(tmp_path).kept_ids(TEXTS)) == 2  # the last one's were cut off


def test_an_index_keeps_its_passages_and_lets_go_of_removed_ones(tmp_path: Path) -> None:
    tokens = TokenStateStore(tmp_path, ENCODER.encoder_hash, ENCODER)
    storage.save(build([pair(number) for number in range(4)], ENCODER, tokens=tokens), tmp_path)
    stored = storage.open_stored(tmp_path, ENCODER.encoder_hash, ENCODER)
    changes.add(stored, tmp_path, additions(stored.index, [pair(9)], ENCODER))
    texts = [entry.text for entry in stored.index.entries.values()]
    assert len(store(tmp_path).kept_ids(texts)) == 5
    gone = stored.index.entries[pair(1).id].text
    changes.remove(stored, tmp_path, [pair(1).id])
    changes.compact(stored, tmp_path)
    assert len(list(tmp_path.glob("tokens-*"))) == 1
    assert store(tmp_path).kept_ids([gone]) == []
    assert len(store(tmp_path).kept_ids(texts)) == 4


def test_an_index_without_its_cache_answers_the_same(tmp_path: Path) -> None:
    storage.save(build([pair(number) for number in range(8)], ENCODER), tmp_path)
    [cache] = tmp_path.glob("tokens-*")
    cache.rename(tmp_path / "elsewhere")
    index = storage.load(tmp_path, ENCODER.encoder_hash, ENCODER)
    text = "how about thing3 please"
    assert "thing3 " in index.search(index.read(text, ENCODER.embed([text])[0]))[0].passage.text
