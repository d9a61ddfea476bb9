"""What the answer of an intent with few examples says, as more examples: such an intent is known by the words of its answer, too.

A customer who asks “how many grams go in the basket?” has the answer's words, though of three questions that somebody labelled none may
have them. A dozen examples and more say better than an answer what customers write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.domain import answering_texts
from bot.workspace import Workspace
from data.languages import LETTER, sentences_of
from data.records import Example

# An intent with so many examples needs no more; a sentence with fewer letters says nothing of what it answers: “Yes, it does.”
MANY, SHORTEST = 15, 15


def answer_examples(workspace: Workspace, examples: Sequence[Example]) -> list[Example]:
    """The sentences of the templates of intents with few examples, each with its intent.

    Args:
        workspace: whose templates count.
        examples: all that are labelled; an intent without any gets none.
    """
    counts = Counter(example.intent for example in examples)
    return [
        Example(sentence, intent)
        for intent, texts in answering_texts(workspace.domain).items()
        if 0 < counts[intent] < MANY
        for text in texts
        for sentence in sentences_of(text)
        if len(LETTER.findall(sentence)) >= SHORTEST
    ]
