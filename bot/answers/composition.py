"""Puts an answer together from passages: one, or two where a question has two parts and each passage answers one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.languages import sentences_of
from retrieval.lexical.words import distinct_words

# What joins two questions into one message: “… and …?”, “…? …?”
JOINS = re.compile(
    r"\b(?:and|also|plus|as well|or)\b|[?？].*[?？]|另外|还有|以及|并且|而且|[，,；;].*(?:吗|呢|[?？])", re.IGNORECASE | re.DOTALL
)
# Passages that are merged must be so probable, and the second must cover so many words of the question that the first doesn't.
SURE = 0.5
NEW_WORDS = 2
# Sentences that share so much of their words (Jaccard similarity) say the same.
SAME = 0.6


@dataclass(frozen=True)
class Part:
    """Sentences that one passage contributes, with where they come from."""

    sentences: tuple[str, ...]
    sources: Sequence[Mapping[str, Any]]


def compose(question: str, passages: Sequence[Mapping[str, Any]]) -> list[Part]:
    """The parts of an answer, the most relevant first.

    A second passage is taken in only if the message asks two things, both passages are probable, and the second covers words
    of the question that the first doesn't; of it, only the sentences that do so and say something new.

    Args:
        question: the customer's message.
        passages: what was found, the most relevant first, as `bot.decisions.evidence.passage_record` has it.
    """
    first, *others = passages
    said = sentences_of(first["text"])
    parts = [Part(tuple(said), first["sources"])]
    if not JOINS.search(question) or first.get("probability", 0.0) < SURE:
        return parts
    left = distinct_words(question) - distinct_words(f"{first.get('question', '')} {first['text']}")
    for passage in others:
        answers = left & distinct_words(f"{passage.get('question', '')} {passage['text']}")
        if passage.get("probability", 0.0) < SURE or len(answers) < NEW_WORDS:
            continue
        new = [sentence for sentence in sentences_of(passage["text"]) if not any(_same(sentence, other) for other in said)]
        to_the_point = [sentence for sentence in new if answers & distinct_words(sentence)]
        if to_the_point:
            return [*parts, Part(tuple(to_the_point), passage["sources"])]
    return parts


def _same(one: str, other: str) -> bool:
    mine, theirs = distinct_words(one), distinct_words(other)
    return len(mine & theirs) >= SAME * len(mine | theirs)
