"""Has a turn answered by Rasa, and says sorry for one that is given up."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.domain import SHOWS_SOURCES
from bot.handover.settings import HandoverPlan
from bot.metrics import decisions, handovers, moods
from bot.server.model.served_model import ServedModel
from bot.server.output import Replies
from bot.server.turns.handing_over import why_handed_over
from bot.server.turns.turn_facts import facts_of
from bot.state.rate_limits import of_address
from bot.state.service import Service
from bot.state.turns.transaction import TurnTransaction
from data.errors import HeedError, SettingsError

logger = logging.getLogger(__name__)

APOLOGY = "utter_apology"
PLAIN_APOLOGY = "Sorry, something went wrong on our side, and I couldn't answer that. Please try again."


class NoReply(HeedError):
    """A turn that said nothing."""


class RasaRunner:
    """Runs the turns of one server process."""

    def __init__(self, model: ServedModel, people: HandoverPlan, service: Service) -> None:
        """`people` says whether people take conversations over, and when."""
        self._model, self._people, self._service = model, people, service

    async def answer(self, turn: TurnTransaction) -> None:
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
        if self._people.state == "open":
            turn.usual_wait_s = await self._service.desk.usual_wait_s()
        agent = self._model.readied()
        # The agent would wait for the lock that this turn holds; its processor does the rest.
        try:
            with self._model.use.of(agent.processor):
                await agent.processor.handle_message(message)
        finally:
            for waited in turn.messages:
                if origin := waited.inbound.origin:
                    self._service.charges.give_back(of_address(origin, "waiting"), f"{turn.conversation}:{waited.inbound.message_id}")
        if turn.problem:
            return
        if turn.tracked is None:
            raise SettingsError("endpoints.yml must name bot.state.stores.SessionTrackerStore as tracker_store")
        if not turn.replies and not turn.tracked.tracker.is_paused():
            raise NoReply("the turn ended without a reply; does each intent have a rule?")
        if self._people.configured:
            turn.hand_over = why_handed_over(turn.tracked.tracker, self._people.settings.at_once, newest.channel)
        turn.facts = facts_of(turn.tracked.tracker, turn.replies, turn.hand_over, newest.channel)
        for reply in turn.replies:
            decisions.labels(reply.get("decision", "none")).inc()
        if turn.facts.mood:
            moods.labels(turn.facts.mood).inc()
        if turn.facts.handed_over:
            handovers.labels(turn.facts.handed_over).inc()

    async def apologise(self, turn: TurnTransaction) -> None:
        """Says sorry with the domain's `utter_apology`, in the conversation's language; plainly, where that fails as well."""
        output = Replies(turn.messages[-1].inbound.channel)
        reply: dict[str, Any] | None = None
        try:
            agent = self._model.ready_agent
            tracker = await agent.tracker_store.get_or_create_tracker(turn.conversation, append_action_listen=False)
            reply = await agent.nlg.generate(APOLOGY, tracker, output.name())
        except Exception:
            logger.exception("The apology can't be worded; a plain one is said.")
        turn.problem = None  # an apology needs no history
        await output.send_response(turn.conversation, reply or {"text": PLAIN_APOLOGY})
