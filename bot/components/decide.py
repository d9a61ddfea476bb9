"""The decision as a Rasa component: sets the intent that the rules see, and keeps the evidence beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.asked import ASKED, Asked, evidence_before
from bot.components.intent import SHOWN_INTENTS, classifier_resource
from bot.decisions.decision import Decision, DecisionSettings, certain, decide
from bot.decisions.evidence import EVIDENCE, KEPT, Answered, Evidence, passage_record
from bot.decisions.observation import Observation
from bot.decisions.own_words import NAME as OWN_WORDS
from bot.decisions.own_words import OwnWords
from bot.decisions.weights import NAME as WEIGHTS
from bot.decisions.weights import Weights, load_weights
from bot.domain import CLARIFY, OUT_OF_SCOPE, PERSON, SEVERAL
from bot.workspace import Workspace
from data.folding import says_nothing
from data.formats.rasa_yaml import read_language
from data.languages import language_of
from data.negation import only_refused
from data.settings import read_settings

# A question of a message is answered by itself if its answer is right with this probability, and the whole message's isn't surer.
PART_AT = 0.5


@dataclass
class Decided:
    """A question, and what to do with it."""

    asked: Asked
    decision: Decision

    @property
    def answer(self) -> tuple[str, object]:
        """What is said: the template's intent, or the passage."""
        said = self.asked.hits[0].passage.id if self.decision.kind == "passage" else self.decision.intent
        return self.decision.kind, said


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decide(GraphComponent):
    """Runs last in the pipeline. Its keys in `config.yml` are those of `bot.decisions.decision.DecisionSettings`."""

    def __init__(self, settings: DecisionSettings, weights: Weights, own_words: OwnWords | None = None) -> None:
        self.settings, self.weights, self.own_words = settings, weights, own_words or OwnWords()
        self.main_language = read_language(Workspace.current().config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Decide:
        """Takes the model's own weights and words; the shipped weights, and no words, for a model that has none."""
        settings = read_settings(DecisionSettings, config)
        if (own := classifier_resource(execution_context)) is None:
            return cls(settings, load_weights())
        with model_storage.read_from(own) as folder:
            weights = load_weights(folder / WEIGHTS) if (folder / WEIGHTS).is_file() else load_weights()
            return cls(settings, weights, OwnWords.load(folder / OWN_WORDS) if (folder / OWN_WORDS).is_file() else None)

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            if asked := message.get(ASKED):
                self._annotate(message, asked, tracker)
        return messages

    def _annotate(self, message: Message, asked: list[Asked], tracker: DialogueStateTracker | None) -> None:
        text = message.get(TEXT)
        whole, parts = self._whole(text, asked), self._parts(asked)
        if parts and not self._better_apart(whole, parts):
            parts = []
        before = evidence_before(tracker)
        language = language_of(text, before.language if before else None, self.main_language)
        message.set(EVIDENCE, _evidence(whole, parts, language).as_json(), add_to_output=True)
        intent = SEVERAL if parts else whole.decision.intent
        message.set(INTENT, {"name": intent, "confidence": whole.decision.confidence}, add_to_output=True)

    def _whole(self, text: str, asked: list[Asked]) -> Decided:
        """What to do with the message as one question."""
        alone = asked[0]
        if (intent := self.own_words.find(text)) is not None:
            return Decided(alone, _written(intent))
        if says_nothing(text) or only_refused(text):
            return Decided(alone, certain("clarify", CLARIFY))
        decided = [Decided(each, self._decide(each)) for each in asked if each.scope != "part"]
        by_itself = decided[0]
        if len(decided) == 1:
            return by_itself
        in_context = decided[1]
        if in_context.asked.leans:
            return in_context
        # An answer to a question back counts with that question, unless it says by itself what it wants.
        return max(decided, key=lambda each: each.decision.confidence if each.decision.answers else 0.0)

    def _parts(self, asked: list[Asked]) -> list[Decided]:
        """The questions of a message, if they are worth answering one by one."""
        return [Decided(each, self._decide(each)) for each in asked if each.scope == "part"] if self.own_words.answers_several else []

    def _better_apart(self, whole: Decided, parts: list[Decided]) -> bool:
        answered = [part for part in parts if part.decision.answers and part.decision.confidence >= PART_AT]
        known = {part.answer for part in answered}
        if len(known) >= 2 and len(answered) == len(known):
            return True
        unknown = [part for part in parts if part.decision.kind == "hand_over" and part.decision.confidence >= PART_AT]
        return len(answered) == 1 and len(unknown) >= 1 and len(answered) + len(unknown) == len(parts)

    def _decide(self, asked: Asked) -> Decision:
        if (intent := self.own_words.find(asked.text)) is not None:
            return _written(intent)
        return decide(Observation.of(asked.prediction, asked.hits, asked.information), self.settings, self.weights)


def _written(intent: str) -> Decision:
    """What a text does that the company itself has written for an intent."""
    if intent == CLARIFY:
        return certain("clarify", CLARIFY)
    return certain("hand_over" if intent in (PERSON, OUT_OF_SCOPE) else "template", intent)


def _evidence(whole: Decided, parts: list[Decided], language: str) -> Evidence:
    prediction, decision = whole.asked.prediction, whole.decision
    attention = prediction.attention.mean(axis=0)  # (T,)
    return Evidence(
        language=language,
        decision=decision.kind,
        intent=decision.intent if decision.kind == "template" else prediction.intent,
        confidence=round(decision.confidence, 4),
        chances={kind: round(chance, 4) for kind, chance in decision.chances.items()},
        intent_confidence=round(prediction.confidence, 4),
        ranking=[{"name": intent, "confidence": round(probability, 4)} for intent, probability in prediction.ranking[:SHOWN_INTENTS]],
        information=round(whole.asked.information, 2),
        passages=[passage_record(hit) for hit in whole.asked.hits[:KEPT]],
        attention=[{"token": token, "weight": round(float(weight), 4)} for token, weight in zip(prediction.tokens, attention)],
        parts=[
            Answered(
                text=part.asked.text,
                decision=part.decision.kind,
                intent=part.decision.intent if part.decision.kind == "template" else "",
                confidence=round(part.decision.confidence, 4),
                passages=[passage_record(hit) for hit in part.asked.hits[:1]] if part.decision.kind == "passage" else [],
            )
            for part in parts
        ],
    )
