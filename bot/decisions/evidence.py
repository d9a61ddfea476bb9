"""The evidence of a turn: what the pipeline found and decided, kept beside the message and shown by `heed ask`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from finetune.moods.mood import Mood
    from retrieval.search.entries import Hit, Source

# The key under which it stands in the message, and so in the tracker and in `rasa shell nlu`.
EVIDENCE = "evidence"
# Passages that are kept: enough to see why, few enough to store with every message.
KEPT = 3


@dataclass(frozen=True)
class Answered:
    """One of several questions of a message, and what it was answered from."""

    text: str
    decision: str
    intent: str = ""
    confidence: float = 0.0
    passages: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Evidence:
    """What one message was answered from. All of it goes into JSON and comes back."""

    language: str
    decision: str = "hand_over"
    intent: str = ""
    confidence: float = 0.0
    chances: dict[str, float] = field(default_factory=dict)  # of each decision to be the right one
    intent_confidence: float = 0.0
    information: float = 0.0
    ranking: list[dict[str, Any]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    suggested: list[dict[str, Any]] = field(default_factory=list)  # for a person to choose from, where one asks; else empty
    attention: list[dict[str, Any]] = field(default_factory=list)
    mood: Mood | Literal[""] = ""  # of the message; empty where no model told it
    parts: list[Answered] = field(default_factory=list)  # of a message that asks several things; empty for one question

    def as_json(self) -> dict[str, Any]:
        """What goes into JSON; it shares its lists with this object."""
        return {**vars(self), "parts": [dict(vars(part)) for part in self.parts]}

    @classmethod
    def from_json(cls, record: dict[str, Any] | None) -> Evidence | None:
        return cls(**{**record, "parts": [Answered(**part) for part in record.get("parts", ())]}) if record else None


def passage_record(hit: Hit) -> dict[str, Any]:
    """A hit as it is kept, the newest sources first; without the question that led to it: another customer's words have no place in
    this one's conversation, where nobody would look for them to erase them."""
    return {
        "text": hit.passage.text,
        "template": hit.passage.template,
        "probability": round(hit.probability, 4),
        "similarity": round(hit.fit.similarity, 4),
        "coverage": round(hit.fit.coverage, 4),
        "sources": [_source_record(source, hit.probability) for source in hit.passage.sources],
    }


def _source_record(source: Source, probability: float) -> dict[str, Any]:
    """A dialogue; or the section of a document, with `page`, `section` (0 before the first heading) and, if it is known, `address`."""
    record = {"dialogue": source.dialogue, "date": source.date and source.date.isoformat(), "score": round(probability, 4)}
    if source.page:
        record |= {"page": source.page, "section": source.section, **({"address": source.address} if source.address else {})}
    return record
