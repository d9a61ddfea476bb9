"""Rasa's natural-language generator: fills templates, quotes passages, and asks back with buttons.

`endpoints.yml` names it (`nlg: type: bot.answers.generator.AnswerGenerator`), so that it runs inside Rasa's process.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.constants import RESPONSE_CONDITION
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.also_asked import also_asked
from bot.answers.handing_over import about_people, read_people
from bot.answers.introductions import introduction, introduction_among
from bot.answers.links import SETTING, CompanyLinks
from bot.answers.quoting import quotable, quote, sources_of
from bot.answers.several import answer_several
from bot.decisions.evidence import EVIDENCE, Evidence
from bot.domain import ABOUT_PEOPLE, INFORM, OFFER, PERSON, SEVERAL, SHOWS_SOURCES
from bot.workspace import Workspace
from data.dates import IsoDate, worded
from data.folding import folded
from data.formats.examples.rasa_yaml import read_language
from data.languages import language_of

PASSAGE = "utter_passage"
CLARIFY = "utter_clarify"
HAND_OVER = "utter_hand_over"
# How Rasa calls the responses that ask for a form's slots, and the decision of a reply that belongs to a form.
ASK, FORM = "utter_ask_", "form"
# The slot that the domain's conditions choose a language by.
LANGUAGE = "language"
# Readings that a question back offers at most.
OFFERED = 3

Reply = dict[str, Any]


class AnswerGenerator(TemplatedNaturalLanguageGenerator):
    """Says what was decided, in the customer's language where the domain has it, else in the company's main one with a sentence before.

    The main language is that of the responses without a condition on the slot `language`: `language` in `config.yml`, Rasa's own key.

    Beside Rasa's keys, a reply carries `decision`, which is `form` for what a form asks or says; for a passage `sources`: `[{"dialogue",
    "date", "score"}]`, each with the `text` that it says where an answer is merged from two; and as `suggestions` what others asked near
    this: `[{"title", "payload"}]`. The answers to a message that asks several things are `parts` (`bot.answers.several`).
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """`link_hosts` beside the generator's name in `endpoints.yml` lists the hosts that quoted answers may link to; else none.

        Raises:
            SettingsError: one is no host.
        """
        super().__init__((domain or Domain.empty()).responses)
        self.links = CompanyLinks((endpoint_config.kwargs.get(SETTING) if endpoint_config else None) or ())
        self.main_language = read_language(Workspace.current().config)
        self.people = read_people()

    async def generate(self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any) -> Reply | None:
        message = tracker.latest_message
        evidence = _evidence(message)
        language = _language(tracker) or self.main_language
        slots = {**tracker.current_slot_values(), LANGUAGE: language}
        reply = self._template(utter_action, slots, output_channel, **kwargs)
        if reply is None or evidence is None:
            return reply and _without_said(reply, _text(message))
        spoken = self._language_of(reply)
        own = _answers_itself(utter_action, message)
        if utter_action == PASSAGE and evidence.passages:
            lead = reply.get("text", "")
            passage = quotable(evidence.passages[0], self.links)
            answer = language_of(passage["text"], main=self.main_language)
            published = bool(passage["sources"][0].get("page"))  # then no colleague answered it; the page is named below
            lead = lead if spoken in (language, answer) and not published else ""
            reply["text"] = quote(lead, passage, spoken, not _shows_sources(message))
            reply["sources"] = sources_of([passage])
            spoken = answer
        elif utter_action == f"utter_{SEVERAL}" and evidence.parts:
            fill = partial(self._template_introduced, language, spoken, slots=slots, channel=output_channel, **kwargs)
            introduce = partial(self._quote_introduced, language, spoken)
            reply = answer_several(reply, evidence.parts, fill, spoken, introduce, not _shows_sources(message), self.links)
        elif utter_action == CLARIFY:
            readings = [reading["name"] for reading in evidence.ranking if reading["name"] != PERSON]
            offers = [button for button in self._offers(readings, slots, output_channel) if not _says(button, _text(message))]
            if not offers:
                instead = await self.generate(HAND_OVER, tracker, output_channel, **kwargs)
                return instead and {**instead, "decision": "hand_over"}
            reply["buttons"] = [*offers[:OFFERED], *self._offers([PERSON], slots, output_channel)]
        reply = _without_said(reply, _text(message))
        if own and evidence.decision in ("template", "passage") and not reply.get("buttons"):
            typed = [event.text for event in tracker.events if isinstance(event, UserUttered) and event.text]
            reply["suggestions"] = also_asked(evidence, typed, lambda intent: self._offers([intent], slots, output_channel))
        decision = FORM if not own and (utter_action.startswith(ASK) or evidence.intent == INFORM) else evidence.decision
        return {**_introduced(reply, introduction(language, spoken), tracker), "decision": decision}

    def _quote_introduced(self, customer: str, around: str, text: str) -> str:
        """The sentence before a quoted text that is in another language than the answers around it."""
        return introduction_among(customer, around, language_of(text, main=self.main_language))

    def _template_introduced(self, customer: str, around: str, name: str, **given: Any) -> Reply | None:
        """One of several answers; where the domain has it only in another language than those around it, with the sentence before it."""
        reply = self._template(name, **given)
        sentence = introduction_among(customer, around, self._language_of(reply)) if reply and reply.get("text") else ""
        return {**reply, "text": f"{sentence}\n\n{reply['text']}"} if reply and sentence else reply

    def _template(self, name: str, slots: dict[str, Any], channel: str, **kwargs: Any) -> Reply | None:
        """A response, in the main language where the domain has it neither in that of the slots nor without a condition.

        One that speaks of people is said as is true now.
        """
        if name in ABOUT_PEOPLE:
            return about_people(name, self.people, partial(self._filled, slots=slots, channel=channel, **kwargs), str(slots[LANGUAGE]))
        return self._filled(name, slots, channel, **kwargs)

    def _filled(self, name: str, slots: dict[str, Any], channel: str, **kwargs: Any) -> Reply | None:
        reply: Reply | None = self.generate_from_slots(name, slots, channel, **kwargs)
        return reply or self.generate_from_slots(name, {**slots, LANGUAGE: self.main_language}, channel, **kwargs)

    def _fill_response(self, response: Reply, filled_slots: dict[str, Any] | None = None, **kwargs: Any) -> Reply:
        """Rasa's own, with the dates of a look-up worded in the language of the response."""
        language = self._language_of(response)
        values = {name: worded(value, language) if isinstance(value, IsoDate) else value for name, value in kwargs.items()}
        filled: Reply = super()._fill_response(response, filled_slots, **values)
        return filled

    def _language_of(self, reply: Reply) -> str:
        """The language that the domain has a response for; one for all is in the main language."""
        conditions = reply.get(RESPONSE_CONDITION) or []
        return next((str(condition["value"]) for condition in conditions if condition["name"] == LANGUAGE), self.main_language)

    def _offers(self, intents: list[str], slots: dict[str, Any], channel: str) -> list[dict[str, str]]:
        """Buttons for intents; one without a title in the domain (`utter_offer_<intent>`) can't be offered."""
        titles = ((intent, self._template(f"{OFFER}{intent}", slots, channel)) for intent in intents)
        return [{"title": reply["text"], "payload": f"/{intent}"} for intent, reply in titles if reply]


def _answers_itself(utter_action: str, message: UserUttered | None) -> bool:
    """Whether a response is that of the message's intent. A form's question, or what an action says, follows from more than one message."""
    intent = message.intent_name if message else None
    return intent is None or utter_action == f"utter_{intent}"


def _says(button: dict[str, str], text: str) -> bool:
    """Whether a button says no more than a message that the customer has just typed, or clicked."""
    return folded(button["title"]) == folded(text) or button.get("payload") == text


def _without_said(reply: Reply, text: str) -> Reply:
    """The reply without buttons that say what the customer has just said."""
    if not reply.get("buttons"):
        return reply
    return {**reply, "buttons": [button for button in reply["buttons"] if not _says(button, text)]}


def _introduced(reply: Reply, sentence: str, tracker: DialogueStateTracker) -> Reply:
    """The reply with a sentence before it, if none of this turn's replies had it yet."""
    if not sentence or not reply.get("text"):
        return reply
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered) and (event.text or "").startswith(sentence):
            return reply
    return {**reply, "text": f"{sentence}\n\n{reply['text']}"}


def _evidence(message: UserUttered | None) -> Evidence | None:
    return Evidence.from_json(message.parse_data.get(EVIDENCE)) if message and message.parse_data else None


def _shows_sources(message: UserUttered | None) -> bool:
    return bool(message and message.metadata and message.metadata.get(SHOWS_SOURCES))


def _text(message: UserUttered | None) -> str:
    return (message and message.text) or ""


def _language(tracker: DialogueStateTracker) -> str | None:
    """The language of the newest message that was typed: a clicked button has none of its own. Before anything was typed, the page's."""
    said = [event for event in reversed(tracker.events) if isinstance(event, UserUttered)]
    typed = (evidence.language for event in said if (evidence := _evidence(event)))
    pages = (str(event.metadata["locale"]).partition("-")[0].lower() for event in said if event.metadata and "locale" in event.metadata)
    return next(typed, None) or next(pages, None)
