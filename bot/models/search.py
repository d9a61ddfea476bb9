"""One question through the index: near past questions, looked at closely."""

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
from data.errors import HeedError
from data.languages import language_of
from finetune.classifier.predictor import Prediction
from retrieval.search.query_context import in_context
from retrieval.encoder import Encoder
from retrieval.search.index import PassageIndex
from retrieval.search.entries import Hit
from retrieval.storage.live import LiveIndex
from retrieval.vectors.interface import Floats


def find(text: str, vector: Floats, index: PassageIndex) -> tuple[list[Hit], float]:
    """The passages for a question with its sentence vector (D,), and how much it says, in nats."""
    query = index.read(text, vector)
    return index.search(query), query.information
