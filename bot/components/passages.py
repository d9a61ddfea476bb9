"""The retriever as a Rasa component: finds past answers with the vector that the classifier's pass gave."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.intent import PREDICTION, AttentionIntentClassifier
from bot.models.corpora import language_corpus, main_corpus
from bot.models.encoders import load_encoder
from bot.models.indexes import open_index
from bot.models.search import find
from data.errors import HeedError
from data.languages import language_of
from finetune.classifier.predictor import Prediction
from retrieval.encoder import Encoder
from retrieval.search.query_context import in_context
from retrieval.storage.live import LiveIndex

logger = logging.getLogger(__name__)

HITS = "heed_hits"
INFORMATION = "heed_information"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PassageRetriever(GraphComponent):
    """Searches the index that belongs to the model's encoder; builds it from `data/logs` if there is none yet.

    `encoders` in config.yml names encoders of their own for languages that this one can't read, e.g. `zh: BAAI/bge-small-zh-v1.5`:
    what is asked in that script is searched in a second index.
    """

    def __init__(
        self,
        index: LiveIndex | None,
        encoder: Encoder | None = None,
        others: Mapping[str, tuple[LiveIndex, Encoder]] | None = None,
    ) -> None:
        self.index = index
        self.encoder = encoder
        self.others = others or {}
        for each in (index, *(index for index, _ in self.others.values())):
            if each:
                each.follow()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"encoders": {}}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> PassageRetriever:
        resource_of_encoder = _encoder(execution_context)
        if resource_of_encoder is None:
            logger.error("config.yml has no %s before %s; passages can't be searched", AttentionIntentClassifier.__name__, cls.__name__)
            return cls(None)
        with model_storage.read_from(resource_of_encoder) as folder:
            try:
                index, encoder = open_index(main_corpus(folder)), load_encoder(folder)
            except HeedError as error:
                logger.error("Heed answers without past dialogues, since their index can't be used: %s", error)
                return cls(None)
        others = {}
        for language, name in config["encoders"].items():
            try:
                corpus = language_corpus(language, name)
                others[language] = open_index(corpus, index), load_encoder(corpus.encoder)
            except HeedError as error:
                logger.error("the encoder %s for %s can't be used, the model's own stands in: %s", name, language, error)
        return cls(index, encoder, others)

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            prediction: Prediction | None = message.get(PREDICTION)
            if self.index and prediction:
                text = in_context(message.get(TEXT), _earlier(tracker))
                if other := self.others.get(language_of(text)):
                    index, vector = other[0], other[1].embed([text])[0]
                else:
                    again = self.encoder is not None and text != message.get(TEXT)
                    index, vector = self.index, self.encoder.embed([text])[0] if again and self.encoder else prediction.sentence
                hits, information = index.ask(partial(find, text, vector))
                message.set(HITS, hits)
                message.set(INFORMATION, information)
        return messages


def _earlier(tracker: DialogueStateTracker | None) -> list[str]:
    """What the customer typed before, the oldest first; a clicked button says nothing that could be searched for."""
    said = [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []
    return [text for text in said if text and not text.startswith("/")]


def _encoder(execution_context: ExecutionContext) -> Resource | None:
    """The classifier whose encoder makes the queries: it stands in the same model."""
    nodes = execution_context.graph_schema.nodes.values()
    return next((node.resource for node in nodes if issubclass(node.uses, AttentionIntentClassifier) and node.resource), None)
