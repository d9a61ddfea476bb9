"""Deliveries that no channel may take: made of a right one."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import replace

from tests.support.messaging.kit import Kit, Posted


def forgeries(kit: Kit) -> Iterator[tuple[str, Posted]]:
    """A name and a delivery, each."""
    if not kit.signature:
        yield from kit.forgeries()
        return
    right = kit.text("f", "hello")
    signature = right.given(kit.signature)
    yield "missing", right.without(kit.signature)
    for name, value in {
        "empty": "",
        "blank": " ",
        "junk": "junk",
        "cut": signature[:-1],
        "half": signature[: len(signature) // 2],
        "longer": signature + "0",
        "turned around": signature[::-1],
        "other case": signature.swapcase(),
        "one character": signature[:-3] + ("a" if signature[-3] != "a" else "b") + signature[-2:],
        "first character": ("a" if signature[:1] != "a" else "b") + signature[1:],
        "non-ASCII": "sígnature-" + signature,
        "only non-ASCII": "\u00e9" * len(signature),
        "zeroes": "0" * len(signature),
        "a name of an algorithm": "sha256=",
        "none": "none",
        "null": "null",
        "very long": "a" * 6_000,
        "twice": f"{signature},{signature[::-1]}",
        "base64 of nothing": base64.b64encode(b"\0" * 32).decode(),
    }.items():
        yield name, right.with_header(kit.signature, value)
    if kit.time:
        for name, value in {
            "no time": "",
            "a time in words": "yesterday",
            "a negative time": "-1",
            "a time with a sign": f"+{int(time.time())}",
            "a broken time": f"{time.time():.3f}",
            "a huge time": "9" * 400,
            "Arabic digits": "١٧٠٠٠٠٠٠٠٠",
            "another time": str(int(time.time()) - 1),
            "an old time": str(int(time.time()) - 4_000),
            "not a number": "nan",
        }.items():
            yield name, right.with_header(kit.time, value)
        yield "without its time", right.without(kit.time)
    if kit.signs_body:
        yield "one bit of the body", replace(right, body=right.body[:-2] + bytes([right.body[-2] ^ 1]) + right.body[-1:])
        yield "a longer body", replace(right, body=right.body + b" ")
        yield "no body", replace(right, body=b"")
        yield "another body", replace(right, body=kit.text("g", "other words").body)
    yield from kit.forgeries()
