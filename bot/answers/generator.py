"""Rasa's natural-language generator: fills templates, quotes passages, and asks back with buttons.

`endpoints.yml` names it (`nlg: type: bot.answers.generator.AnswerGenerator`), so that it runs inside Rasa's process.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.also_asked import also_asked
from bot.answers.composition import compose
from bot.answers.quoting import quote, sources_of
from bot.decisions.evidence import EVIDENCE, Evidence
from bot.domain import SHOWS_SOURCES

PASSAGE = "utter_passage"
CLARIFY = "utter_clarify"
HAND_OVER = "utter_hand_over"
OFFER = "utter_offer_"
PERSON = "talk_to_person"
# Readings that a question back offers at most.
OFFERED = 3

Reply = dict[str, Any]


class AnswerGenerator(TemplatedNaturalLanguageGenerator):
    """Says what was decided, in the customer's language.

    Beside Rasa's keys, a reply carries `decision`; for a passage `sources`: `[{"dialogue", "date", "score"}]`, each with the
    `text` that it says where an answer is merged from two; and as `suggestions` what others asked near this: `[{"title", "payload"}]`.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__((domain or Domain.empty()).responses)

    async def generate(self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any) -> Reply | None:
        evidence = _evidence(tracker.latest_message)
        slots = {**tracker.current_slot_values(), "language": _language(tracker)}
        reply = self._template(utter_action, slots, output_channel, **kwargs)
        if reply is None or evidence is None:
            return reply
        if utter_action == PASSAGE and evidence.passages:
            parts = compose(_text(tracker.latest_message), evidence.passages)
            name_sources = not _shows_sources(tracker.latest_message)
            reply["text"] = quote(reply.get("text", ""), parts, evidence.language, name_sources)
            reply["sources"] = sources_of(parts)
        elif utter_action == CLARIFY:
            readings = [reading["name"] for reading in evidence.ranking]
            buttons = self._offers([reading for reading in readings if reading != PERSON], slots, output_channel)[:OFFERED]
            if not buttons:
                return self._template(HAND_OVER, slots, output_channel, **kwargs)
            reply["buttons"] = [*buttons, *self._offers([PERSON], slots, output_channel)]
        if evidence.decision in ("template", "passage") and not reply.get("buttons"):
            typed = [event.text for event in tracker.events if isinstance(event, UserUttered) and event.text]
            reply["suggestions"] = also_asked(evidence, typed, lambda intent: self._offers([intent], slots, output_channel))
        return {**reply, "decision": evidence.decision}

    def _template(self, name: str, slots: dict[str, Any], channel: str, **kwargs: Any) -> Reply | None:
        reply: Reply | None = self.generate_from_slots(name, slots, channel, **kwargs)
        return reply

    def _offers(self, intents: list[str], slots: dict[str, Any], channel: str) -> list[dict[str, str]]:
        """Buttons for intents; one without a title in the domain (`utter_offer_<intent>`) can't be offered."""
        titles = ((intent, self._template(f"{OFFER}{intent}", slots, channel)) for intent in intents)
        return [{"title": reply["text"], "payload": f"/{intent}"} for intent, reply in titles if reply]


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
