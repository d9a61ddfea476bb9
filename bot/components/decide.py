"""The decision as a Rasa component: sets the intent that the rules see, and keeps the evidence beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.asked import ASKED, Asked, evidence_before
from bot.components.beyond import beyond
from bot.components.form_answers import answers_form, asks_again, lookup_begun_by, of_lookup
from bot.components.intent import SHOWN_INTENTS, classifier_resource
from bot.components.moods import load_moods
from bot.components.several import SETTLED_AT, Decided, both_readings, parts_of, vectors_of
from bot.decisions.asks_several import ANSWERED_ONE_BY_ONE_AT, probability, read_several
from bot.decisions.asks_several import load as load_several
from bot.decisions.decision import Decision, DecisionSettings, certain, decide
from bot.decisions.evidence import EVIDENCE, KEPT, Answered, Evidence, passage_record
from bot.decisions.own_words import NAME as OWN_WORDS
from bot.decisions.own_words import OwnWords
from bot.decisions.ranking import likeliest
from bot.decisions.weights import NAME as WEIGHTS
from bot.decisions.weights import Weights, load_weights
from bot.domain import CLARIFY, INFORM, OUT_OF_SCOPE, PASSAGE, PERSON, SEVERAL
from bot.workspace import Workspace
from data.folding import says_nothing
from data.formats.examples.rasa_yaml import read_language
from data.languages import language_of
from data.negation import only_refused
from data.settings import read_settings
from finetune.moods.mood import Mood
from finetune.moods.moods import Moods

if TYPE_CHECKING:
    from finetune.classifier.prediction import Prediction

# A message that doesn't lean on what was said before, and is so surely none to answer, isn't looked at in context.
CLEAR_AT = 0.6
# Below it, neither the message nor the message in context is answered. How much more probable the answer in context has to be where the
# message doesn't lean on what was said before, and how much less where it does.
ANSWERED_AT, LEANING = 0.35, 0.15
# A wish for a person is likelier than all else together: “number AB” is none where a form asks for a number.
WANTED = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decide(GraphComponent):
    """Runs last in the pipeline. Its keys in `config.yml` are those of `bot.decisions.decision.DecisionSettings`."""

    def __init__(self, settings: DecisionSettings, weights: Weights, own_words: OwnWords | None = None, moods: Moods | None = None) -> None:
        self.settings, self.weights, self.own_words, self.moods = settings, weights, own_words or OwnWords(), moods
        self.several = load_several()
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
            own_words = OwnWords.load(folder / OWN_WORDS) if (folder / OWN_WORDS).is_file() else None
            return cls(settings, weights, own_words, load_moods(folder))

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            if asked := message.get(ASKED):
                self._annotate(message, asked, tracker)
        return messages

    def _annotate(self, message: Message, asked: list[Asked], tracker: DialogueStateTracker | None) -> None:
        text = message.get(TEXT)
        whole = self._whole(text, asked, tracker)
        parts: list[Decided] = []
        wants_person, written = dict(asked[0].prediction.ranking).get(PERSON, 0.0) > WANTED, self.own_words.find(text)
        if self.own_words.answers_forms and answers_form(message, whole.decision, wants_person, written, tracker):
            whole = Decided(asked[0], certain("template", INFORM))
        elif wants_person and tracker and of_lookup(tracker):
            whole = Decided(asked[0], certain("hand_over", PERSON))  # to ask back would be a second question beside the form's
        elif not (parts := self._parts(text, whole, asked)) and (begun := self._goes_on(message, whole, tracker)):
            whole = Decided(whole.asked, begun)
        before = evidence_before(tracker)
        language = language_of(text, before.language if before else None, self.main_language)
        evidence = _evidence(whole, parts, language, self._mood(text, asked[0].prediction))
        message.set(EVIDENCE, evidence.as_json(), add_to_output=True)
        intent = SEVERAL if parts else whole.decision.intent
        message.set(INTENT, {"name": intent, "confidence": whole.decision.confidence}, add_to_output=True)

    def _mood(self, text: str, prediction: Prediction) -> Mood | Literal[""]:
        return self.moods.mood(text, prediction.english, prediction.sentence) if self.moods else ""

    def _whole(self, text: str, asked: list[Asked], tracker: DialogueStateTracker | None) -> Decided:
        """What to do with the message as one question."""
        alone = asked[0]
        if (intent := self.own_words.find(text)) is not None:
            return Decided(alone, _written(intent))
        if says_nothing(text) or only_refused(text):
            return Decided(alone, certain("clarify", CLARIFY))
        by_itself = Decided(alone, self._decide(alone))
        contexts = [each for each in asked if each.scope in ("in_context", "in_context_named")]
        if not contexts:
            return by_itself
        looked_up = lookup_begun_by(tracker, answered=True)
        said = str(looked_up.intent_name) if looked_up else _said_before(evidence_before(tracker))
        alone_at = _answered_at(by_itself, said)
        if not contexts[0].leans:
            surely_none = not by_itself.decision.answers and by_itself.decision.confidence >= CLEAR_AT
            if surely_none or alone_at >= 1 - LEANING:  # no context can change that
                return by_itself
        in_context = max((Decided(each, self._decide(each)) for each in contexts), key=lambda each: _answered_at(each, said))
        joined_at = _answered_at(in_context, said)
        if in_context.asked.leans and (more := beyond(said, in_context.asked, by_itself.asked)):
            in_context = Decided(more, self._decide(more))
            joined_at = _answered_at(in_context, said)
        if max(alone_at, joined_at) < ANSWERED_AT:
            return by_itself if in_context.decision.answers or not in_context.asked.leans else in_context
        return in_context if joined_at + (LEANING if in_context.asked.leans else -LEANING) > alone_at else by_itself

    def _goes_on(self, message: Message, whole: Decided, tracker: DialogueStateTracker | None) -> Decision | None:
        """What began a look-up, where its answer is asked for again: “and when will it arrive?”; or where nothing better is known."""
        begun = lookup_begun_by(tracker)
        if begun is None or not begun.intent_name:
            return None
        goes_on = whole.decision.kind == "clarify" and whole.asked.ranking[0][0] == begun.intent_name
        return certain("template", begun.intent_name) if goes_on or asks_again(message, tracker) else None

    def _parts(self, text: str, whole: Decided, asked: list[Asked]) -> list[Decided]:
        """The questions of a message, if they are better answered one by one."""
        if not self.own_words.answers_several or self.own_words.find(text) is not None or whole.asked.own_question:
            return []
        if asked[-1].scope == "clause" and whole.answerable >= SETTLED_AT:
            return []
        parts = parts_of(asked, self._decide)
        if not parts:
            return []
        both = both_readings(text, whole, parts, read_several(vectors_of(asked)))
        return parts if probability(both, self.several) >= ANSWERED_ONE_BY_ONE_AT else []

    def _decide(self, asked: Asked) -> Decision:
        if (intent := self.own_words.find(asked.text)) is not None:
            return _written(intent)
        decision = decide(asked.observation, self.settings, self.weights)
        if not decision.answers and asked.own_question and asked.ranking[0][0] != PERSON:
            return certain("passage", PASSAGE)
        if decision.kind == "passage":
            asked.put_first(document=decision.section)
        return decision


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
    template = 0.0 if likeliest(decided.asked.ranking) in ("", said) else chances["template"]
    quoted = next((hit.passage.text for hit in hits if hit.passage.document == decided.decision.section), "")
    passage = 0.0 if not quoted or quoted == said else chances["passage"]
    return max(template, passage)


def _written(intent: str) -> Decision:
    """What a text does that the company itself has written for an intent."""
    if intent == CLARIFY:
        return certain("clarify", CLARIFY)
    return certain("hand_over" if intent in (PERSON, OUT_OF_SCOPE) else "template", intent)


def _evidence(whole: Decided, parts: list[Decided], language: str, mood: Mood | Literal[""]) -> Evidence:
    prediction, decision = whole.asked.prediction, whole.decision
    attention = prediction.attention.mean(axis=0)  # (T,)
    return Evidence(
        language=language,
        mood=mood,
        decision=decision.kind,
        intent=decision.intent if decision.kind == "template" else whole.asked.ranking[0][0],
        confidence=round(decision.confidence, 4),
        chances={kind: round(chance, 4) for kind, chance in decision.chances.items()},
        intent_confidence=round(prediction.confidence, 4),
        ranking=[{"name": intent, "confidence": round(probability, 4)} for intent, probability in whole.asked.ranking[:SHOWN_INTENTS]],
        information=round(whole.asked.found.information, 2),
        passages=[passage_record(hit) for hit in whole.asked.hits[:KEPT]],
        suggested=[passage_record(hit) for hit in whole.asked.found.suggested],
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
