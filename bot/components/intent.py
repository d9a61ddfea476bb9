"""The intent classifier as a Rasa component: reads each message and each question in it, for itself and for the retriever."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

from bot.components.asked import ASKED, Asked, texts_asked
from bot.components.fingerprint import training_code
from bot.components.provisional import left_out, provisional, training_settings
from bot.console import training_bar
from bot.decisions.own_words import NAME as OWN_WORDS
from bot.decisions.own_words import OwnWords
from bot.decisions.questions import question_files
from bot.decisions.weights import NAME, load_weights, save_weights, shipped_learnt
from bot.domain import answering_texts
from bot.models.search import Templates
from bot.workspace import Workspace
from data.documents.store import kept_files
from data.errors import DataError
from data.formats.files.log_files import log_files
from data.records import Example
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from retrieval.search.second_encoder import SecondEncoder

SHOWN_INTENTS = 10
# Of reviewed questions, one in so many is an example of a provisional model: reading all of them would take longer than all the rest.
OF_REVIEWED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AttentionIntentClassifier(GraphComponent):
    """Trains `finetune`'s classifier and serves it.

    Its keys in `config.yml` are those of `finetune.settings.TrainingSettings`.
    """

    def __init__(
        self,
        settings: TrainingSettings,
        storage: ModelStorage,
        resource: Resource,
        classifier: Classifier | None = None,
        names: frozenset[str] = frozenset(),
    ) -> None:
        self.settings = settings
        self.storage = storage
        self.resource = resource
        self.classifier = classifier
        self.names = names
        self.second = SecondEncoder(classifier.reader.read_english) if classifier else None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> AttentionIntentClassifier:
        return cls(TrainingSettings.from_config(config), model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> AttentionIntentClassifier:
        with model_storage.read_from(resource) as folder:
            classifier = Classifier.load(folder, Workspace.current().encoders)
            names = frozenset(OwnWords.load(folder / OWN_WORDS).names if (folder / OWN_WORDS).is_file() else ())
            return cls(TrainingSettings.from_config(config), model_storage, resource, classifier, names)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa hashes this class's source and its training data; what trains lives in the floors below, and learns from logs, too."""
        code = training_code()
        workspace = Workspace.current()
        published = kept_files(workspace.documents)
        files = [*_logs(workspace), *published, *question_files(workspace), *sorted(workspace.domain.rglob("*.yml"))]
        texts = [file.read_bytes() for file in [*code, *files]]
        return hashlib.sha256(b"\0".join([left_out().encode(), *texts])).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        from bot.components.answer_examples import answer_examples
        from bot.components.learned_index import learn_index
        from bot.components.learning import decision_trials, reviewed_examples, reviewed_questions
        from bot.components.moods import learn_moods
        from bot.decisions.fitting import own_weights
        from bot.decisions.unseen import NAME as UNSEEN
        from bot.decisions.unseen import save_unseen, unseen_outcomes
        from finetune.training.cross_fit import cross_fit
        from finetune.training.fit import fit  # scikit-learn is needed to train, never to serve
        from finetune.training.remembering_reader import RememberingReader

        workspace = Workspace.current()
        written = [Example(message.get(TEXT), message.get(INTENT)) for message in training_data.intent_examples if message.get(TEXT)]
        settings = training_settings(self.settings)
        reader = RememberingReader.load(workspace.encoders, settings.encoder)
        questions = reviewed_questions(workspace)
        asked = reviewed_examples(questions, written)
        examples = [*written, *(asked[::OF_REVIEWED] if provisional() else asked)]
        # BLAS's threads would spin between one small matrix product and the next: a second core, busy with nothing.
        with self.storage.write_to(self.resource) as folder, threadpool_limits(1, user_api="blas"):
            with training_bar() as report:
                about = answer_examples(workspace, examples)
                fit(examples, folder, workspace.encoders, settings, report, reader=reader, about=about)
            if provisional():  # decides by the shipped weights
                index = learn_index(folder, questions, reader.encoder, provisional=True) if _logs(workspace) else None
            else:
                unseen = cross_fit(examples, workspace.encoders, settings, reader, about)
                index = learn_index(folder, questions, reader.encoder) if _logs(workspace) else None
                classifier = Classifier.load(folder, workspace.encoders, reader=reader)
                templates = Templates(answering_texts(workspace.domain))
                trials = decision_trials(classifier, index, questions, examples, unseen, templates, shipped_learnt())
                save_weights(own_weights(trials, load_weights()), folder / NAME)
                save_unseen(unseen_outcomes(trials, load_weights()), folder / UNSEEN)
            names = index.ask(lambda inner: inner.names.all) if index else frozenset()
            learn_moods(folder, reader, workspace)
            OwnWords.build(written, workspace.domain, names).save(folder / OWN_WORDS)
        return self.resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            # A button's payload (`/intent`) has been read already, with certainty.
            if text and self.classifier and not message.get(INTENT):
                texts = texts_asked(text, tracker, self.names)
                read = partial(Asked, classify=self.classifier.predict, second=self.second)
                _annotate(message, [read(each.text, each.scope, leans=each.leans, part=each.part) for each in texts])
        return messages


def _annotate(message: Message, asked: list[Asked]) -> None:
    prediction = asked[0].prediction
    ranking = [{"name": intent, "confidence": probability} for intent, probability in prediction.ranking[:SHOWN_INTENTS]]
    message.set(INTENT, {"name": prediction.intent, "confidence": prediction.confidence}, add_to_output=True)
    message.set("intent_ranking", ranking, add_to_output=True)
    message.set(ASKED, asked)


def classifier_resource(context: ExecutionContext) -> Resource | None:
    """Where the model keeps its classifier, with all that belongs to it; none if its pipeline has none."""
    nodes = context.graph_schema.nodes.values()
    return next((node.resource for node in nodes if issubclass(node.uses, AttentionIntentClassifier) and node.resource), None)


def _logs(workspace: Workspace) -> list[Path]:
    """The workspace's logs; none where its folder is missing or holds none yet."""
    try:
        return log_files(workspace.logs)
    except DataError:
        return []
