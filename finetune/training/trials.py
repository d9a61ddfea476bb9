"""Tries settings on held-out examples: which ones is Optuna's choice (a tree-structured Parzen estimator, Bergstra et al. 2011).

Only the few that matter: how far the regressions are regularised and, where a network is trained, its learning rate, its consistency and
how many of its layers are trained. The settings as they stand are tried first, and stay unless others are better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import SettingsError
from data.records import Example
from finetune.settings import TrainingSettings
from finetune.training.fit import Report, held_out_loss
from finetune.training.remembering_reader import RememberingReader

if TYPE_CHECKING:
    from optuna.trial import Trial

Chosen = Mapping[str, float | int]


@dataclass(frozen=True)
class Tried:
    """Settings, and how a classifier that is trained with them reads what was held out.

    Attributes:
        changes: the settings that were tried; none in the first trial, whose settings are as they stand.
        loss: mean negative log-probability of the right intent.
        accuracy: share of the messages that are read rightly.
    """

    changes: Chosen
    loss: float
    accuracy: float


def try_settings(
    examples: Sequence[Example],
    encoders: Path,
    settings: TrainingSettings,
    trials: int,
    report: Callable[[Tried], None] = lambda _: None,
    progress: Report = lambda _: None,
    reader: RememberingReader | None = None,
) -> list[Tried]:
    """Tries settings; what was tried, the best first.

    Args:
        examples: texts with their intents; at least two intents, and two examples of each.
        encoders: where the exported encoders are.
        settings: as they stand; `mode` says what there is to try.
        trials: how many, one at least; the first is of the settings as they stand.
        report: is called after each trial.
        progress: is called after each step of a training.
        reader: of the encoders, if the caller has loaded them already.

    Raises:
        SettingsError: Optuna is not installed, or PyTorch isn't and a network is to be trained.
        DataError: the examples are too few.
    """
    if find_spec("optuna") is None:
        raise SettingsError("trying settings needs Optuna, which is not installed; `pip install heed[train]` brings it")
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    reader = reader or RememberingReader.load(encoders, settings.encoder)
    found: list[Tried] = []

    def objective(trial: Trial) -> float:
        changes = _suggested(trial, settings)
        loss, accuracy = held_out_loss(examples, encoders, replace(settings, **changes), progress, reader)
        found.append(Tried(changes if found else {}, loss, accuracy))
        report(found[-1])
        return loss

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=settings.seed))
    study.enqueue_trial({name: getattr(settings, name) for name in _names(settings)})
    study.optimize(objective, n_trials=trials)
    return sorted(found, key=lambda tried: tried.loss)


def _names(settings: TrainingSettings) -> list[str]:
    network = ["learning_rate", "consistency"] if settings.mode != "quick" else []
    return ["strength", *network, *(["trained_layers"] if settings.mode == "top" else [])]


def _suggested(trial: Trial, settings: TrainingSettings) -> dict[str, Any]:
    strength, rate = settings.strength, settings.learning_rate
    ranges: dict[str, Callable[[], float | int]] = {
        "strength": lambda: trial.suggest_float("strength", max(0.01, strength / 20), min(10_000.0, strength * 10), log=True),
        "learning_rate": lambda: trial.suggest_float("learning_rate", max(1e-7, rate / 10), min(1.0, rate * 4), log=True),
        "consistency": lambda: trial.suggest_float("consistency", 0.0, max(1.0, settings.consistency)),
        "trained_layers": lambda: trial.suggest_int("trained_layers", 1, max(6, settings.trained_layers)),
    }
    return {name: ranges[name]() for name in _names(settings)}
