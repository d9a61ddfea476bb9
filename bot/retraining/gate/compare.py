"""Compares a candidate with another model, by all that the gate looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.decisions.questions import Question
from bot.models.promotion_settings import PromotionSettings
from bot.models.registry import version_of
from bot.retraining.evaluation.asking import evaluate
from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.unseen import outcome_of, paired, read_unseen
from bot.retraining.gate.asked import asked_questions
from bot.retraining.gate.contents import objections
from bot.retraining.gate.groups import asked_by_groups
from bot.retraining.gate.new_answers import new_answers
from bot.retraining.gate.verdict import Verdict, judge_candidate
from bot.workspace import Workspace
from data.errors import ModelError

Ask = Callable[[Path, Sequence[Question]], Evaluation]


def compare(candidate: Path, served: Path, ask: Ask = evaluate) -> Verdict:
    """Judges a candidate.

    Args:
        candidate, served: the models' archives.
        ask: has a model asked questions.

    Raises:
        HeedError: a model, its index or the settings can't be used, or the candidate keeps no outcomes of unseen questions.
    """
    workspace = Workspace.current()
    settings = PromotionSettings.load(workspace.promotion)
    now, _ = read_unseen(candidate)
    if not now:
        raise ModelError(f"{version_of(candidate)} keeps no outcomes of unseen questions, so that it can't be judged; train anew")
    graded = paired(candidate, served)
    groups = [replace(question, place=f"set {number}") for number, group in enumerate(asked_by_groups(now)) for question in group]
    questions = [*asked_questions(workspace, now), *groups]
    kept = [[outcome_of(pair[place]) for pair in graded] for place in (0, 1)]
    before, after = (
        Evaluation(version_of(model), (*known, *ask(model, questions).outcomes)) for model, known in zip((served, candidate), kept)
    )
    found = objections(new_answers(candidate, served), settings.fewest_dialogues, settings.refused_words)
    return judge_candidate(Comparison(before, after), found, settings)
