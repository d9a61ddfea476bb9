"""Rasa's natural-language generator: fills templates, quotes passages, and asks back with buttons.

`endpoints.yml` names it (`nlg: type: bot.answers.generator.AnswerGenerator`), so that it runs inside Rasa's process.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.quoting import quote
from bot.channels.web import WebChannel
from bot.evidence import EVIDENCE, Evidence

PASSAGE = "utter_passage"
CLARIFY = "utter_clarify"
HAND_OVER = "utter_hand_over"
OFFER = "utter_offer_"
PERSON = "talk_to_person"

Reply = dict[str, Any]


class AnswerGenerator(NaturalLanguageGenerator):
    """Says what was decided, in the customer's language.

    Beside Rasa's keys, a reply carries `decision`, and for a passage `sources`: `[{"dialogue", "date", "score"}]`.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        self.templates = TemplatedNaturalLanguageGenerator((domain or Domain.empty()).responses)

    async def generate(self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any) -> Reply | None:
        message = tracker.latest_message
        evidence = Evidence.from_json(message.parse_data.get(EVIDENCE) if message and message.parse_data else None)
        slots = tracker.current_slot_values()
        reply = self._template(utter_action, slots, output_channel, **kwargs)
        if reply is None or evidence is None:
            return reply
        if utter_action == PASSAGE and evidence.passages:
            passage = evidence.passages[0]
            name_source = output_channel != WebChannel.name()
            reply["text"] = quote(reply.get("text", ""), passage, evidence.language, name_source)
            reply["sources"] = passage["sources"]
        elif utter_action == CLARIFY:
            buttons = self._offers(evidence.readings, slots, output_channel)
            if not buttons:
                return self._template(HAND_OVER, slots, output_channel, **kwargs)
            reply["buttons"] = [*buttons, *self._offers([PERSON], slots, output_channel)]
        return {**reply, "decision": evidence.decision}

    def _template(self, name: str, slots: dict[str, Any], channel: str, **kwargs: Any) -> Reply | None:
        return self.templates.generate_from_slots(name, slots, channel, **kwargs)

    def _offers(self, intents: list[str], slots: dict[str, Any], channel: str) -> list[dict[str, str]]:
        """Buttons for intents; one without a title in the domain (`utter_offer_<intent>`) can't be offered."""
        titles = ((intent, self._template(f"{OFFER}{intent}", slots, channel)) for intent in intents)
        return [{"title": reply["text"], "payload": f"/{intent}"} for intent, reply in titles if reply]
