"""Joins Rasa and the session state in a server: has messages answered by the loaded model."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from sanic import Sanic

from bot.domain import OFFER, SHOWS_SOURCES, SUGGESTS
from bot.handover.settings import read_handover
from bot.handover.telling import Telling
from bot.lookups.endpoint import serve_lookups
from bot.metrics import decisions, handovers, moods
from bot.models.bundle import archive_of
from bot.moods.watching import Watching
from bot.server.assistant import Assistant
from bot.server.changeover import Changeover
from bot.server.deletions import remove_traces_forever
from bot.server.handing_over import why_handed_over
from bot.server.model_use import ModelUse
from bot.server.moods_of_people import MoodsOfPeople
from bot.server.output import Replies
from bot.server.sweeping import sweep_forever
from bot.server.tuning import settle
from bot.server.turn_facts import facts_of
from bot.server.uploads import Files
from bot.state.agents.moods import MoodNotes
from bot.state.connection import shared
from bot.state.rate_limits import of_address
from bot.state.service import Service
from bot.state.turns.transaction import TurnTransaction
from bot.state.wrong_tries import WrongTries
from bot.workspace import Workspace
from data.errors import HeedError, SettingsError

logger = logging.getLogger(__name__)

APOLOGY = "utter_apology"
DAY_S = 24 * 60 * 60
LOOKS_FOR_MODEL_EVERY_S = 0.1
PLAIN_APOLOGY = "Sorry, something went wrong on our side, and I couldn't answer that. Please try again."


class NoReply(HeedError):
    """A turn that said nothing."""


class Serving:
    """The session state of one server process, and Rasa's agent in it.

    Attributes:
        service: the session state.
        bursts: seconds within which messages of a channel are merged into one turn, by the name of each channel that is there.
    """

    def __init__(self, app: Sanic) -> None:
        self._app = app
        self.bursts: dict[str, float] = {}
        connection = shared()
        self._client = connection.client
        self._wrong_tries = WrongTries(self._client)
        self.people = read_handover(Workspace.current().endpoints)
        self._following: asyncio.Future[None] | None = None
        self._deleting: asyncio.Future[None] | None = None
        self._sweeping: asyncio.Future[None] | None = None
        self.service = Service(self._answer, self._apologise, self._model_loaded, self.bursts, connection)
        self._use = ModelUse(self.service)
        self._telling = Telling(self.people, self.service.desk, self.service.notices)
        self._watching = Watching(self.people, connection.client, self.service.notices, self.title)
        self._moods = MoodsOfPeople(self.read, lambda: self.model_ready, MoodNotes(self._client), self.service.counting)
        self.service.tell_of_messages_to_people(self._moods.heard)

    async def join(self, channel: str, burst_s: float) -> None:
        """Adds a channel; with the first, the session state begins. See `bot.server.lifecycle.serve_state`."""
        first = not self.bursts
        self.bursts[channel] = burst_s
        if first:
            await self.service.start()
            self._following = asyncio.ensure_future(self._follow())
            self._telling.start()
            self._deleting = asyncio.ensure_future(remove_traces_forever(self._client, self.service.deletions, self.service.notices))
            self._sweeping = asyncio.ensure_future(sweep_forever(Files(), self.service.kept))
            self._watching.start()
            self._moods.start()

    async def leave(self, channel: str) -> None:
        """Takes a channel away; with the last, the session state ends."""
        del self.bursts[channel]
        if not self.bursts:
            await self._moods.stop()
            await self._watching.stop()
            await self._telling.stop()
            for task in (self._following, self._deleting, self._sweeping):
                if task:
                    task.cancel()
            await self.service.stop()

    @property
    def agent(self) -> Agent | None:
        """Rasa's agent, another one after a model was loaded over HTTP; none while the server starts."""
        return getattr(self._app.ctx, "agent", None)

    @property
    def model_ready(self) -> bool:
        return bool(self.agent and self.agent.is_ready())

    @property
    def keep_s(self) -> int:
        """Seconds that a conversation is kept after its last message."""
        return int(getattr(self._ready_agent.tracker_store, "keep_s", DAY_S))

    @property
    def intents(self) -> list[str]:
        """The domain's intents, in its order."""
        return list(self._ready_agent.domain.intents)

    @property
    def offered_intents(self) -> list[str]:
        """The intents that have a title for buttons, in the order of these."""
        intents = self.intents
        return [intent for name in self._ready_agent.domain.responses if (intent := name.removeprefix(OFFER)) != name and intent in intents]

    @property
    def languages(self) -> list[str]:
        """The languages that the domain's responses are in: the assistant's own, and those that variations are for."""
        agent = self._ready_agent
        own = str(getattr(getattr(agent.processor, "model_metadata", None), "language", None) or "")
        variations = [each for response in agent.domain.responses.values() for each in response]
        conditions = [condition for each in variations for condition in each.get("condition", ())]
        others = {str(each.get("value")) for each in conditions if each.get("name") == "language"}
        return [each for each in (own, *sorted(others - {own})) if each]

    def response(self, name: str, locale: str, channel: str) -> str | None:
        """The text of one of the domain's responses in a language, as a channel says it; none if the domain has none."""
        generator = self._ready_agent.nlg
        if not isinstance(generator, TemplatedNaturalLanguageGenerator):
            return None
        reply = generator.generate_from_slots(name, {"language": locale.partition("-")[0].lower()}, channel)
        return str(reply["text"]) if reply and reply.get("text") else None

    def title(self, topic: str, locale: str = "") -> str:
        """What the company calls a topic, in a language: the title of its button. Empty where it has none, and while there is no model."""
        return (self.response(f"{OFFER}{topic}", locale, "web") if self.model_ready else None) or ""

    async def read(self, text: str, owner: str, suggests: bool = False) -> dict[str, Any]:
        """What the model makes of a text outside of any conversation: the intent, and the evidence for it.

        Args:
            owner: whose turn at the model it takes.
            suggests: whether passages for a person to choose from are wanted, too.
        """
        agent = self._ready_agent
        self._use.read_beside_the_loop(agent)
        with self._use.of(agent.processor):
            found: dict[str, Any] = await agent.processor.parse_message(UserMessage(text, sender_id=owner, metadata={SUGGESTS: suggests}))
        return found

    async def ask(self, question: str) -> tuple[dict[str, Any], Path]:
        """The answer to a question outside of any conversation, as `bot.server.assistant` gives it, and the archive of its model. Nothing
        is stored."""
        agent = self._ready_agent
        self._use.read_beside_the_loop(agent)
        with self._use.of(agent.processor):
            return await Assistant.beside(agent).ask(question), archive_of(agent.processor.model_path)

    @property
    def _ready_agent(self) -> Agent:
        assert self.agent, "ask `model_ready` first"
        return self.agent

    async def _model_loaded(self) -> None:
        """Waits for the model, and has it read something, so that the first customer doesn't wait for what is loaded when it is needed.

        What is in memory by then stays for good.
        """
        await self.loaded()
        if self._ready_agent.processor:
            try:
                await self.read("hello", "")
            except Exception:  # a model may fail with whatever its components raise; it may still answer what customers say
                logger.exception("The model can't read a message, though it was loaded")
        settle()

    async def _follow(self) -> None:
        """Has the server take over what is promoted from now on."""
        await self.loaded()
        await Changeover(self._app, self._use).run()

    async def loaded(self) -> None:
        """Waits for the model, and readies it."""
        while not self.model_ready:
            await asyncio.sleep(LOOKS_FOR_MODEL_EVERY_S)
        serve_lookups(self._ready_agent, self._wrong_tries)
        self._use.read_beside_the_loop(self._ready_agent)

    async def _answer(self, turn: TurnTransaction) -> None:
        """Runs a Rasa turn.

        Raises:
            SettingsError: Rasa saves conversations somewhere else.
            NoReply: nothing was said, though nobody took the conversation over.
        """
        newest = turn.messages[-1].inbound
        text = "\n".join(message.inbound.text for message in turn.messages)
        message = UserMessage(
            text,
            Replies(newest.channel),
            turn.conversation,
            input_channel=newest.channel,
            message_id=newest.message_id,
            metadata={**newest.about, SHOWS_SOURCES: True},
        )
        if self.people.state == "open":
            turn.usual_wait_s = await self.service.desk.usual_wait_s()
        agent = self._ready_agent
        # Another one, if a model was loaded since; and Rasa takes only a server for actions.
        self._use.read_beside_the_loop(agent)
        serve_lookups(agent, self._wrong_tries)
        # The agent would wait for the lock that this turn holds; its processor does the rest.
        try:
            with self._use.of(agent.processor):
                await agent.processor.handle_message(message)
        finally:
            for waited in turn.messages:
                if origin := waited.inbound.origin:
                    self.service.charges.give_back(of_address(origin, "waiting"), f"{turn.conversation}:{waited.inbound.message_id}")
        if turn.problem:
            return
        if turn.tracked is None:
            raise SettingsError("endpoints.yml must name bot.state.stores.SessionTrackerStore as tracker_store")
        if not turn.replies and not turn.tracked.tracker.is_paused():
            raise NoReply("the turn ended without a reply; does each intent have a rule?")
        if self.people.configured:
            turn.hand_over = why_handed_over(turn.tracked.tracker, self.people.settings.at_once, newest.channel)
        turn.facts = facts_of(turn.tracked.tracker, turn.replies, turn.hand_over, newest.channel)
        for reply in turn.replies:
            decisions.labels(reply.get("decision", "none")).inc()
        if turn.facts.mood:
            moods.labels(turn.facts.mood).inc()
        if turn.facts.handed_over:
            handovers.labels(turn.facts.handed_over).inc()

    async def _apologise(self, turn: TurnTransaction) -> None:
        """Says sorry with the domain's `utter_apology`, in the conversation's language; plainly, where that fails as well."""
        output = Replies(turn.messages[-1].inbound.channel)
        reply: dict[str, Any] | None = None
        try:
            agent = self._ready_agent
            tracker = await agent.tracker_store.get_or_create_tracker(turn.conversation, append_action_listen=False)
            reply = await agent.nlg.generate(APOLOGY, tracker, output.name())
        except Exception:
            logger.exception("The apology can't be worded; a plain one is said.")
        turn.problem = None  # an apology needs no history
        await output.send_response(turn.conversation, reply or {"text": PLAIN_APOLOGY})
