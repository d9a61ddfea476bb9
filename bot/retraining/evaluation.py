"""Asks the assistant the held-back questions, and compares what it does with what is expected: `make eval`.

`tests/held_back.jsonl` has a question a line: its text, the expected decision (`template`, `passage`, `clarify` or
`hand_over`), for a template its intent, and for a passage the dialogues that hold the answer. None of it is in the training
data, and nothing is tuned on it. `data/questions/validation.jsonl` is built alike, by two writers who saw neither those questions nor
the training examples: everything is chosen on it (`make eval ARGS=data/questions/validation.jsonl`).
"""

import argparse
import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.models.archive import served_model
from bot.server.assistant import Assistant

QUESTIONS = Path("tests/held_back.jsonl")
RESULTS = Path("bench/results/held_back.json")
GOAL = 0.85


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="?", default=QUESTIONS, help=f"a question a line; {QUESTIONS} if not given")
    questions: Path = parser.parse_args().questions
    outcomes = evaluate(served_model(), questions)
    table = Table("", "question", "expected", "came", "confidence", title=f"{len(outcomes)} questions of {questions}")
    for outcome in sorted(outcomes, key=lambda outcome: outcome.expected):
        mark = "[green]✓[/]" if outcome.right else "[red]✗[/]"
        table.add_row(mark, outcome.text, outcome.expected, outcome.came, f"{outcome.confidence:.2f}")
    console = Console()
    console.print(table)
    by_kind = {}
    for kind in ("template", "passage", "clarify", "hand_over"):
        of_kind = [outcome.right for outcome in outcomes if outcome.expected.startswith(kind)]
        by_kind[kind] = {"right": sum(of_kind), "of": len(of_kind)}
        console.print(f"{kind:10} {sum(of_kind):3} of {len(of_kind)}")
    right = sum(outcome.right for outcome in outcomes)
    console.print(f"[bold]{right} of {len(outcomes)} as expected: {right / len(outcomes):.1%}[/] (goal {GOAL:.0%})")
    if questions == QUESTIONS:
        RESULTS.write_text(json.dumps({"right": right, "of": len(outcomes), "goal": GOAL, "by_kind": by_kind}, indent=2) + "\n")


if __name__ == "__main__":
    main()
