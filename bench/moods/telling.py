"""How well moods are told: of tweets to airlines, and of held-out messages of our own in several languages; beside TF-IDF in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline, make_union

from bench.moods.airlines import Tweet
from bench.moods.vectors import Messages
from bench.processor import cpu_seconds
from bench.results import Result
from finetune.encoders.reading import Reader
from finetune.moods.labelled import Labelled, read_labelled, shipped
from finetune.moods.mood import MOODS, MoodModel
from finetune.moods.moods import Moods
from finetune.moods.network import MoodNetwork
from finetune.settings import TrainingSettings
from finetune.training.mood_network import learn_network

HERE = Path(__file__).parent
GOAL = 0.86
# Messages by whose reading a network's costs are measured.
TIMED = 500
# How far the labellers of a tweet agreed, at least.
AGREED = {"all labels": 0.0, "labels that most agreed on": 0.65, "labels that all agreed on": 0.99}


def airlines(tweets: Sequence[Tweet], messages: Messages, hashes: tuple[str, str]) -> Iterator[Result]:
    """Fitted on the tweets that aren't held out, as a company's ratings are, and asked about those that are.

    However far labellers agreed on what is asked, all other tweets are learnt from: a company's ratings have one label each, too.
    """
    held_out, agreed = (np.array(each) for each in zip(*((tweet.held_out, tweet.agreed) for tweet in tweets)))
    learnt, shipped_weights = messages.part(~held_out), MoodModel.load()
    peer, regression = _tf_idf(learnt.texts, learnt.moods), learnt.fit(hashes, prior=shipped_weights)
    with tempfile.TemporaryDirectory() as folder:
        before = cpu_seconds()
        network = learn_network(*learnt, shipped_weights, TrainingSettings.encoder, Path(folder))
        yield from _costs(network, messages.texts[:TIMED], len(learnt.texts), cpu_seconds() - before, Path(folder))
    for condition, least in AGREED.items():
        asked = messages.part(held_out & (agreed >= least))
        test = f"tweets to airlines, {len(asked.texts):,} of {len(asked.texts) + len(learnt.texts):,} held out"
        yield from _figures(test, asked.moods, asked.told(Moods(regression, network)), "heed", condition, GOAL)
        yield from _figures(test, asked.moods, asked.told(regression), "heed without a network (no PyTorch)", condition)
        yield from _figures(test, asked.moods, peer.predict(asked.texts), "tf-idf", condition)
        yield from _figures(test, asked.moods, asked.told(shipped_weights), "heed as shipped (no tweet learnt)", condition)


def _costs(network: MoodNetwork | None, texts: Sequence[str], learnt: int, seconds: float, folder: Path) -> Iterator[Result]:
    """What a network took to train, what it counts, and what it takes of a server that reads texts."""
    test = f"a network fine-tuned on {learnt:,} tweets"
    yield Result(test, "training", seconds, "CPU-s")
    yield Result(test, "its share beside the regression", network.share if network else 0.0)
    before = cpu_seconds()
    if served := MoodNetwork.load(folder):
        served.log_probabilities(texts)
        yield Result(test, "a message read", 1000 * (cpu_seconds() - before) / len(texts), "CPU-ms")
        yield Result(test, "on the disk", sum(file.stat().st_size for file in folder.iterdir()) / 1e6, "MB")


def own_messages(reader: Reader) -> Iterator[Result]:
    """The shipped weights, on messages that were held out before anything was fitted, beside TF-IDF fitted on the same."""
    learnt, model = shipped(), MoodModel.load()
    peer = _tf_idf([each.text for each in learnt], [each.mood for each in learnt])
    for language, labelled in _held_out().items():
        messages = Messages.read(labelled, reader)
        test = f"support messages, {language}, {len(labelled)} held out"
        yield from _figures(test, messages.moods, messages.told(model), "heed as shipped")
        yield from _figures(test, messages.moods, peer.predict(messages.texts), "tf-idf")


def _held_out() -> dict[str, list[Labelled]]:
    found = {language: list(read_labelled(HERE / f"held_out_{language}.tsv")) for language in ("en", "zh")}
    for line in (HERE / "other_languages.tsv").read_text(encoding="utf-8").splitlines():
        language, mood, text = line.split("\t")
        found.setdefault(language, []).append(Labelled(text, next(each for each in MOODS if each == mood)))
    return found


def _figures(
    test: str, right: Sequence[str], told: Sequence[str], system: str, condition: str = "", goal: float | None = None
) -> Iterator[Result]:
    hits = np.asarray(right) == np.asarray(told)
    accuracy = float(hits.mean())
    wanted, holds = ("", None) if goal is None else (f"≥ {goal:g}", accuracy >= goal)
    yield Result(test, "accuracy", accuracy, "", wanted, holds, system, condition)
    negative = float(f1_score(np.asarray(right) == "negative", np.asarray(told) == "negative"))
    yield Result(test, "F1 of negative", negative, system=system, condition=condition)


def _tf_idf(texts: Sequence[str], moods: Sequence[str]) -> Any:
    """TF-IDF of words, pairs of words and pieces of words, with a logistic regression."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    return make_pipeline(make_union(words, pieces), LogisticRegression(C=5.0, max_iter=200)).fit(texts, moods)
