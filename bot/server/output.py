"""Rasa's output channel: what the assistant says goes into the turn, and with it into the outbox."""

from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.state.turns.transaction import current_turn

SHOWN = ("text", "buttons", "image", "sources", "suggestions", "decision", "custom")


class Replies(OutputChannel):
    """Collects replies: in the open turn, or, where there is none (`heed ask`), in `messages`."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        turn = current_turn.get()
        collected = turn.replies if turn else self.messages
        collected.append({key: message[key] for key in SHOWN if message.get(key)})
