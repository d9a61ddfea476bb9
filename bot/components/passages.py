"""The retriever as a Rasa component: finds past answers with the vector that the classifier's pass gave."""

from __future__ import annotations

import logging
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

from bot.components.asked import ASKED, Asked
from bot.components.intent import AttentionIntentClassifier, classifier_resource
from bot.models.encoders import load_encoder
from bot.models.indexes import ModelIndex, open_index
from bot.models.search import find
from data.errors import HeedError
from finetune.classifier.prediction import Prediction
from retrieval.encoder import Encoder
from retrieval.search.query_context import in_context
from retrieval.storage.live import LiveIndex

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PassageRetriever(GraphComponent):
    """Searches the index that belongs to the model's encoder; builds it from the workspace's logs if there is none yet."""

    def __init__(self, index: LiveIndex | None, encoder: Encoder | None = None) -> None:
        self.index = index
        self.encoder = encoder
        if index:
            index.follow()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> PassageRetriever:
        resource_of_encoder = classifier_resource(execution_context)
        if resource_of_encoder is None:
            logger.error("config.yml has no %s before %s; passages can't be searched", AttentionIntentClassifier.__name__, cls.__name__)
            return cls(None)
        with model_storage.read_from(resource_of_encoder) as folder:
            try:
                index = ModelIndex.of(folder)
                return cls(open_index(index), load_encoder(index.encoder))
            except HeedError as error:
                logger.error("Heed answers without past dialogues, since their index can't be used: %s", error)
                return cls(None)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            asked: list[Asked] = message.get(ASKED) or []
            if self.index:
                for each in asked:
                    reading = each.prediction.reading
                    each.hits, each.information = self.index.ask(partial(find, each.text, reading.sentence, reading=reading))
        return messages
