"""A reply as the messages that a platform takes."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.markup import telegram_html
from bot.channels.frame.rendering import Part, render
from bot.state.deliveries.contacts import Choice

BUTTONS = [{"title": "My order", "payload": "/order"}, {"title": "A person", "payload": "/talk_to_person"}]


def parts(reply: dict[str, Any], **able: Any) -> list[Part]:
    async def show(buttons: Sequence[tuple[str, str]]) -> Sequence[Choice]:
        return [Choice(f"id{number}", *button) for number, button in enumerate(buttons)]

    return asyncio.run(render(reply, Capabilities(**{"length": 1_000, **able}), show))


def test_buttons_stand_below_the_last_piece() -> None:
    found = parts({"text": "One sentence. " * 20, "buttons": BUTTONS}, length=100, buttons=3)
    assert [len(part.buttons) for part in found] == [0] * (len(found) - 1) + [2]
    assert found[-1].buttons[1] == Choice("id1", "A person", "/talk_to_person")


def test_choices_are_numbered_where_there_are_no_buttons_or_too_few() -> None:
    for able in ({}, {"buttons": 1}):
        [part] = parts({"text": "Which?", "buttons": BUTTONS}, **able)
        assert (part.text, part.buttons) == ("Which?\n\n1. My order\n2. A person", ())


def test_a_title_that_is_too_long_stands_in_the_text_with_its_number() -> None:
    [part] = parts({"text": "Which?", "buttons": [*BUTTONS, {"title": "When do I get my money back?", "payload": "/x"}]}, buttons=3)
    assert [choice.title for choice in part.buttons] == ["1. My order", "2. A person", "3. When do I get my…"]
    assert part.text.endswith("3. When do I get my money back?")


def test_a_text_with_buttons_may_have_to_be_shorter() -> None:
    found = parts({"text": "One sentence. " * 20, "buttons": BUTTONS}, buttons=3, button_text=100)
    assert " ".join(part.text for part in found) == ("One sentence. " * 20).strip()
    assert [len(part.text) <= 100 for part in found] == [False, True]  # the rest isn't cut more than it has to be
    assert [len(part.buttons) for part in found] == [0, 2]
    assert [part.last for part in found] == [False, True]


def test_the_source_is_named_in_the_answers_language() -> None:
    source = [{"dialogue": "d-17", "date": "2026-03-05", "score": 0.9}]
    [part] = parts({"text": "The lamp is 40 cm high.", "sources": source, "decision": "passage"}, style=telegram_html)
    assert part.text == "The lamp is 40 cm high.\n\n<i>(from a conversation of 5 March 2026, d-17)</i>"
    assert part.decision == "passage"
    assert "来自2026年3月5日的对话" in parts({"text": "这盏灯高四十厘米。", "sources": source})[0].text


def test_a_page_is_named_as_one_and_no_conversation() -> None:
    sections = [
        {"dialogue": "returns.md#2", "date": "2026-03-05", "page": "Returns", "section": 2},
        {"dialogue": "gifts.md#1", "page": "Gifts"},
    ]
    [part] = parts({"text": "Within thirty days.", "sources": sections, "decision": "passage"})
    assert part.text == "Within thirty days.\n\nFrom: Returns, section 2 (March 2026)\nFrom: Gifts"


def test_images_go_before_the_text_or_into_it() -> None:
    reply = {"text": "This one:", "image": "https://shop.example/lamp.png"}
    assert [(part.image, part.text) for part in parts(reply, images=True)] == [(reply["image"], ""), ("", "This one:")]
    assert [part.text for part in parts(reply)] == ["This one:\n\nhttps://shop.example/lamp.png"]
    assert [part.image for part in parts({**reply, "image": "file:///etc/passwd"}, images=True)] == [""]


def test_cards_are_texts_with_images() -> None:
    card = {"title": "Lamp", "text": "40 cm", "link": "https://shop.example/lamp", "image": "https://shop.example/lamp.png"}
    image, text = parts({"custom": {"cards": [card, "no card"]}}, images=True)
    assert (image.image, text.text) == (card["image"], "Lamp\n40 cm\nhttps://shop.example/lamp")


def test_nothing_to_say_is_no_message() -> None:
    assert parts({"custom": {"anything": 1}, "suggestions": BUTTONS}) == []
    assert [part.text for part in parts({"buttons": BUTTONS}, buttons=3)] == ["…"]
