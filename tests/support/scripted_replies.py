"""Replies that the message itself asks for, so that the widget can be shown whatever there is to show.

say hello                         → hello
say {"text": "…", "buttons": […]} → that reply, with any of text, buttons, image, custom (cards), suggestions, sources, decision
say {"passage": {"text": …, "sources": […]}} → a passage, quoted as the product quotes one
say {"sentences": 120}            → an answer of 120 sentences
say {"wait_s": 2, …}              → the reply, two seconds later
"""

import asyncio
import json
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.quoting import quote, sources_of

SAY = "say "

Reply = dict[str, Any]


class ScriptedGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's templates, but for `utter_say`."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__((domain or Domain.empty()).responses)

    async def generate(self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any) -> Reply | None:
        message = tracker.latest_message
        if utter_action == "utter_say" and message and message.text:
            reply = scripted(message.text)
            await asyncio.sleep(reply.pop("wait_s", 0))
            return reply
        template: Reply | None = self.generate_from_slots(utter_action, tracker.current_slot_values(), output_channel, **kwargs)
        return template and {**template, "decision": "template"}


def scripted(text: str) -> Reply:
    """The reply that a message asks for."""
    said = text.removeprefix(SAY)
    if not said.startswith("{"):
        return {"text": said}
    reply: Reply = json.loads(said)
    if passage := reply.pop("passage", None):
        reply |= {"text": quote("", passage, "en", False), "sources": sources_of([passage]), "decision": "passage"}
    if count := reply.pop("sentences", 0):
        reply["text"] = sentences(count)
    return reply


def sentences(count: int) -> str:
    """A long answer."""
    return " ".join(
        f"This is sentence number {number} of an answer that no platform takes in one message." for number in range(1, count + 1)
    )


def say(**reply: Any) -> str:
    """The message that is answered so."""
    return SAY + json.dumps(reply, ensure_ascii=False)
