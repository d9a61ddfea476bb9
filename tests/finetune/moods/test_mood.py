"""The shipped weights, and what becomes of damaged ones."""

from pathlib import Path

import numpy as np
import pytest

from data.errors import ModelError
from finetune.classifier.ngrams import Vocabulary
from finetune.encoders.reading import Reader
from finetune.moods.features import features, spelt
from finetune.moods.fitting import fit
from finetune.moods.labelled import Labelled
from finetune.moods.mood import SHIPPED, Mood, MoodModel
from finetune.moods.moods import Moods
from finetune.settings import TrainingSettings


@pytest.fixture(scope="module")
def reader(encoders: Path) -> Reader:
    return Reader.load(encoders, TrainingSettings.encoder)


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("I have been waiting for two weeks and nobody cares, this is ridiculous!", "negative"),
        ("What are your opening hours?", "neutral"),
        ("let me speak to a human please", "neutral"),
        ("Wonderful, thank you for the quick help!", "positive"),
        ("等了两个星期都没人管，太气人了", "negative"),
        ("请问你们几点开门", "neutral"),
        ("谢谢，你们服务真好", "positive"),
        ("Das ist wirklich eine Frechheit, ich bin stinksauer", "negative"),
        ("Wann habt ihr geöffnet?", "neutral"),
        ("", "neutral"),
    ],
)
def test_the_shipped_weights_tell_moods(reader: Reader, text: str, mood: Mood) -> None:
    model = MoodModel.load()
    assert model.hashes == reader.hashes  # else they are fitted anew by each training
    reading = reader.read(text)
    assert Moods(model).mood(text, reading.english, reading.tokens.sentence) == mood


def test_ratings_move_what_is_shipped(reader: Reader) -> None:
    shipped = MoodModel.load()
    odd = [Labelled(f"the grommet number {number} is in the blue box", "negative") for number in range(20)]
    own = fit(odd, reader, shipped)
    readings = reader.read_all([odd[0].text])
    read = [odd[0].text], readings.english, readings.sentences
    before, after = (model.probabilities(features(*read, model.vocabulary))[0, 0] for model in (shipped, own))
    assert before < 0.5 < after


def test_a_company_s_own_words_are_added(reader: Reader) -> None:
    shipped = MoodModel.load()
    own = shipped.with_words_of([spelt("grommet zyx"), spelt("grommet zyx")])
    assert len(own.vocabulary.hashes) > len(shipped.vocabulary.hashes)
    reading = reader.read_all(["what a grommet zyx"])
    read = ["what a grommet zyx"], reading.english, reading.sentences
    told = [model.probabilities(features(*read, model.vocabulary)) for model in (shipped, own)]
    assert np.argmax(told[0]) == np.argmax(told[1])  # they speak for no mood yet


def test_weights_are_small_and_come_back_as_they_were(tmp_path: Path) -> None:
    assert SHIPPED.stat().st_size < 1_000_000
    vocabulary = Vocabulary.of(["red green", "green"])
    ngrams = np.ones((len(vocabulary.hashes), 3), dtype=np.float32)
    model = MoodModel(np.ones((5, 3), dtype=np.float32), ngrams, vocabulary, ("a", "b"))
    model.save(tmp_path / "moods.safetensors")
    back = MoodModel.load(tmp_path / "moods.safetensors")
    assert back.hashes == ("a", "b")
    assert np.array_equal(back.weights, model.weights)
    assert np.array_equal(back.ngrams, ngrams)
    assert np.array_equal(back.vocabulary.hashes, vocabulary.hashes)


def test_damaged_weights_are_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "moods.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0{}{}{}{}")
    with pytest.raises(ModelError, match="missing or damaged"):
        MoodModel.load(tmp_path / "moods.safetensors")
    with pytest.raises(ModelError, match="missing or damaged"):
        MoodModel.load(tmp_path / "none.safetensors")
