"""Rasa's output channel: what the assistant says goes into the turn, and with it into the outbox."""

from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.state.turns.transaction import current_turn

SHOWN = ("text", "buttons", "image", "sources", "suggestions", "decision", "parts", "asks_contact", "custom")


class Replies(OutputChannel):
    """Collects replies for one of Heed's channels: in the open turn, or, where there is none (`heed ask`), in `messages`."""

    def __init__(self, channel: str) -> None:
        """`channel` is the name of the input channel that a customer writes through."""
        self._channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:
        """The channel's name. Rasa, whose own have one each, only asks instances for it."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        turn = current_turn.get()
        collected = turn.replies if turn else self.messages
        collected.append({key: message[key] for key in SHOWN if message.get(key)})
