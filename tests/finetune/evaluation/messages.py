"""Evaluated messages, made by hand."""

from finetune.evaluation.predictions import EvaluatedMessage

FOREIGN = ["the president of France met the press today", "penguins can not fly"]


def message(
    label: str | None, predicted: str, confidence: float = 0.9, decision: str = "answer", out_of_scope: bool = False
) -> EvaluatedMessage:
    return EvaluatedMessage(
        f"{label} as {predicted}", label, out_of_scope, (predicted, "c"), confidence, confidence, 1 - confidence, decision
    )


# Six messages: `a` is found twice of three times, `b` once of two, `c` never; `d` isn't tested.
SIX = [
    message("a", "a"),
    message("a", "a"),
    message("a", "b", 0.7),
    message("b", "b", 0.8),
    message("b", "a", 0.6),
    message("c", "b", 0.5),
]
