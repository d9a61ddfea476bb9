"""The retriever as a Rasa component: finds past answers with the vector that the classifier's pass gave."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.components.asked import ASKED, Asked, Found
from bot.components.intent import AttentionIntentClassifier, classifier_resource
from bot.decisions.ranking import answering, to_read, verified
from bot.domain import SUGGESTS, answering_texts
from bot.models.indexes import ModelIndex, open_index
from bot.models.search import Likely, Templates, beside, find, suggest
from bot.workspace import Workspace
from data.errors import HeedError
from retrieval.encoder import Encoder
from retrieval.search.beside import NO_TEXTS, OtherTexts
from retrieval.search.second_encoder import SecondReading
from retrieval.storage.live import LiveIndex

logger = logging.getLogger(__name__)

METADATA = "metadata"
# What an encoder made of other texts: a model that takes over from another reads the same templates with the same encoder as a rule.
_read: WeakKeyDictionary[Encoder, OtherTexts] = WeakKeyDictionary()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PassageRetriever(GraphComponent):
    """Searches the index that belongs to the model's encoder; builds it from the workspace's logs if there is none yet."""

    def __init__(self, index: LiveIndex | None, templates: Mapping[str, Sequence[str]] | None = None) -> None:
        self.index = index
        self.templates = Templates(templates or {}, _read.setdefault(index.encoder, OtherTexts()) if index else OtherTexts())
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
                return cls(open_index(ModelIndex.of(folder)), answering_texts(Workspace.current().domain))
            except HeedError as error:
                logger.error("Heed answers without past dialogues, since their index can't be used: %s", error)
                return cls(None)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if self.index:
                search = partial(self._find, self.index, bool((message.get(METADATA) or {}).get(SUGGESTS)))
                for each in message.get(ASKED) or ():
                    each.search = search
        return messages

    def _find(self, index: LiveIndex, suggests: bool, asked: Asked) -> Found:
        reading = asked.prediction.reading
        question = (asked.text, reading.sentence, reading)
        answers = index.ask(partial(self.templates.answers, to_read(asked.prediction.ranking), *question))
        first, chance = (*answering(verified(asked.prediction.ranking, answers)), ("", 0.0))[0]
        said, texts = self.templates.said.get(first, ()), self.templates.texts
        likely = Likely(said, chance, texts)
        second = SecondReading(asked.prediction.english, asked.second) if asked.second else None
        hits, information = index.ask(partial(find, asked.text, reading.sentence, reading=reading, likely=likely, second=second))
        template = NO_TEXTS
        if section := next((hit for hit in hits if hit.passage.document), None):
            template = index.ask(partial(beside, *question, section, said, texts))
        suggested = index.ask(partial(suggest, *question[:2], reading=reading)) if suggests else ()
        return Found(hits, information, template, answers, suggested)
