"""The decision as a Rasa component: sets the intent that the rules see, and keeps the evidence beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from bot.decisions.weights import Kind, Weights, load_weights
from bot.domain import CLARIFY, OUT_OF_SCOPE, PASSAGE, PERSON, SEVERAL, SMALL_TALK
from bot.workspace import Workspace
from data.folding import says_nothing
from data.formats.rasa_yaml import read_language
from data.languages import language_of
from data.negation import only_refused
from data.settings import read_settings

# One of several questions is answered from this probability on, and is said to be unknown beside one answer from that on.
PART_AT, UNKNOWN_AT = 0.35, 0.5
# A message that doesn't lean on what was said before, and is so surely none to answer, isn't looked at in context.
CLEAR_AT = 0.6
# A template covers a question as well as another if its coverage is at most so much smaller.
SAME_QUESTION = 0.08
# Below it, neither the message nor the message in context is answered. How much more probable the answer in context has to be where the
# message doesn't lean on what was said before, and how much less where it does.
ANSWERED_AT, LEANING = 0.35, 0.15


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
        whole, parts = self._whole(text, asked, tracker), self._parts(asked)
        parts = self._worth_saying(parts)
        before = evidence_before(tracker)
        language = language_of(text, before.language if before else None, self.main_language)
        message.set(EVIDENCE, _evidence(whole, parts, language).as_json(), add_to_output=True)
        intent = SEVERAL if parts else whole.decision.intent
        message.set(INTENT, {"name": intent, "confidence": whole.decision.confidence}, add_to_output=True)

    def _whole(self, text: str, asked: list[Asked], tracker: DialogueStateTracker | None) -> Decided:
        """What to do with the message as one question."""
        alone = asked[0]
        if (intent := self.own_words.find(text)) is not None:
            return Decided(alone, _written(intent))
        if says_nothing(text) or only_refused(text):
            return Decided(alone, certain("clarify", CLARIFY))
        decided = [Decided(each, self._decide(each)) for each in asked if each.scope in ("alone", "in_context")]
        by_itself = decided[0]
        if len(decided) == 1:
            return by_itself
        in_context = decided[1]
        if not in_context.asked.leans and not by_itself.decision.answers and by_itself.decision.confidence >= CLEAR_AT:
            return by_itself
        said = _said_before(evidence_before(tracker))
        alone_at, joined_at = (_answered_at(each, said) for each in decided)
        if max(alone_at, joined_at) < ANSWERED_AT:
            return by_itself if in_context.decision.answers or not in_context.asked.leans else in_context
        return in_context if joined_at + (LEANING if in_context.asked.leans else -LEANING) > alone_at else by_itself

    def _parts(self, asked: list[Asked]) -> list[Decided]:
        """The questions of a message, if they are worth answering one by one."""
        if not self.own_words.answers_several:
            return []
        found: list[Decided] = []
        for each in asked:
            if each.scope == "part":
                found.append(Decided(each, _inclined(self._decide(each), each)))
            elif each.scope == "part_in_context" and not found[-1].decision.answers:
                # A question that leans on the one before is answered with it only where it says too little by itself.
                in_context = Decided(each, _inclined(self._decide(each), each))
                if in_context.decision.answers:
                    found[-1] = in_context
        return found

    def _worth_saying(self, parts: list[Decided]) -> list[Decided]:
        """The parts of an answer to several questions, each said once; none if they aren't better than one answer."""
        said: dict[tuple[str, object], Decided] = {}
        for part in parts:
            if any(_asks_the_same(part, other) for other in said.values()):
                continue
            said.setdefault(part.answer if part.decision.answers else (part.decision.kind, part.asked.text), part)
        answered = [part for part in said.values() if part.decision.answers]
        unknown = [part for part in said.values() if part.decision.kind == "hand_over"]
        if len(answered) + len(unknown) < len(said) or len(said) < 2 or not answered:
            return []
        return list(said.values()) if len(answered) > 1 or all(part.decision.confidence >= UNKNOWN_AT for part in unknown) else []

    def _decide(self, asked: Asked) -> Decision:
        if (intent := self.own_words.find(asked.text)) is not None:
            return _written(intent)
        return decide(Observation.of(asked.prediction, asked.hits, asked.information), self.settings, self.weights)


def _asks_the_same(part: Decided, other: Decided) -> bool:
    """Whether a part only goes on with what another one asks: “how long have I got to send it back” and “who pays the postage”.

    It does if the other's template is written for such words nearly as much as its own. Small talk asks nothing.
    """
    if part.decision.kind != "template" or other.decision.kind != "template":
        return False
    if part.decision.intent in SMALL_TALK:
        return True
    own, others = (part.asked.prediction.matches.get(intent) for intent in (part.decision.intent, other.decision.intent))
    return own is not None and others is not None and others.coverage >= own.coverage - SAME_QUESTION


def _inclined(decision: Decision, asked: Asked) -> Decision:
    """The decision on one of several questions: an answer that is probable enough is given, since the others stand beside it."""
    kind: Kind = "template" if decision.chances["template"] >= decision.chances["passage"] else "passage"
    if decision.answers or decision.chances[kind] < PART_AT or (kind == "passage" and not asked.hits):
        return decision
    intents = Observation.of(asked.prediction, asked.hits, asked.information).answering
    return replace(decision, kind=kind, intent=intents[0][0] if kind == "template" else PASSAGE)


def _said_before(evidence: Evidence | None) -> str:
    """The template's intent or the passage's text that the turn before was answered with; empty if it wasn't."""
    if evidence is None:
        return ""
    if evidence.decision == "passage" and evidence.passages:
        return str(evidence.passages[0]["text"])
    return evidence.intent if evidence.decision == "template" else ""


def _answered_at(decided: Decided, said: str) -> float:
    """How probable the better of template and passage is; what was said just before is no answer to what comes next."""
    chances, hits = decided.decision.chances, decided.asked.hits
    intents = Observation.of(decided.asked.prediction, hits, 0.0).answering
    template = 0.0 if not intents or intents[0][0] == said else chances["template"]
    passage = 0.0 if not hits or hits[0].passage.text == said else chances["passage"]
    return max(template, passage)


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
