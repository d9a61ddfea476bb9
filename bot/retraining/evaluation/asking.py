"""Asks an assistant questions, each in a conversation of its own."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.decisions.questions import Question
from bot.models.registry import version_of
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.judging import Outcome, judge

Report = Callable[[int, int], None]


class Answering(Protocol):
    """What is asked: `bot.server.model.assistant.Assistant`, or what answers like it."""

    async def ask(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        """The answer to a message of a conversation."""


def evaluate(model: Path, questions: Sequence[Question], report: Report = lambda done, total: None) -> Evaluation:
    """Asks a trained model all questions.

    Args:
        model: its archive.
        questions: at least one.
        report: is called after each question with how many were asked and how many there are.

    Raises:
        HeedError: the model can't be used.
    """
    from bot.server.model.assistant import Assistant  # Rasa takes seconds to import; `--help` shouldn't

    return Evaluation(version_of(model), tuple(asyncio.run(ask_all(Assistant.load(model), questions, report))))


async def ask_all(assistant: Answering, questions: Sequence[Question], report: Report = lambda done, total: None) -> list[Outcome]:
    """The outcome of each question, in their order; what was said before it is said first."""
    outcomes = []
    report(0, len(questions))
    for number, question in enumerate(questions, start=1):
        conversation = uuid.uuid4().hex
        for earlier in question.before:
            await assistant.ask(earlier, conversation)
        outcomes.append(judge(question, await assistant.ask(question.text, conversation)))
        report(number, len(questions))
    return outcomes
