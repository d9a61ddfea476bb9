"""The passage index with the real encoder, on a dozen dialogues' worth of pairs."""

import datetime
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from data.errors import DataError, IndexFileError
from data.records import Pair
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.building.build import build
from retrieval.building.deduplication import fold
from retrieval.lexical.words import words
from retrieval.search import calibration
from retrieval.search.index import PassageIndex
from retrieval.storage import snapshots as storage

POT = "Yes, the Aune enamel pot works on induction hobs and in the oven up to 250 degrees."
KETTLE = "Please descale it with 20 g of citric acid in a litre of water, let it stand and rinse twice."
PAIRS = [
    Pair("Does the enamel pot work on my induction hob?", POT, "d-1", datetime.date(2025, 1, 1)),
    Pair("can i use aune on induction", POT, "d-2", datetime.date(2026, 2, 2)),
    Pair("There is white stuff in my kettle, how do I clean it?", KETTLE, "d-3", datetime.date(2025, 5, 5)),
    Pair("My shelf came without screws", "We send you the missing M6 screws free of charge within three days.", "d-4", None),
    Pair("水壶里有水垢怎么办", "可以用柠檬酸20克加一升水煮开，静置后冲洗两次就好了。", "d-5", datetime.date(2025, 6, 6)),
    Pair(
        "Can a squirrel-proof guard be had for the bird feeder?", "The baffle against squirrels is on sale again from spring.", "d-6", None
    ),
]


@pytest.fixture(scope="module")
def index(encoder: E5Encoder) -> PassageIndex:
    return build(PAIRS, encoder)


def ask(index: PassageIndex, encoder: E5Encoder, text: str, without_dialogue: str | None = None) -> Sequence[str]:
    return [hit.passage.text for hit in index.search(index.read(text, encoder.read(text).sentence), without_dialogue=without_dialogue)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("will the enamel pot do on an induction stove", POT),
        ("limescale in the kettle", KETTLE),
        ("水垢", PAIRS[4].answer),
        ("squirrels eat my bird food", PAIRS[5].answer),
    ],
)
def test_the_right_answer_comes_first(index: PassageIndex, encoder: E5Encoder, question: str, answer: str) -> None:
    assert ask(index, encoder, question)[0] == answer


def test_the_dense_half_is_brute_force(index: PassageIndex, encoder: E5Encoder) -> None:
    query = encoder.read("induction").sentence
    expected = encoder.embed([pair.question for pair in PAIRS]) @ query
    for hit in index.search(index.read("induction", query), k=10):
        best = max(expected[place] for place, pair in enumerate(PAIRS) if pair.question == hit.question)
        assert hit.fit.similarity == pytest.approx(best, abs=1e-4)


def test_near_duplicates_are_one_passage_with_its_sources_the_newest_first(index: PassageIndex, encoder: E5Encoder) -> None:
    text = "enamel pot on induction"
    [hit] = [hit for hit in index.search(index.read(text, encoder.read(text).sentence)) if hit.passage.text == POT]
    assert hit.passage.count == 2
    assert [source.dialogue for source in hit.passage.sources] == ["d-2", "d-1"]
    assert hit.passage.sources[0].date == datetime.date(2026, 2, 2)


def test_small_changes_fold_and_other_answers_do_not() -> None:
    changed = POT.replace("Yes, the", "Yes! The").replace("hobs", "hob")
    groups = fold([PAIRS[0], Pair("q", changed, "d-7"), PAIRS[2]])
    assert sorted(map(sorted, groups)) == [[0, 1], [2]]


def test_a_dialogue_can_be_left_out(index: PassageIndex, encoder: E5Encoder) -> None:
    assert KETTLE not in ask(index, encoder, "white stuff in my kettle", without_dialogue="d-3")


def test_what_is_saved_is_loaded(index: PassageIndex, encoder: E5Encoder, tmp_path: Path) -> None:
    manifest = storage.save(index, tmp_path)
    assert (manifest.entries, manifest.passages) == (6, 5)
    loaded = storage.load(tmp_path, encoder.encoder_hash, encoder)
    query = index.read("kettle", encoder.read("kettle").sentence)
    assert loaded.search(query) == index.search(query)


def test_saving_again_leaves_one_snapshot(index: PassageIndex, encoder: E5Encoder, tmp_path: Path) -> None:
    storage.save(index, tmp_path)
    storage.save(build(PAIRS[:3], encoder), tmp_path)
    storage.save(index, tmp_path)
    assert len(list(tmp_path.glob("snapshot-*"))) == 1
    assert storage.load(tmp_path, encoder.encoder_hash, encoder).pairs == PAIRS


def test_a_foreign_or_damaged_index_is_refused(index: PassageIndex, encoder: E5Encoder, tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="holds no index; build one with `heed index build`"):
        storage.load(tmp_path, encoder.encoder_hash, encoder)
    manifest = storage.save(index, tmp_path)
    with pytest.raises(IndexFileError, match="was made with the encoder"):
        storage.load(tmp_path, "0" * 64)
    entries = tmp_path / manifest.snapshot / "entries.jsonl"
    entries.write_text(entries.read_text().replace("250", "350"))
    with pytest.raises(IndexFileError, match=r"entries\.jsonl is missing or damaged"):
        storage.load(tmp_path, encoder.encoder_hash, encoder)
    (tmp_path / "manifest.json").write_text(json.dumps({"version": storage.VERSION, "snapshot": "x"}))
    with pytest.raises(IndexFileError, match="is damaged"):
        storage.load(tmp_path, encoder.encoder_hash, encoder)


def test_mining_twice_adds_nothing(encoder: E5Encoder) -> None:
    assert len(build([*PAIRS, *PAIRS], encoder).pairs) == len(PAIRS)


def test_nothing_to_index_is_a_clear_error(encoder: E5Encoder) -> None:
    with pytest.raises(DataError, match="no question/answer pairs"):
        build([], encoder)


def test_progress_reaches_the_end(encoder: E5Encoder) -> None:
    seen: list[tuple[int, int]] = []
    build(PAIRS, encoder, report=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]


def test_coverage_weighs_rare_words(index: PassageIndex) -> None:
    def coverage(query: str, text: str) -> tuple[float, float]:
        return index.lexical.coverage(index.lexical.weigh(query), text)

    assert coverage("squirrel", "a squirrel")[0] == pytest.approx(1)
    assert coverage("xyzzy", "a squirrel") == (0, 0)
    assert 0 < coverage("squirrel xyzzy", "a squirrel")[0] < 1
    assert coverage("", "a squirrel") == (0, 0)
    assert coverage("squirrel", "a squirrel")[1] > coverage("kettle induction", "an induction hob")[1] / 2


def test_probability_rises_with_the_evidence() -> None:
    trials = [calibration.Trial("en", (similarity, 0.5), bool(similarity > 0.6)) for similarity in np.linspace(0, 1, 200)]
    fitted = calibration.fit([*trials, calibration.Trial("de", (0.1, 0.1), False)])
    weights = calibration.weights_for("en", fitted)
    assert calibration.probability((0.95, 0.5), weights) > 0.9
    assert calibration.probability((0.1, 0.5), weights) < 0.1
    assert "de" not in fitted
    assert calibration.weights_for("de", fitted) == fitted[calibration.OTHER]
    assert calibration.weights_for("en", {}) == calibration.PRIOR_WEIGHTS


def test_words() -> None:
    assert words("The Kettles' lids were screaming, please!") == ["kettl", "lid", "scream"]
    assert "水垢" in words("水壶里有水垢怎么办")
    assert words("水壺裡有水垢怎麼辦") == words("水壶里有水垢怎么办")
    assert words("my order [order] is lost") == ["order", "[order]", "lost"]


def test_a_passage_that_says_what_a_template_says_is_linked_to_it(encoder: E5Encoder, tmp_path: Path) -> None:
    templates = {"descale": "Descale it with 20 g of citric acid in a litre of water and rinse it.", "price": "It costs 3.90."}
    linked = build(PAIRS, encoder, templates)
    storage.save(linked, tmp_path)
    for index in (linked, storage.load(tmp_path, encoder.encoder_hash, encoder)):
        templates_of = {passage.text: passage.template for passage in map(index.passage, index.passages)}
        assert templates_of[KETTLE] == "descale"
        assert templates_of[POT] is None


def test_an_index_of_another_version_is_refused(index: PassageIndex, encoder: E5Encoder, tmp_path: Path) -> None:
    storage.save(index, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "version": 0}))
    with pytest.raises(IndexFileError, match="was made by another version of Heed"):
        storage.load(tmp_path, encoder.encoder_hash, encoder)
