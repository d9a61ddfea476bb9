"""A reply of Heed's as the messages that a platform takes: text in its own markup, buttons, images, sources."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.quoting import named_sources
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.markup import Run, parse, plain
from bot.channels.frame.splitting import cut, split
from bot.state.deliveries.contacts import Choice
from data.languages import language_of

WEB = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
# Keeps buttons (title, payload) under short ids.
Show = Callable[[Sequence[tuple[str, str]]], Awaitable[Sequence[Choice]]]


@dataclass(frozen=True)
class Part:
    """One message to a platform.

    Attributes:
        text: in the platform's markup, within its length; of an image, what is said with it (may be empty).
        runs: the same text without markup, by style: for platforms that take structure.
        image: the address of an image; empty in a message of text.
        file: what an agent sends; the text is said with it (may be empty).
        buttons: below the text; their titles are as long as the platform takes.
        owner: who has the conversation from now on (`waiting`, `agent`, `assistant` or `closed`): nothing is said then, the platform's
            desk is told of it. Only where `Capabilities.desk` says so.
        decision: `template`, `passage`, `clarify` or `hand_over`; empty if nothing was decided.
        last: whether the reply ends with it.
    """

    text: str = ""
    runs: tuple[Run, ...] = ()
    image: str = ""
    file: Attached | None = None
    buttons: tuple[Choice, ...] = ()
    owner: str = ""
    decision: str = ""
    last: bool = True

    @property
    def plain(self) -> str:
        """The text without markup: for notifications."""
        return plain(self.runs)


async def render(reply: Mapping[str, Any], able: Capabilities, show: Show) -> list[Part]:
    """A reply as messages, in the order in which they go out: images, then the text, with the buttons below its end.

    Args:
        reply: as the outbox has it: `text`, `buttons`, `image`, `sources`, `custom` (`cards`), `decision`.
        show: keeps the buttons, so that pressing one, or typing its number, is understood.
    """
    text = "\n\n".join(part for part in (_str(reply.get("text")), *_cards(reply), _source(reply)) if part)
    images = [address for address in (_str(reply.get("image")), *_card_images(reply)) if WEB.fullmatch(address)]
    if not able.images:
        text, images = "\n\n".join([text, *images] if text else images), []
    choices = await _choices(reply, show)
    buttons = _buttons(choices, able)
    if choices and tuple(choice.title for choice in buttons) != tuple(choice.title for choice in choices):
        text = "\n\n".join(part for part in (text, _numbered(choices)) if part)
    parts = [Part(image=address) for address in images]
    parts += _texts(parse(text), able, buttons)
    decision = _str(reply.get("decision"))
    return ended([replace(part, decision=decision) for part in parts])


def ended(parts: Sequence[Part]) -> list[Part]:
    """Parts of which only the last one knows that it is."""
    return [replace(part, last=number == len(parts)) for number, part in enumerate(parts, start=1)]


def with_file(parts: Sequence[Part], file: Attached, able: Capabilities) -> list[Part]:
    """A reply's messages with the file that goes with it behind them: as a file, as an image by its address, as a link."""
    if file.type in able.files:
        *before, last = parts or [Part()]
        alone = bool(last.image or last.buttons) or able.length_of(last.text) > able.caption
        return ended([*parts, Part(file=file)] if alone else [*before, replace(last, file=file)])
    if file.is_image and able.images and file.address.startswith("https://"):
        return ended([*parts, Part(image=file.address)])
    return ended([*parts, linked(file, able)])


def linked(file: Attached, able: Capabilities, said: Sequence[Run] = ()) -> Part:
    """A file as a message of text: its name and where it can be fetched; its name alone, if it can't."""
    runs = (Run(f"{file.name}\n"), Run(file.address, link=file.address)) if file.address else (Run(f"[{file.name}]"),)
    runs = (*said, Run("\n\n"), *runs) if said else runs
    return Part(able.style(runs), runs)


def _texts(runs: Sequence[Run], able: Capabilities, buttons: tuple[Choice, ...]) -> list[Part]:
    def length(piece: Sequence[Run]) -> int:
        return able.length_of(able.style(piece))

    pieces = split(runs, able.length, length)
    if buttons and not pieces:
        pieces = [[Run("…")]]
    if buttons and able.button_text and length(pieces[-1]) > able.button_text:
        *_, end = split(pieces[-1], able.button_text, length)
        start = sum(len(run.text) for run in pieces[-1]) - sum(len(run.text) for run in end)
        pieces[-1:] = [*split(cut(pieces[-1], 0, start), able.length, length), end]
    last = len(pieces) - 1
    return [Part(able.style(piece), tuple(piece), buttons=buttons if number == last else ()) for number, piece in enumerate(pieces)]


async def _choices(reply: Mapping[str, Any], show: Show) -> Sequence[Choice]:
    given = [button for button in reply.get("buttons") or [] if isinstance(button, Mapping)]
    wanted = [(" ".join(_str(button.get("title")).split()), _str(button.get("payload"))) for button in given]
    wanted = [(title, payload or title) for title, payload in wanted if title]
    return await show(wanted) if wanted else ()


def _buttons(choices: Sequence[Choice], able: Capabilities) -> tuple[Choice, ...]:
    """The choices as buttons; where a title is too long, with the number under which it stands in the text."""
    if len(choices) > able.buttons:
        return ()
    if all(len(choice.title) <= able.button_title for choice in choices):
        return tuple(choices)
    titles = (f"{number}. {choice.title}" for number, choice in enumerate(choices, start=1))
    short = (title if len(title) <= able.button_title else title[: able.button_title - 1].rstrip() + "…" for title in titles)
    return tuple(replace(choice, title=title) for choice, title in zip(choices, short))


def _numbered(choices: Sequence[Choice]) -> str:
    return "\n".join(f"{number}. {choice.title}" for number, choice in enumerate(choices, start=1))


def _source(reply: Mapping[str, Any]) -> str:
    """Where a quoted answer comes from, in words."""
    sources = reply.get("sources") or []
    if not sources or not isinstance(sources[0], Mapping):
        return ""
    named = named_sources(sources, language_of(_str(reply.get("text"))) or "en")
    return named if sources[0].get("page") else f"*{named}*"


def _cards(reply: Mapping[str, Any]) -> list[str]:
    def written(card: Mapping[str, str]) -> str:
        title = f"**{card['title']}**" if card.get("title") else ""
        return "\n".join(line for line in (title, card.get("text"), card.get("link")) if line)

    return [written(card) for card in _given_cards(reply)]


def _card_images(reply: Mapping[str, Any]) -> list[str]:
    return [card["image"] for card in _given_cards(reply) if card.get("image")]


def _given_cards(reply: Mapping[str, Any]) -> list[dict[str, str]]:
    """Cards stand under Rasa's `custom`: `cards: [{title, text, image, link}]`."""
    custom = reply.get("custom")
    cards = custom.get("cards") if isinstance(custom, Mapping) else None
    return [{name: _str(value) for name, value in card.items()} for card in cards or [] if isinstance(card, Mapping)]


def _str(value: Any) -> str:
    return value if isinstance(value, str) else ""
