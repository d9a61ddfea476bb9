"""What Rasa says is collected in the open turn, or by the output itself, as clients may see it."""

import asyncio
from typing import Any

from bot.server.output import Replies
from bot.state.turns.transaction import TurnTransaction, current_turn


def said(output: Replies, message: dict[str, Any], turn: TurnTransaction | None = None) -> None:
    async def main() -> None:
        current_turn.set(turn)
        await output.send_response("c", message)

    asyncio.run(main())


def test_a_reply_goes_into_the_open_turn() -> None:
    output, turn = Replies("telegram"), TurnTransaction("c")
    said(output, {"text": "hi"}, turn)
    assert (turn.replies, output.messages) == ([{"text": "hi"}], [])
    assert output.name() == "telegram"


def test_without_a_turn_it_stays_here_and_holds_what_is_shown_only() -> None:
    output = Replies("web")
    said(output, {"text": "hi", "sources": [{"dialogue": "d-1"}], "buttons": [], "utter_action": "utter_greet"})
    assert output.messages == [{"text": "hi", "sources": [{"dialogue": "d-1"}]}]
