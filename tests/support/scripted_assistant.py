"""Stands in for the assistant where what it answers is not what is tested: it knows answers by heart, and keeps what it was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

HAND_OVER: Mapping[str, Any] = {"decision": "hand_over", "intent": "", "confidence": 0.6, "text": "A person will write.", "sources": []}


def template(intent: str, confidence: float = 0.9, text: str = "…") -> dict[str, Any]:
    return {"decision": "template", "intent": intent, "confidence": confidence, "text": text, "sources": []}


def passage(*dialogues: str, confidence: float = 0.8, text: str = "…") -> dict[str, Any]:
    sources = [{"dialogue": dialogue} for dialogue in dialogues]
    return {"decision": "passage", "intent": "passage", "confidence": confidence, "text": text, "sources": sources}


def several(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to several questions at once, as `parts` beside the first of them."""
    kept = [{name: part[name] for name in ("decision", "intent", "sources")} for part in parts]
    return {**parts[0], "parts": kept}


class ScriptedAssistant:
    """Answers what it knows, and hands over everything else."""

    def __init__(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str | None]] = []

    async def ask(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        self.asked.append((text, conversation))
        return dict(self.answers.get(text, HAND_OVER))

    @property
    def conversations(self) -> Sequence[Sequence[str]]:
        """What was asked in each conversation, in order."""
        found: dict[str | None, list[str]] = {}
        for text, conversation in self.asked:
            found.setdefault(conversation, []).append(text)
        return list(found.values())
