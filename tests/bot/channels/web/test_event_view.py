"""What a client sees of an event."""

import pytest

from bot.channels.web.event_view import event_view, upload_view
from bot.channels.web.tokens import Button, Tokens
from bot.server.files.uploads import Upload
from bot.state.turns.outbox import Event
from tests.bot.conftest import CONVERSATION

ID, AT = "1700000000123-7", "2023-11-14T22:13:20.123+00:00"


def test_the_customers_own_message_and_a_rating_are_as_they_were_written(tokens: Tokens) -> None:
    own = event_view(Event(ID, "customer", "", {"message_id": "m1", "text": "hi"}), CONVERSATION, tokens)
    assert own == {"event": ID, "at": AT, "from": "customer", "message_id": "m1", "text": "hi"}
    rated = event_view(Event(ID, "rated", "", {"rated": "1-1", "value": "up"}), CONVERSATION, tokens)
    assert rated == {"event": ID, "at": AT, "rated": "1-1", "value": "up"}


@pytest.mark.parametrize("name", ["buttons", "suggestions"])
def test_buttons_of_a_reply_are_signed_the_same_in_all_tabs_and_different_from_one_another(tokens: Tokens, name: str) -> None:
    reply = Event(ID, "assistant", "m1", {"text": "Which?", name: [{"title": "My order", "payload": "/order"}] * 2})
    view = event_view(reply, CONVERSATION, tokens)
    assert view == event_view(reply, CONVERSATION, tokens)
    assert (view["from"], view["to"], view["text"]) == ("assistant", "m1", "Which?")
    pressed = [tokens.pressed(button["payload"], CONVERSATION) for button in view[name]]
    assert pressed == [Button("My order", "/order", f"{ID}.{name[0]}{number}") for number in range(2)]


def test_of_what_else_a_response_carries_only_cards_are_shown(tokens: Tokens) -> None:
    custom = {"secret": 1, "cards": [{"title": "A pot", "link": "https://shop.example/pot", "price": 5}, "no card"]}
    view = event_view(Event(ID, "assistant", "m1", {"text": "Look", "custom": custom}), CONVERSATION, tokens)
    assert view["cards"] == [{"title": "A pot", "link": "https://shop.example/pot"}]
    assert "custom" not in view


def test_a_file_is_shown_with_its_address() -> None:
    upload = Upload("0" * 32, "bill.pdf", "application/pdf", 8)
    assert upload_view(upload) == {
        "upload": "0" * 32, "name": "bill.pdf", "type": "application/pdf", "size": 8, "url": f"/chat/uploads/{'0' * 32}",
    }  # fmt: skip


def test_of_sources_the_companys_own_names_are_not_shown(tokens: Tokens) -> None:
    sources = [
        {"dialogue": "shop-en-112", "date": "2025-03-14", "score": 0.9, "text": "Yes."},
        {"dialogue": "help.md#2", "page": "Returns", "section": 2},
    ]
    view = event_view(Event(ID, "assistant", "m1", {"text": "Yes.", "sources": sources}), CONVERSATION, tokens)
    assert view["sources"] == [{"date": "2025-03-14", "text": "Yes."}, {"page": "Returns", "section": 2}]
