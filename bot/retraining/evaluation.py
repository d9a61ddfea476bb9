"""Asks the assistant the held-back questions, and compares what it does with what is expected; `make eval` shows it.

`tests/held_back.jsonl` has a question a line: its text, the expected decision (`template`, `passage`, `clarify` or
`hand_over`), for a template its intent, and for a passage the dialogues that hold the answer. None of it is in the training
data, and nothing is tuned on it. `data/questions/validation.jsonl` is built alike, by two writers who saw neither those questions nor
the training examples: everything is chosen on it (`make eval ARGS=data/questions/validation.jsonl`).
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.server.assistant import Assistant

QUESTIONS = Path("tests/held_back.jsonl")


@dataclass(frozen=True)
class Outcome:
    """A question, what was expected, and what came."""

    text: str
    expected: str
    came: str
    confidence: float
    right: bool


def judge(question: dict[str, Any], answer: dict[str, Any]) -> Outcome:
    """Whether an answer is the expected one."""
    decision = answer["decision"]
    came, expected = decision, question["expect"]
    right = decision == question["expect"]
    if decision == "template":
        came = f"template {answer['intent']}"
    if decision == "passage":
        came = f"passage {answer['sources'][0]['dialogue']}"
    if question["expect"] == "template":
        expected = f"template {question['intent']}"
        right = right and answer["intent"] == question["intent"]
    if question["expect"] == "passage":
        expected = f"passage {' or '.join(question['dialogues'])}"
        right = right and bool({source["dialogue"] for source in answer["sources"]} & set(question["dialogues"]))
    return Outcome(question["text"], expected, came, answer["confidence"], right)


async def ask_all(assistant: Assistant, questions: Iterable[dict[str, Any]]) -> list[Outcome]:
    return [judge(question, await assistant.ask(question["text"])) for question in questions]


def evaluate(model: Path, questions: Path = QUESTIONS) -> list[Outcome]:
    """Asks a trained model all questions of a file, each in a conversation of its own."""
    lines = questions.read_text(encoding="utf-8").splitlines()
    return asyncio.run(ask_all(Assistant.load(model), map(json.loads, lines)))
