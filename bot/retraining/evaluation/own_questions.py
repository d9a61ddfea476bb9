"""Questions that a company has without writing any: its training examples, and what customers asked before.

The model has learnt from both, so that they flatter it: they show what it does with its own words, not with new ones.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from bot.decisions.questions import Part, Question
from bot.domain import PASSAGE
from bot.models.indexes import served_index
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from data.languages import language_of
from retrieval.storage.snapshots import load

EXAMPLES, PAST_QUESTIONS = 200, 100
# Longer past questions tell a story, with more than one thing asked in it; shorter ones lean on what was said before.
SHORTEST, LONGEST = 25, 300

Item = TypeVar("Item")


def own_questions(workspace: Workspace) -> list[Question]:
    """A sample of a company's examples and past questions with what they should come to, the same each time.

    An example should get its intent's template. A past question should get the template that says what the agent answered, or
    else a passage from a dialogue with that answer; there are none if no index was built.

    Raises:
        HeedError: there is no model, or the data or the index can't be used.
    """
    with workspace.used():
        return [*_sample(example_questions(workspace), EXAMPLES), *_sample(past_questions(), PAST_QUESTIONS)]


def example_questions(workspace: Workspace) -> list[Question]:
    """All written examples, with their intents' templates.

    Raises:
        DataError: a file can't be read.
    """
    folder = workspace.data / "nlu"
    written = [example for example in read_examples(folder) if example.intent != PASSAGE] if folder.is_dir() else []
    return [Question(each.text, (Part.of("template", each.intent),), language_of(each.text), "own examples") for each in written]


def past_questions() -> list[Question]:
    """All past questions of the served index that say by themselves what is asked, with what agents answered.

    Raises:
        HeedError: there is no model, or its index can't be used.
    """
    with served_index() as place:
        if not place.is_there:
            return []
        entries = load(place.folder, place.encoder_hash).entries.values()
    dialogues = defaultdict(list)
    for entry in entries:
        dialogues[entry.passage].append(entry.pair.dialogue)
    asked = [entry for entry in entries if SHORTEST <= len(entry.pair.question) <= LONGEST and not (entry.outdated or entry.pair.document)]
    return [
        Question(
            entry.pair.question,
            (Part.of("template", entry.template) if entry.template else Part.of("passage", dialogues=dialogues[entry.passage]),),
            language_of(entry.pair.question),
            "past questions",
        )
        for entry in asked
    ]


def _sample(items: Sequence[Item], most: int) -> list[Item]:
    return random.Random(0).sample(items, min(most, len(items)))
