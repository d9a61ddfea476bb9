"""What the company itself has written down, typed word for word: it means what it stands for, and needs no classifier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bot.domain import INFORM, OFFER, SEVERAL
from data.errors import ModelError
from data.folding import folded
from data.formats.examples.rasa_yaml import read_intents, read_responses
from data.records import Example

# What a model's own words are called in its classifier's folder.
NAME = "own_words.json"


@dataclass(frozen=True)
class OwnWords:
    """Texts, folded (`data.folding.folded`), with the intent that each stands for.

    Attributes:
        conflicts: texts that were written down for several intents; they are left to the classifier.
        answers_several: whether the domain has a response for messages that ask several things.
        names: that recur in past answers, of products and the like, folded.
        answers_forms: whether it has the intent `inform`, which an answer to a form's question gets.
    """

    intents: dict[str, str] = field(default_factory=dict)
    conflicts: int = 0
    answers_several: bool = False
    names: tuple[str, ...] = ()
    answers_forms: bool = False

    @classmethod
    def build(cls, examples: Iterable[Example], domain: Path, names: frozenset[str] = frozenset()) -> OwnWords:
        """The titles of a domain's buttons, and the written examples; where both have a text, the title says what it means.

        Args:
            examples: written for the intents.
            domain: the folder of the domain, where `utter_offer_<intent>` has an intent's title in each language.
            names: that recur in past answers.

        Raises:
            DataError: a file of the domain can't be read.
        """
        intents: dict[str, str] = {}
        conflicts = 0
        for source in (offers(domain), button_titles(domain), ((example.text, example.intent) for example in examples)):
            meant: dict[str, set[str]] = defaultdict(set)
            for text, intent in source:
                meant[folded(text)].add(intent)
            new = {text: several for text, several in meant.items() if text and text not in intents}
            intents |= {text: min(several) for text, several in new.items() if len(several) == 1}
            conflicts += sum(len(several) > 1 for several in new.values())
        responses, intents_there = read_responses(domain), read_intents(domain)
        return cls(intents, conflicts, f"utter_{SEVERAL}" in responses, tuple(sorted(names)), INFORM in intents_there)

    @classmethod
    def load(cls, path: Path) -> OwnWords:
        """Reads what `save` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError) as error:
            raise ModelError(f"{path} holds no own words of a company ({error}); train anew with `rasa train`") from error

    def save(self, path: Path) -> None:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1))

    def find(self, text: str) -> str | None:
        """The intent that a message stands for, if the company has written it down."""
        return self.intents.get(folded(text))


def offers(domain: Path) -> Iterator[tuple[str, str]]:
    """The titles by which a question back offers an intent, in each language, with that intent."""
    for name, variations in read_responses(domain).items():
        if name.startswith(OFFER):
            yield from ((variation["text"], name.removeprefix(OFFER)) for variation in variations if "text" in variation)


def button_titles(domain: Path) -> Iterator[tuple[str, str]]:
    """The titles of buttons below a response that say an intent and nothing else: `/track_order`, without entities."""
    for variations in read_responses(domain).values():
        for button in (button for variation in variations for button in variation.get("buttons", [])):
            intent = button["payload"].removeprefix("/")
            if button["payload"].startswith("/") and intent.isidentifier():
                yield button["title"], intent
