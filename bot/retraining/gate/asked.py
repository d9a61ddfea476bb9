"""What both models are asked besides: what is out of scope, questions among chatter, and those that the archives don't keep."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from bot.decisions.questions import Part, Question
from bot.decisions.unseen import Unseen
from bot.retraining.evaluation.unseen import REVIEWED_WEIGHT, composed_questions
from bot.workspace import Workspace
from data.languages import language_of
from finetune.training.chatter import chatter_for

OUT_OF_SCOPE = Path(__file__).with_name("out_of_scope.txt")
SCOPE, DISTRACTED = "out of scope", "among chatter"
# Written examples that are shown among chatter; both models have learnt them, so that it is the chatter that is tested.
CHATTERED = 80


def asked_questions(workspace: Workspace, unseen: Sequence[Unseen]) -> list[Question]:
    """The questions, the same each time.

    Args:
        workspace: its reviewed questions count as far as they hold several questions or follow on others: no archive keeps those.
        unseen: of the candidate; its written examples are shown among chatter.
    """
    lines = OUT_OF_SCOPE.read_text(encoding="utf-8").splitlines()
    outside = [Question(text, (Part("hand_over"),), language_of(text), SCOPE) for text in lines if text]
    rng = random.Random(0)
    written = [each for each in unseen if each.expected == "template" and each.weight < REVIEWED_WEIGHT]
    distracted = [
        Question(_among_chatter(each.text, rng), (Part("template", each.intent),), language_of(each.text), DISTRACTED)
        for each in rng.sample(written, min(CHATTERED, len(written)))
    ]
    return [*outside, *distracted, *composed_questions(workspace)]


def _among_chatter(text: str, rng: random.Random) -> str:
    before, after = rng.sample(chatter_for(text), 2)
    return f"{before} {text} {after}"
