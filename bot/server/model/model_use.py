"""Who uses a loaded model: it reads beside the event loop, what it takes is charged, and while it is used it isn't let go of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.server.model.graph import run_in_order
from bot.server.model.inference import FairThread, finish
from bot.state.rate_limits import ADDRESS_CPU, CONVERSATION_CPU, of_address, of_conversation
from bot.state.service import Service
from bot.state.turns.transaction import current_turn


class ModelUse:
    """The models of one server process: the loaded one, and replaced ones that a turn still uses."""

    def __init__(self, service: Service) -> None:
        """`service` counts what conversations and addresses take of the processor."""
        self._service = service
        self._thread = FairThread()
        self._turns: Counter[object] = Counter()  # that are being answered, by their processor

    def now(self, processor: object) -> bool:
        """Whether a turn is being answered by a processor."""
        return processor in self._turns

    @contextmanager
    def of(self, processor: object) -> Iterator[None]:
        """Keeps a model from being let go of."""
        self._turns[processor] += 1
        try:
            yield
        finally:
            self._turns[processor] -= 1
            if not self._turns[processor]:
                del self._turns[processor]

    def read_beside_the_loop(self, agent: Agent) -> None:
        """Has a model read messages in a thread of its own, whichever channel they come through."""
        processor = getattr(agent, "processor", None)
        if not isinstance(processor, MessageProcessor) or "parse_message" in vars(processor) or processor.http_interpreter:
            return
        run_in_order(processor.graph_runner)
        read = processor.parse_message

        async def parse_message(message: UserMessage, *args: Any, **kwargs: Any) -> dict[str, Any]:
            turn = current_turn.get()
            origin = turn.messages[-1].inbound.origin if turn and turn.messages else ""
            owners = [owner for owner in (origin, message.sender_id) if owner]
            found: dict[str, Any]
            found, seconds = await self._thread.run(owners, lambda: finish(read(message, *args, **kwargs)))
            if turn:
                self._service.charges.charge(of_conversation(message.sender_id, "cpu"), CONVERSATION_CPU, seconds)
                if origin:
                    self._service.charges.charge(of_address(origin, "cpu"), ADDRESS_CPU, seconds)
            return found

        processor.parse_message = parse_message
