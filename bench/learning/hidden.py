"""A data set of which a company knows only a part: some intents not at all, and of the others only some labels. The rest is its log."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import write_examples
from data.records import Example

# Dialogues are numbered in letters: long numbers would be taken for a customer's, and redacted.
LETTERS = str.maketrans("0123456789", "abcdefghij")
DIGITS = str.maketrans("abcdefghij", "0123456789")


@dataclass(frozen=True)
class Hidden:
    """What the company knows, and what its log holds.

    Attributes:
        labelled: of the known intents.
        log: all other questions with the intent that nobody has told yet.
        hidden: the intents without a label.
    """

    labelled: list[Example]
    log: list[Example]
    hidden: frozenset[str]

    @classmethod
    def of(cls, questions: Sequence[tuple[str, str]], hidden: int, labelled: float, seed: int) -> Hidden:
        """Hides some intents, and the labels of all but a share of the other intents' questions."""
        chance = random.Random(seed)
        by_intent: dict[str, list[str]] = defaultdict(list)
        for text, intent in questions:
            by_intent[intent].append(text)
        unknown = frozenset(chance.sample(sorted(by_intent), hidden))
        known: list[Example] = []
        log: list[Example] = []
        for intent in sorted(by_intent):
            texts = sorted(by_intent[intent])
            chance.shuffle(texts)
            count = 0 if intent in unknown else max(2, round(labelled * len(texts)))
            known += [Example(text, intent) for text in texts[:count]]
            log += [Example(text, intent) for text in texts[count:]]
        return cls(known, log, unknown)

    def write(self, workspace: Workspace) -> None:
        """Writes what is known as training data, and the rest as a log of dialogues that nobody answered."""
        (workspace.data / "nlu").mkdir(parents=True)
        workspace.logs.mkdir()
        workspace.domain.mkdir()
        write_examples(self.labelled, workspace.data / "nlu" / "written.yml")
        intents = sorted({example.intent for example in self.labelled})
        content = {"version": "3.1", "intents": intents, "responses": {"utter_hand_over": [{"text": "A colleague will answer."}]}}
        (workspace.domain / "domain.yml").write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML, too
        self.write_log(workspace)

    def write_log(self, workspace: Workspace) -> None:
        """Writes the log anew."""
        with (workspace.logs / "past.jsonl").open("w", encoding="utf-8") as lines:
            for number, example in enumerate(self.log):
                lines.write(
                    json.dumps({"id": "past-" + str(number).translate(LETTERS), "turns": [{"role": "customer", "text": example.text}]})
                    + "\n"
                )

    def intent_of(self, dialogues: Sequence[str]) -> str:
        """What was meant in a dialogue of the log, the first of some."""
        return self.log[int(dialogues[0].rpartition("-")[2].translate(DIGITS))].intent
