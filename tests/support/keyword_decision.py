"""Evidence for the tiny assistant (`tests.support.tiny`): whatever a keyword was found for is said to be answered by its template."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.decisions.evidence import EVIDENCE, Evidence

# For the tiny assistant's `config.yml`.
CONFIG = "pipeline: [{name: KeywordIntentClassifier}, {name: tests.support.keyword_decision.KeywordDecision}]"
SURE, UNSURE = 0.9, 0.3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class KeywordDecision(GraphComponent):
    """Keeps beside a message what was decided on it, as `bot.components.decide` does."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> KeywordDecision:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name") or ""
            decided = Evidence("en", "template", intent, SURE) if intent else Evidence("en", confidence=UNSURE)
            message.set(EVIDENCE, decided.as_json(), add_to_output=True)
        return messages
