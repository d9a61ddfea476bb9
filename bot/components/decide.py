"""The decision as a Rasa component: sets the intent that the rules see, and keeps the evidence beside it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.intent import PREDICTION, SHOWN_INTENTS
from bot.components.passages import HITS, INFORMATION
from bot.decisions.decision import DecisionSettings, Known, decide
from bot.decisions.evidence import EVIDENCE, KEPT, Evidence, passage_record
from data.languages import language_of
from data.settings import read_settings
from finetune.classifier.predictor import Prediction
from retrieval.search.entries import Hit


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decide(GraphComponent):
    """Runs last in the pipeline. Its keys in `config.yml` are those of `bot.decisions.decision.DecisionSettings`."""

    def __init__(self, settings: DecisionSettings) -> None:
        self.settings = settings

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Decide:
        return cls(read_settings(DecisionSettings, config))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            prediction: Prediction | None = message.get(PREDICTION)
            if prediction:
                _annotate(message, prediction, message.get(HITS) or [], message.get(INFORMATION, 0.0), self.settings)
        return messages


def _annotate(message: Message, prediction: Prediction, hits: list[Hit], information: float, settings: DecisionSettings) -> None:
    decision = decide(Known.of(prediction, hits, information), settings)
    looked = prediction.attention.mean(axis=0)  # (T,)
    evidence = Evidence(
        language=language_of(message.get(TEXT)),
        decision=decision.kind,
        intent=decision.intent if decision.kind == "template" else prediction.intent,
        confidence=round(decision.confidence, 4),
        chances={kind: round(chance, 4) for kind, chance in decision.chances.items()},
        intent_confidence=round(prediction.confidence, 4),
        ranking=[{"name": intent, "confidence": round(probability, 4)} for intent, probability in prediction.ranking[:SHOWN_INTENTS]],
        information=round(information, 2),
        passages=[passage_record(hit) for hit in hits[:KEPT]],
        attention=[{"token": token, "weight": round(float(weight), 4)} for token, weight in zip(prediction.tokens, looked)],
    )
    message.set(INTENT, {"name": decision.intent, "confidence": decision.confidence}, add_to_output=True)
    message.set(EVIDENCE, evidence.as_json(), add_to_output=True)
