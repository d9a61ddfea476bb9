"""The assistant without conversations that are kept: for one question, for evaluation and for benchmarks."""

import copy
import logging
import uuid
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config
from rasa.utils.log_utils import configure_structlog

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.domain import SHOWS_SOURCES
from bot.lookups.endpoint import serve_lookups
from bot.server.output import Replies
from bot.workspace import Workspace
from data.languages import language_of

GENERATOR = "bot.answers.generator.AnswerGenerator"
# What a customer of the company's site would read: a response may have another wording for each channel.
CHANNEL = "web"


class Assistant:
    """A trained model, loaded once, asked often. Conversations live in memory."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    @classmethod
    def load(cls, model: Path) -> "Assistant":
        configure_structlog(logging.WARNING)  # left alone, it prints each step of each turn
        agent = Agent.load(str(model), generator=_generator())
        serve_lookups(agent)
        return cls(agent)

    @classmethod
    def beside(cls, agent: Agent) -> "Assistant":
        """A server's model, its actions and look-ups, beside the conversations that the server keeps: these are in memory, as long as this
        object is."""
        apart, processor = copy.copy(agent), copy.copy(agent.processor)
        apart.tracker_store, apart.lock_store = InMemoryTrackerStore(agent.domain), InMemoryLockStore()
        processor.tracker_store, processor.lock_store = apart.tracker_store, apart.lock_store
        apart.processor = processor
        return cls(apart)

    async def ask(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        """The answer to a message, in a conversation of its own if none is named, and the evidence for it."""
        conversation = conversation or uuid.uuid4().hex
        replies = Replies(CHANNEL)
        message = UserMessage(text, replies, conversation, input_channel=CHANNEL, metadata={SHOWS_SOURCES: True})
        await self.agent.handle_message(message)
        tracker = await self.agent.tracker_store.retrieve(conversation)
        # Rasa's own `latest_message` is an older one while a form runs: a stored conversation is replayed without the form's turns.
        said = [event for event in tracker.events if isinstance(event, UserUttered)] if tracker else []
        parsed = said[-1].parse_data if said else {}
        evidence = Evidence.from_json(parsed.get(EVIDENCE)) or Evidence(language_of(text))
        return {
            **evidence.as_json(),
            "text": "\n\n".join(reply["text"] for reply in replies.messages if "text" in reply),
            "buttons": [button for reply in replies.messages for button in reply.get("buttons", [])],
            "parts": [part for reply in replies.messages for part in reply.get("parts", [])],
            "sources": [source for reply in replies.messages for source in reply.get("sources", [])],
        }


def _generator() -> EndpointConfig:
    """The generator with the settings that it has in the workspace's `endpoints.yml`."""
    file = Workspace.current().endpoints
    configured = read_endpoint_config(str(file), "nlg") if file.is_file() else None
    return configured if configured and configured.type == GENERATOR else EndpointConfig(type=GENERATOR)
