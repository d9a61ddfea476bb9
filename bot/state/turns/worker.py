"""The worker of a process: takes messages out of the inbox and has them answered, each conversation in order, several at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot import metrics
from bot.state.redis.client import Unavailable
from bot.state.turns.commits import TurnLost, TurnTransactions
from bot.state.turns.inbox import Inbox
from bot.state.turns.transaction import TurnTransaction
from bot.state.turns.work_loop import WorkLoop
from bot.state.turns.work_queue import WorkQueue

logger = logging.getLogger(__name__)

# Conversations that one process works on at once: a turn mostly waits for other servers, or for its processor's turn. Several times as
# many as one address may have waiting (`bot.channels.web.auth`): who waits outside has no say in who is next.
SIDE_BY_SIDE = 96
TRIES = 3
# A turn that takes longer is broken off, and counts as failed.
LONGEST_TURN_S = 600.0

Answer = Callable[[TurnTransaction], Awaitable[None]]
Ready = Callable[[], Awaitable[None]]
NO_BURSTS: Mapping[str, float] = MappingProxyType({})


@dataclass
class Work:
    """A conversation in work.

    Attributes:
        turn: the turn that took messages last.
        excused: the last that failed through no fault of its messages.
    """

    turn: str = ""
    excused: str = ""


class Worker:
    """Runs until it is cancelled; survives Redis being away."""

    def __init__(
        self,
        inbox: Inbox,
        queue: WorkQueue,
        turns: TurnTransactions,
        answer: Answer,
        apologise: Answer,
        ready: Ready,
        bursts: Mapping[str, float] = NO_BURSTS,
    ) -> None:
        """
        Args:
            answer: has a turn's messages answered and puts the replies into the turn; may raise anything.
            apologise: puts an apology into the turn, for messages that are given up.
            ready: returns when messages can be answered.
            bursts: seconds by the channel's name: messages that follow one another so quickly become one turn; 0 or none for each its own.
        """
        self._inbox, self._turns, self._answer, self._apologise = inbox, turns, answer, apologise
        self._ready, self._bursts = ready, bursts
        self._work: dict[str, Work] = {}
        self._loop = WorkLoop(queue, self._step, "turn", SIDE_BY_SIDE)

    @property
    def looked_at(self) -> float:
        """When the inbox was last read, by the event loop's clock."""
        return self._loop.looked_at

    async def run(self) -> None:
        await self._ready()
        await self._loop.run()

    async def _step(self, conversation: str) -> bool:
        """Has the next messages answered; returns whether there may be more: what comes after the turn is announced after it, too."""
        work = self._work.setdefault(conversation, Work())
        try:
            turn = await self._turn(conversation, work)
        except (TurnLost, *Unavailable):
            work.excused = work.turn
            raise
        if not turn.messages:
            # Also of a process that was killed after its commit, before it could say that there are replies to be sent.
            await self._turns.announce_replies(conversation)
        more = bool(turn.messages) and not turn.emptied
        if not more:
            del self._work[conversation]
        return more

    async def _turn(self, conversation: str, work: Work) -> TurnTransaction:
        burst = any(self._bursts.values()) and await self._inbox.end_of_burst(conversation, self._bursts)
        async with self._turns.open(conversation) as turn:
            work.turn = turn.id
            turn.messages = await self._inbox.take(conversation, turn.id, work.excused, burst)
            if not turn.messages:
                return turn
            for message in turn.messages:
                metrics.stages.labels("wait").observe(message.age_s)
            outcome = "failed"
            try:
                if turn.messages[0].begun > TRIES:
                    await self._give_up(turn)
                    outcome = "given_up"
                else:
                    with metrics.stage("answer"):
                        await asyncio.wait_for(self._answer(turn), LONGEST_TURN_S)
                    outcome = "answered"
            finally:
                metrics.turns.labels(outcome).inc()
        metrics.dead_letters.inc(len(turn.messages) if turn.given_up else 0)
        for message in turn.messages:
            metrics.stages.labels("all").observe(message.age_s)
        return turn

    async def _give_up(self, turn: TurnTransaction) -> None:
        turn.given_up = True
        logger.error("Message %s of conversation %s was given up.", turn.messages[0].inbound.name, turn.conversation)
        await self._apologise(turn)
