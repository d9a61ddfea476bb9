"""A tiny assistant that says what it is told to, for what the widget must show: trained in seconds, on Heed's real channel and state.

say hello                         → hello
say {"text": "…", "buttons": […]} → that reply, with any of text, buttons, image, custom (cards), suggestions, sources, decision
say {"passage": {"text": …, "sources": […]}} → a passage, quoted as the product quotes one
say {"wait_s": 2, …}              → the reply, two seconds later
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.composition import compose
from bot.answers.quoting import quote, sources_of
from tests.support import keyword_assistant
from tests.support.rasa_process import RasaProcess, serving, train

SAY = "say "
DOMAIN = """
version: "3.1"
intents: [say, order, refund, talk_to_person]
slots: {language: {type: text, influence_conversation: false, mappings: [{type: custom}]}}
responses:
  utter_say: [{text: "…"}]
  utter_order: [{text: "It is on its way."}]
  utter_refund: [{text: "Within **5 working days**."}]
  utter_talk_to_person: [{text: "A person will write to you here."}]
  utter_default: [{text: "Pardon?"}]
  utter_offer_order: [{text: "Where is my order?"}]
  utter_offer_refund: [{text: "When do I get my money back?"}]
  utter_offer_talk_to_person: [{text: "I would like to talk to a person"}]
"""
KEYWORDS = {"say": "say says", "order": "order parcel", "refund": "refund money", "talk_to_person": "person human"}

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
        parts = compose("", [passage])
        reply |= {"text": quote("", parts, "en", False), "sources": sources_of(parts), "decision": "passage"}
    return reply


def say(**reply: Any) -> str:
    """The message that is answered so."""
    return SAY + json.dumps(reply, ensure_ascii=False)


@contextmanager
def shopfront(folder: Path) -> Iterator[RasaProcess]:
    """The assistant, trained in a folder and served until the block ends."""
    keyword_assistant.write(folder, DOMAIN, KEYWORDS, "nlg: {type: tests.support.shopfront.ScriptedGenerator}\n", {})
    with serving(folder, train(folder)) as server:
        yield server
