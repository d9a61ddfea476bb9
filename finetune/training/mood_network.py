"""Fine-tunes the English encoder wholly on messages with their moods, and weighs it beside the regression. Needs torch."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from finetune.arrays import Floats, Labels
from finetune.classifier.logistic import log_softmax
from finetune.encoders.pretrained import load_pretrained, save_encoder
from finetune.encoders.sentence_encoder import SentenceEncoder
from finetune.encoders.sentence_export import exported_encoder
from finetune.encoders.tokenization import clean
from finetune.moods.features import features
from finetune.moods.fitting import fit_read
from finetune.moods.labelled import Labelled
from finetune.moods.mood import MOODS, MoodModel
from finetune.moods.network import MoodNetwork
from finetune.settings import TrainingSettings
from finetune.training.losses import smoothed
from finetune.training.progress import TrainingProgress
from finetune.training.trainer import Report, Task, TrainingRun

# One in so many messages is held out, but no more than so many: they say what the network counts.
HELD_OUT_OF, MOST_HELD_OUT = 10, 500
# What it may count; 0 is as if it weren't there.
SHARES = (0.0, 0.25, 0.33, 0.4, 0.5, 0.6)
# Below this probability a text isn't read as English.
SURELY_ENGLISH = 0.5
# All layers, in few epochs and small steps; messages are shown as they were written.
SETTINGS = TrainingSettings(mode="full", epochs=3, batch_size=32, learning_rate=1e-4, distraction=0.0, typos=0.0)


def learn_network(
    labelled: Sequence[Labelled],
    english: Floats,
    sentences: Floats,
    prior: MoodModel,
    encoder: str,
    folder: Path,
    report: Callable[[TrainingProgress], None] = lambda _: None,
    fewest: int = HELD_OUT_OF,
) -> MoodNetwork | None:
    """Trains a network and saves it in a folder; none, and no folder, if too few are English or the regression is better without it.

    Args:
        labelled: N messages with their moods.
        english, sentences: what the encoders made of them (N, E), (N, D), as `finetune.moods.features` takes them.
        prior: the regression's, as `finetune.moods.fitting` takes it.
        encoder: the English encoder, by the name that `finetune.encoders.pretrained` takes.
        folder: where it goes; what is in it is replaced.
        report: is called after each step.
        fewest: English messages that are enough to train with, at least 10: some of them are held out.

    Raises:
        ModelError: the encoder can't be loaded, or isn't built like BERT.
    """
    order = np.random.default_rng(SETTINGS.seed).permutation(len(labelled))
    order = order[np.linalg.norm(english[order], axis=1) >= SURELY_ENGLISH]
    if len(order) < fewest:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    held = min(len(order) // HELD_OUT_OF, MOST_HELD_OUT)
    asked, learnt = order[:held], order[held:]
    texts = [each.text for each in labelled]
    labels = np.array([MOODS.index(each.mood) for each in labelled], dtype=np.int64)
    network = _train([texts[place] for place in learnt], labels[learnt], encoder, folder, report)

    others = np.setdiff1d(np.arange(len(labelled)), asked)
    regression = fit_read([labelled[place] for place in others], english[others], sentences[others], prior.hashes, prior)
    of_asked = [texts[place] for place in asked]
    told = regression.probabilities(features(of_asked, english[asked], sentences[asked], regression.vocabulary))
    network = replace(network, share=_share(np.log(told), network.log_probabilities(of_asked), labels[asked]))
    if not network.share:
        shutil.rmtree(folder)
        return None
    network.save_head(folder)
    return network


def _train(texts: Sequence[str], labels: Labels, encoder: str, folder: Path, report: Report) -> MoodNetwork:
    """A network that has learnt from N messages with their labels (N,), its encoder saved in a folder."""
    pretrained = load_pretrained(encoder)
    settings = replace(SETTINGS, encoder=encoder, heads=math.gcd(SETTINGS.heads, int(pretrained.model.config.hidden_size)))
    run = TrainingRun(pretrained, len(MOODS), settings, settings.seed)
    run.model.pooling.requires_grad_(False)  # it stays the mean, as sentence encoders are served
    targets = smoothed(torch.from_numpy(labels), len(MOODS), settings.label_smoothing)
    run.train(
        Task([clean(text) for text in texts], targets), settings.epochs, None, lambda now: report(replace(now, phase="Learning moods"))
    )
    with torch.no_grad():
        head = (run.model.scale * functional.normalize(run.model.classes, dim=-1)).T.float().cpu().contiguous().numpy()  # (D, 3)
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as beside:
        trained = replace(pretrained, model=run.model.trained_encoder().cpu())
        save_encoder(trained, Path(beside) / "published")
        shutil.copytree(exported_encoder(str(Path(beside) / "published"), Path(beside) / "exported"), folder)
    return MoodNetwork(SentenceEncoder.load(folder), head, share=1.0)


def _share(regression: Floats, network: Floats, labels: Labels) -> float:
    """What the network is to count, so that held-out labels (N,) are likeliest; both log-probabilities are (N, 3)."""

    def likelihood(share: float) -> float:
        joined = log_softmax((1 - share) * regression + share * network)
        return float(joined[np.arange(len(labels)), labels].sum())

    return max(SHARES, key=likelihood)
