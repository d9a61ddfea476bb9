"""Joins Rasa and the session state in a server: has messages answered by the loaded model."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from sanic import Sanic

from bot.metrics import decisions
from bot.server.output import Replies
from bot.state.service import Service
from bot.state.turns.transaction import Turn
from data.errors import HeedError, SettingsError

logger = logging.getLogger(__name__)

APOLOGY = "utter_apology"
# Before an intent's name: the response that is its title on a button.
OFFER = "utter_offer_"
DAY_S = 24 * 60 * 60
PLAIN_APOLOGY = "Sorry, something went wrong on our side, and I couldn't answer that. Please try again."


class NoReply(HeedError):
    """A turn that said nothing."""


class Serving:
    """The session state of one server process, and Rasa's agent in it."""

    def __init__(self, app: Sanic, burst_s: float) -> None:
        self._app = app
        self.service = Service(self._answer, self._apologise, lambda: self.model_ready, burst_s)

    @property
    def agent(self) -> Agent:
        """Rasa's agent; another one after a model was loaded over HTTP."""
        return self._app.ctx.agent

    @property
    def model_ready(self) -> bool:
        return bool(self.agent and self.agent.is_ready())

    @property
    def keep_s(self) -> int:
        """Seconds that a conversation is kept after its last message."""
        return int(getattr(self.agent.tracker_store, "keep_s", DAY_S))

    @property
    def offered_intents(self) -> list[str]:
        """The intents that have a title for buttons, in the domain's order."""
        domain = self.agent.domain
        return [intent for name in domain.responses if (intent := name.removeprefix(OFFER)) != name and intent in domain.intents]

    def response(self, name: str, locale: str) -> str | None:
        """The text of one of the domain's responses in a language; none if it has none."""
        generator = self.agent.nlg
        if not isinstance(generator, TemplatedNaturalLanguageGenerator):
            return None
        reply = generator.generate_from_slots(name, {"language": locale.partition("-")[0].lower()}, Replies.name())
        return str(reply["text"]) if reply and reply.get("text") else None

    async def _answer(self, turn: Turn) -> None:
        """Runs a Rasa turn.

        Raises:
            SettingsError: Rasa saves conversations somewhere else.
            NoReply: nothing was said, though nobody took the conversation over.
        """
        newest = turn.messages[-1].inbound
        text = "\n".join(message.inbound.text for message in turn.messages)
        message = UserMessage(
            text, Replies(), turn.conversation, input_channel=newest.channel, message_id=newest.message_id, metadata=newest.about or None
        )
        # The agent would wait for the lock that this turn holds; its processor does the rest.
        await self.agent.processor.handle_message(message)
        if turn.problem:
            return
        if turn.tracked is None:
            raise SettingsError("endpoints.yml must name bot.state.stores.SessionTrackerStore as tracker_store")
        if not turn.replies and not turn.tracked.tracker.is_paused():
            raise NoReply("the turn ended without a reply; does each intent have a rule?")
        for reply in turn.replies:
            decisions.labels(reply.get("decision", "none")).inc()

    async def _apologise(self, turn: Turn) -> None:
        """Says sorry with the domain's `utter_apology`, in the conversation's language; plainly, where that fails as well."""
        reply: dict[str, Any] | None = None
        try:
            tracker = await self.agent.tracker_store.get_or_create_tracker(turn.conversation, append_action_listen=False)
            reply = await self.agent.nlg.generate(APOLOGY, tracker, Replies.name())
        except Exception:
            logger.exception("The apology can't be worded; a plain one is said.")
        turn.problem = None  # an apology needs no history
        await Replies().send_response(turn.conversation, reply or {"text": PLAIN_APOLOGY})
