"""The model that a server answers with: what it offers and how it words things, and what it makes of a text outside of conversations."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from sanic import Sanic

from bot.domain import OFFER, SUGGESTS
from bot.lookups.endpoint import serve_lookups
from bot.models.bundle import archive_of
from bot.server.model.assistant import Assistant
from bot.server.model.model_use import ModelUse
from bot.server.model.tuning import settle
from bot.state.wrong_tries import WrongTries

logger = logging.getLogger(__name__)

DAY_S = 24 * 60 * 60
LOOKS_FOR_MODEL_EVERY_S = 0.1


class ServedModel:
    """The model of one server process: Rasa's agent that is loaded now, which another one may follow at any time.

    Attributes:
        use: which models are being used.
    """

    def __init__(self, app: Sanic, use: ModelUse, wrong_tries: WrongTries) -> None:
        """`wrong_tries` counts how often an address gave facts that don't belong together, where something is looked up."""
        self._app, self.use, self._wrong_tries = app, use, wrong_tries

    @property
    def agent(self) -> Agent | None:
        """Rasa's agent, another one after a model was loaded over HTTP; none while the server starts."""
        return getattr(self._app.ctx, "agent", None)

    @property
    def ready(self) -> bool:
        return bool(self.agent and self.agent.is_ready())

    @property
    def ready_agent(self) -> Agent:
        assert self.agent, "ask `ready` first"
        return self.agent

    async def loaded(self) -> None:
        """Waits for the model, and readies it."""
        while not self.ready:
            await asyncio.sleep(LOOKS_FOR_MODEL_EVERY_S)
        self.readied()

    def readied(self) -> Agent:
        """Rasa's agent, with what a turn needs of it."""
        agent = self.ready_agent
        # Another one, if a model was loaded since; and Rasa takes only a server for actions.
        self.use.read_beside_the_loop(agent)
        serve_lookups(agent, self._wrong_tries)
        return agent

    async def warm_up(self) -> None:
        """Waits for the model, and has it read something, so that the first customer doesn't wait for what is loaded when it is needed.

        What is in memory by then stays for good.
        """
        await self.loaded()
        if self.ready_agent.processor:
            try:
                await self.read("hello", "")
            except Exception:  # a model may fail with whatever its components raise; it may still answer what customers say
                logger.exception("The model can't read a message, though it was loaded")
        settle()

    @property
    def keep_s(self) -> int:
        """Seconds that a conversation is kept after its last message."""
        return int(getattr(self.ready_agent.tracker_store, "keep_s", DAY_S))

    @property
    def intents(self) -> list[str]:
        """The domain's intents, in its order."""
        return list(self.ready_agent.domain.intents)

    @property
    def offered_intents(self) -> list[str]:
        """The intents that have a title for buttons, in the order of these."""
        intents = self.intents
        return [intent for name in self.ready_agent.domain.responses if (intent := name.removeprefix(OFFER)) != name and intent in intents]

    @property
    def languages(self) -> list[str]:
        """The languages that the domain's responses are in: the assistant's own, and those that variations are for."""
        agent = self.ready_agent
        own = str(getattr(getattr(agent.processor, "model_metadata", None), "language", None) or "")
        variations = [each for response in agent.domain.responses.values() for each in response]
        conditions = [condition for each in variations for condition in each.get("condition", ())]
        others = {str(each.get("value")) for each in conditions if each.get("name") == "language"}
        return [each for each in (own, *sorted(others - {own})) if each]

    def response(self, name: str, locale: str, channel: str) -> str | None:
        """The text of one of the domain's responses in a language, as a channel says it; none if the domain has none."""
        generator = self.ready_agent.nlg
        if not isinstance(generator, TemplatedNaturalLanguageGenerator):
            return None
        reply = generator.generate_from_slots(name, {"language": locale.partition("-")[0].lower()}, channel)
        return str(reply["text"]) if reply and reply.get("text") else None

    def title(self, topic: str, locale: str = "") -> str:
        """What the company calls a topic, in a language: the title of its button. Empty where it has none, and while there is no model."""
        return (self.response(f"{OFFER}{topic}", locale, "web") if self.ready else None) or ""

    async def read(self, text: str, owner: str, suggests: bool = False) -> dict[str, Any]:
        """What the model makes of a text outside of any conversation: the intent, and the evidence for it.

        Args:
            owner: whose turn at the model it takes.
            suggests: whether passages for a person to choose from are wanted, too.
        """
        agent = self.ready_agent
        self.use.read_beside_the_loop(agent)
        with self.use.of(agent.processor):
            found: dict[str, Any] = await agent.processor.parse_message(UserMessage(text, sender_id=owner, metadata={SUGGESTS: suggests}))
        return found

    async def ask(self, question: str) -> tuple[dict[str, Any], Path]:
        """The answer to a question outside of any conversation, as `Assistant` gives it, and its model's archive. Nothing is stored."""
        agent = self.ready_agent
        self.use.read_beside_the_loop(agent)
        with self.use.of(agent.processor):
            return await Assistant.beside(agent).ask(question), archive_of(agent.processor.model_path)
