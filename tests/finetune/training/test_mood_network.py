"""All layers of the English encoder learn moods, and count beside the regression as far as held-out messages are told better."""

from pathlib import Path

import numpy as np
import pytest

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.classifier.ngrams import Vocabulary
from finetune.moods.features import spelt
from finetune.moods.labelled import Labelled
from finetune.moods.lexicon import WIDTH
from finetune.moods.mood import MOODS, MoodModel
from finetune.moods.moods import Moods
from finetune.moods.network import HEAD, MoodNetwork
from finetune.settings import TrainingSettings
from finetune.training.mood_network import learn_network

SAID = {"negative": "I am furious about the {}", "neutral": "Which size does the {} have", "positive": "I am delighted with the {}"}
THINGS = "lamp table chair vase shelf pan kettle rug sofa bed desk mirror clock towel plate bowl cup fork knife spoon".split()
WIDTH_OF_VECTORS = 16


def unit_vectors(count: int, seed: int) -> Floats:
    """Vectors that say nothing of a text: what is told right is told by the network."""
    drawn = np.random.default_rng(seed).normal(size=(count, WIDTH_OF_VECTORS)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def nothing_known() -> MoodModel:
    vocabulary = Vocabulary.of([spelt("the lamp"), spelt("the table")])
    weights = np.zeros((2 * WIDTH_OF_VECTORS + WIDTH + 1, len(MOODS)), dtype=np.float32)
    return MoodModel(weights, np.zeros((len(vocabulary.hashes), len(MOODS)), dtype=np.float32), vocabulary, ("a", "b"))


def test_a_network_learns_and_tells_english_only(tmp_path: Path) -> None:
    labelled = [Labelled(SAID[mood].format(thing), mood) for thing in THINGS for mood in MOODS]
    english, sentences = unit_vectors(len(labelled), 1), unit_vectors(len(labelled), 2)
    folder = tmp_path / "moods"
    network = learn_network(labelled, english, sentences, nothing_known(), TrainingSettings.encoder, folder)
    assert network
    assert network.share > 0
    served = MoodNetwork.load(folder)
    assert served
    assert served.share == network.share
    asked = [SAID[mood].format("curtain") for mood in MOODS]
    assert np.array_equal(served.log_probabilities(asked), network.log_probabilities(asked))
    moods, vectors = Moods(nothing_known(), served), unit_vectors(len(asked), 3)
    assert [moods.mood(text, *each) for text, *each in zip(asked, vectors, vectors)] == list(MOODS)
    foreign = moods.probabilities(asked, 0 * vectors, vectors)
    assert np.allclose(foreign, 1 / 3)  # the encoder can't read them: what the regression says stays
    (folder / HEAD).write_bytes(b"broken")
    with pytest.raises(ModelError, match=r"network in .* is damaged"):
        MoodNetwork.load(folder)
    assert MoodNetwork.load(tmp_path) is None


def test_too_few_english_messages_teach_none(tmp_path: Path) -> None:
    labelled = [Labelled(SAID[mood].format(thing), mood) for thing in THINGS for mood in MOODS]
    english, sentences = unit_vectors(len(labelled), 1), unit_vectors(len(labelled), 2)
    folder = tmp_path / "moods"
    for some, fewest in ((0 * english, 10), (english * (np.arange(len(english)) < 20)[:, None], 21)):
        folder.mkdir()  # of a training before
        assert learn_network(labelled, some, sentences, nothing_known(), TrainingSettings.encoder, folder, fewest=fewest) is None
        assert not folder.exists()
