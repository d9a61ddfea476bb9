"""The decision as a Rasa component: sets the intent that the rules see, and keeps the evidence beside it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.intent import PREDICTION, SHOWN_INTENTS, classifier_resource
from bot.components.passages import HITS, INFORMATION
from bot.decisions.decision import DecisionSettings, Observation, decide
from bot.decisions.evidence import EVIDENCE, KEPT, Evidence, passage_record
from bot.decisions.weights import NAME, Weights, load_weights
from data.languages import language_of
from data.settings import read_settings
from finetune.classifier.prediction import Prediction
from retrieval.search.entries import Hit


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decide(GraphComponent):
    """Runs last in the pipeline. Its keys in `config.yml` are those of `bot.decisions.decision.DecisionSettings`."""

    def __init__(self, settings: DecisionSettings, weights: Weights) -> None:
        self.settings, self.weights = settings, weights

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Decide:
        return cls(read_settings(DecisionSettings, config), _weights(model_storage, execution_context))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            prediction: Prediction | None = message.get(PREDICTION)
            if prediction:
                _annotate(message, prediction, message.get(HITS) or [], message.get(INFORMATION, 0.0), self)
        return messages


def _weights(storage: ModelStorage, context: ExecutionContext) -> Weights:
    """The model's own weights; the shipped ones for a model without any, or without a classifier of ours."""
    resource = classifier_resource(context)
    if resource is None:
        return load_weights()
    with storage.read_from(resource) as folder:
        own = folder / NAME
        return load_weights(own) if own.is_file() else load_weights()


def _annotate(message: Message, prediction: Prediction, hits: list[Hit], information: float, deciding: Decide) -> None:
    decision = decide(Observation.of(prediction, hits, information), deciding.settings, deciding.weights)
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
