"""Deliveries of all kinds, made from right ones: values of other types, things left out, and bytes that are no JSON."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from hypothesis import strategies as st

from bot.channels.frame.channel import MessagingChannel
from bot.channels.frame.delivery import Delivery, Failure, Message, Owned, PersonSaid, Reaction, Unreadable
from bot.channels.frame.signatures import Forged
from tests.support.messaging.kit import Kit, Posted

ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=20)
    | st.sampled_from(["\ud800", "0" * 5_000, 10**40]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def bodies(examples: Sequence[bytes], seal: Callable[[bytes], bytes]) -> st.SearchStrategy[bytes]:
    """Bodies near right ones, and far from them.

    Args:
        examples: what right ones say; seal: makes a delivery of it, where the platform encrypts.
    """

    @st.composite
    def near(draw: st.DrawFn) -> bytes:
        body = draw(st.sampled_from(examples))
        if body.startswith(b"payload="):
            changed = _changed(draw, json.loads(dict(parse_qsl(body.decode()))["payload"]))
            return urlencode({"payload": json.dumps(changed)}).encode()
        if body.startswith(b"<"):
            return changed_xml(draw, body)
        if b"\nMessage-ID:" in body:
            return b"\n".join(_lines(draw, body.split(b"\n")))
        if not body.startswith(b"{"):
            form = [(name, draw(st.just(value) | st.text(max_size=20))) for name, value in parse_qsl(body.decode(), keep_blank_values=True)]
            return urlencode(draw(st.lists(st.sampled_from(form), max_size=8))).encode("utf-8", "replace")
        return json.dumps(_changed(draw, json.loads(body))).encode()

    said = near() | st.binary(max_size=60) | st.builds(lambda value: json.dumps(value).encode(), ODD)
    sealed = [seal(body) for body in examples]
    if sealed == examples:
        return said
    return said.map(seal) | said | st.sampled_from(sealed).flatmap(spliced)


# XML that attacks its reader: entities that unfold, files, outer document types, and what is no XML at all.
XML = [
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>',
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>',
    b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><xml/>',
    b'<?xml version="1.0" encoding="utf-7"?><xml/>',
    b'<?xml version="1.0" encoding="\xff"?><xml/>',
    b"<a>" * 20_000,
    b"<xml>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</xml>",
    b"<xml><![CDATA[",
    b"<xml " + b'a="1" ' * 3_000 + b"/>",
]


def changed_xml(draw: st.DrawFn, body: bytes) -> bytes:
    """XML with fields left out, doubled, nested or of other texts; attacks; and bytes put anywhere."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(st.sampled_from(XML))
    if kind == 1:
        return draw(spliced(body))
    fields = re.findall(rb"<(\w+)>(.*?)</\1>", body.removeprefix(b"<xml>"), re.DOTALL)
    chosen = draw(st.lists(st.sampled_from(fields), max_size=12)) if kind < 6 else fields
    return b"<xml>" + b"".join(b"<%b>%b</%b>" % (name, _other(draw, text), name) for name, text in chosen) + b"</xml>"


def _other(draw: st.DrawFn, text: bytes) -> bytes:
    return draw(
        st.just(text)
        | st.text(max_size=20).map(lambda other: f"<![CDATA[{other}]]>".encode("utf-8", "replace"))
        | st.sampled_from([b"", b"0", b"9" * 5_000, b"-1", b"event", b"text", b"image", b"<a>b</a>", b"&lt;", b"&#0;", "\u202e".encode()])
    )


def spliced(body: bytes) -> st.SearchStrategy[bytes]:
    """Bytes with others put into them."""
    return st.builds(
        lambda start, length, put: body[:start] + put + body[start + length :],
        st.integers(0, len(body)), st.integers(0, 30), st.binary(max_size=20),
    )  # fmt: skip


def changed_items(items: Sequence[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects near right ones."""

    @st.composite
    def near(draw: st.DrawFn) -> dict[str, Any]:
        found = _changed(draw, draw(st.sampled_from(items)))
        return found if isinstance(found, dict) else {"msgtype": found}

    return near()


def _lines(draw: st.DrawFn, lines: list[bytes]) -> list[bytes]:
    """Lines of which some are changed, missing, there twice, or in another's place."""
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(lines) - 1))
        name = lines[place].partition(b":")[0]
        junk = draw(st.binary(max_size=30) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace")))
        other = lines[draw(st.integers(0, len(lines) - 1))]
        new = draw(st.sampled_from([[], [junk], [name + b": " + junk], [lines[place]] * 2, [other], [lines[place][:-3]], [b""]]))
        lines = [*lines[:place], *new, *lines[place + 1 :]] or [b""]
    return lines


def _changed(draw: st.DrawFn, value: Any) -> Any:
    """A value with something in it replaced or left out."""
    if draw(st.integers(0, 9)) == 0:
        return draw(ODD)
    if isinstance(value, dict):
        return {name: _changed(draw, inner) for name, inner in value.items() if draw(st.integers(0, 19))}
    if isinstance(value, list):
        return [_changed(draw, inner) for inner in value]
    return value


class Forgetful:
    """What a channel keeps, without Redis: whatever is asked for is this."""

    def __init__(self, found: str | None = None) -> None:
        self.found = found

    async def get(self, name: str) -> str | None:
        return self.found

    async def put(self, name: str, value: str, seconds: float) -> None:
        """Nothing is kept."""

    async def value(self, name: str, make: object) -> str:
        return "heed_bot"


def read(kit: Kit, channel: MessagingChannel[Any], body: bytes) -> None:
    """Reads a body as a verified delivery; only what is documented may come of it."""

    channel.kept = Forgetful()  # type: ignore[assignment]

    async def main() -> None:
        delivery = Delivery("POST", f"https://bot.shop.example{kit.webhook}", {}, body)
        try:
            if await channel.challenge(delivery):
                return
            found = await channel.read(delivery)
        except (Unreadable, Forged):  # what can't be decrypted isn't the platform's
            return
        for each in found:
            assert isinstance(each, Message | Reaction | Failure | Owned | PersonSaid)
            assert each.address.channel == kit.channel
            json.dumps(each.address.conversation)
            if isinstance(each, Message):
                assert {type(each.id), type(each.text), type(each.button)} == {str}
                assert each.at > 0
                f"{each.id}{each.text}{each.button}{each.address}".encode()
                json.dumps(dict(each.contact))

    asyncio.run(main())


def examples(kit: Kit) -> list[bytes]:
    """What right bodies say."""
    right: list[Posted | None] = [kit.text("1", "hello"), kit.press("2", "id"), kit.batch([("3", "a", "u"), ("4", "b", "v")])]
    return [kit.open(posted.body) for posted in [*right, *kit.others()] if posted]
