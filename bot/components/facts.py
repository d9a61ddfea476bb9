"""Finds the facts that forms ask for, as Rasa's entities: an order's number, an e-mail address, by patterns in `config.yml`."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.components.form_answers import requested_slot
from data.errors import SettingsError

# Characters. Nobody writes an order's number behind so much else.
LONGEST = 4000
HYPHENS = re.compile(r"[\u2010-\u2015\u2212\uff0d\ufe63]")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.ASCII)
# Not inside a word, an address, or a row of digits as a phone's; Han characters may stand right beside.
BEFORE, AFTER = r"(?<![A-Za-z0-9@._-])(?<!\d[ -])", r"(?![A-Za-z0-9@]|[.,_-]\d|[ -]\d)"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(GraphComponent):
    """Each key in `config.yml` is an entity, each value a regular expression, or two: `anywhere`, and `asked`, while a form asks for it.

    What is matched: full width, hyphens and invisible signs are evened out, and case doesn't count. `email` stands for an e-mail
    address; digits inside one belong to nothing else. A named group `value` is the value, else all that matched is. Its blanks are
    taken out, and it is written in capitals, an e-mail address in small letters.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        given = {name: pattern for name, pattern in config.items() if not name.startswith("__")}
        self._patterns = {name: _compiled(name, pattern) for name, pattern in given.items()}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> FactExtractor:
        return cls(config)

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        asked = requested_slot(tracker)
        for message in messages:
            text = message.get(TEXT)
            if text and not text.startswith("/"):  # a button's payload
                message.set(ENTITIES, [*message.get(ENTITIES, []), *self.find(text, asked)], add_to_output=True)
        return messages

    def find(self, text: str, asked: str | None = None) -> list[dict[str, Any]]:
        """The facts in a text, the first of each kind, as Rasa's entities; their places are in the text as it was evened out.

        Args:
            asked: the slot, called like the entity, that a form has asked for.
        """
        plain = evened(text[:LONGEST])
        without_emails = EMAIL.sub(lambda found: "@" * len(found[0]), plain)
        places: dict[str, re.Match[str]] = {}
        for name, (anywhere, when_asked) in self._patterns.items():
            for pattern in (anywhere, when_asked) if name == asked else (anywhere,):
                if found := pattern.search(plain if pattern is EMAIL else without_emails):
                    places.setdefault(name, found)
        answer = places.get(asked or "")
        # The same digits are what was asked for, and nothing else.
        return [_entity(name, found) for name, found in places.items() if found is answer or not _overlap(found, answer)]


def evened(text: str) -> str:
    """A text with narrow letters and digits, plain hyphens, and nothing invisible."""
    return INVISIBLE.sub("", HYPHENS.sub("-", unicodedata.normalize("NFKC", text)))


def _compiled(name: str, given: object) -> tuple[re.Pattern[str], re.Pattern[str]]:
    both = given if isinstance(given, dict) else {"anywhere": given}
    anywhere, asked = both.get("anywhere"), both.get("asked", both.get("anywhere"))
    if not set(both) <= {"anywhere", "asked"} or not isinstance(anywhere, str) or not isinstance(asked, str):
        raise SettingsError(f"{name} must be a regular expression, or two named `anywhere` and `asked`. It was: {given!r}")
    return _pattern(name, anywhere), _pattern(name, asked)


def _pattern(name: str, expression: str) -> re.Pattern[str]:
    if expression == "email":
        return EMAIL
    try:
        return re.compile(f"{BEFORE}(?:{expression}){AFTER}", re.IGNORECASE)
    except re.error as error:
        raise SettingsError(f"{name} must be a regular expression ({error}). It was: {expression!r}") from error


def _overlap(one: re.Match[str], other: re.Match[str] | None) -> bool:
    return other is not None and one.start() < other.end() and other.start() < one.end()


def _entity(name: str, found: re.Match[str]) -> dict[str, Any]:
    value = "".join((found.groupdict().get("value") or found[0]).split())
    return {
        ENTITY_ATTRIBUTE_TYPE: name,
        ENTITY_ATTRIBUTE_VALUE: value.lower() if "@" in value else value.upper(),
        ENTITY_ATTRIBUTE_START: found.start(),
        ENTITY_ATTRIBUTE_END: found.end(),
        EXTRACTOR: "FactExtractor",
    }
