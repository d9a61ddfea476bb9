"""The kinds of attack that the server is measured under: those that once worked, and others like them."""

from __future__ import annotations

import asyncio
import json
import random
import uuid

from bench.web.attack_requests import Attack, Attacker, form, held, png, repeated, words

MB = 1_000_000
POST = b"POST /chat/messages HTTP/1.1\r\nHost: shop\r\n"
UPLOAD = {"Content_Type": "multipart/form-data; boundary=b"}
SMUGGLED = b"GET /health/live HTTP/1.1\r\nHost: shop\r\n\r\n"
# Each a message of up to 4,000 characters.
EXPENSIVE = {
    "ligatures": "\ufdfa" * 222,
    "unknown words": words(1_000, 3, 1)[:4_000],
    "rare letters": "".join(chr(0x4E00 + 7 * number % 20_000) for number in range(4_000)),
    "digits": "1" * 4_000,
    "addresses": "a@b." * 1_000,
    "underscores": "_" * 4_000,
}


async def _sayings(attacker: Attacker, texts: list[str], conversations: int) -> None:
    """Says something in many conversations at once."""
    sessions = [await attacker.session() for _ in range(conversations)]
    chosen = random.Random(2)
    while True:
        await asyncio.gather(*(session.say(chosen.choice(texts)) for session in sessions), return_exceptions=True)


def expensive(*texts: str) -> Attack:
    return lambda attacker: _sayings(attacker, list(texts), 48)


async def _streams(attacker: Attacker, count: int, conversations: int) -> None:
    """Opens streams and holds them; those that are refused are asked for again."""
    sessions = [await attacker.session() for _ in range(conversations)]

    async def one(session: Attacker) -> None:
        while True:
            await session.send(session.request("GET", "/chat/events", Connection="keep-alive"))
            await asyncio.sleep(0.5)

    await asyncio.gather(*(one(sessions[number % conversations]) for number in range(count)), return_exceptions=True)


async def _unread(attacker: Attacker) -> None:
    """Asks for a page again and again, and reads nothing of it."""
    _, writer = await attacker.connect()
    for _ in range(16):
        writer.write(attacker.request("GET", "/heed.js", Connection="keep-alive"))
    await asyncio.sleep(10.0)
    writer.close()


def posted(path: str, body: bytes, side_by_side: int = 8, **headers: str) -> Attack:
    return repeated(lambda attacker: attacker.ask("POST", path, body, **headers), side_by_side)


def got(path: str, side_by_side: int = 16, **headers: str) -> Attack:
    return repeated(lambda attacker: attacker.ask("GET", path, b"", **headers), side_by_side)


def said(text: str) -> bytes:
    return json.dumps({"message_id": uuid.uuid4().hex, "text": text}).encode()


async def _nothing(_: Attacker) -> None:
    await asyncio.Event().wait()


# Those that worked once, beside none at all.
SEEN: dict[str, Attack] = {
    "no attack": _nothing,
    "5.3 MB of x with boundary=x": posted("/chat/uploads", b"x" * 5_300_000, 2, Content_Type="multipart/form-data; boundary=x"),
    "4,000 ligatures that become 72,000 letters": posted("/chat/messages", said("\ufdfa" * 4_000)),
    "48 conversations of expensive messages": expensive(*EXPENSIVE.values()),
    "250 bodies that never come": held(250, POST + b"Content-Length: 100\r\n\r\n"),
    "303 streams with one token": lambda attacker: _streams(attacker, 303, 1),
    "1,000 streams of one address": lambda attacker: _streams(attacker, 1_000, 50),
    "1,000 conversations of one address": repeated(Attacker.session, 32),
    "40 uploads of 5 MB at once": repeated(lambda attacker: attacker.upload(b"%PDF-1.7" + b" " * 5 * MB + b"%%EOF"), 40),
    "Content-Length beside chunked": held(8, POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED),
}
OWN: dict[str, Attack] = {
    "300 headers that never end": held(300, POST + b"X: "),
    "headers byte by byte": held(100, *(bytes([letter]) for letter in POST), pause_s=0.5),
    "bodies byte by byte": held(100, POST + b"Content-Length: 100\r\n\r\n", *[b"x"] * 60, pause_s=0.5),
    "connections that say nothing": held(300),
    "requests in a packet, 3,000 at once": held(4, SMUGGLED * 3_000),
    "bodies in chunks of one byte": held(4, POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 100_000),
    "JSON, 30,000 deep": posted("/chat/messages", b"[" * 30_000),
    "JSON, a number of 60,000 digits": posted("/chat/messages", b'{"message_id": ' + b"1" * 60_000 + b"}"),
    "JSON, 8,000 fields": posted("/chat/messages", json.dumps({f"f{n}": 0 for n in range(8_000)}).encode()[:64_000]),
    "a form of 100,000 parts": posted("/chat/uploads", b"--b\r\n\r\n\r\n" * 100_000 + b"--b--", 2, **UPLOAD),
    "a form with a header of 5 MB": posted("/chat/uploads", b"--b\r\nX: " + b"y" * 5 * MB, 2, **UPLOAD),
    "a form of 5 MB of its boundary's beginning": posted("/chat/uploads", b"--b\r\n\r\n" + b"\r\n--" * 1_250_000, 2, **UPLOAD),
    "a Content-Type of 7,000 quotes": posted("/chat/uploads", b"x", 8, Content_Type='multipart/form-data; a="' + '\\"' * 3_500),
    "a file name of ligatures": posted("/chat/uploads", form(b"%PDF-1.7 %%EOF", "\ufdfa" * 1_000), 8, **UPLOAD),
    "an image of 400,000 sections": repeated(lambda attacker: attacker.upload(png(400_000)), 3),
    "an image of a million segments": repeated(lambda attacker: attacker.upload(b"\xff\xd8" + b"\xff\xfe\0\2" * MB), 3),
    "an animation of a million comments": repeated(
        lambda attacker: attacker.upload(b"GIF89a\1\0\1\0\0\0\0" + b"\x21\xfe\1x\0" * 900_000 + b";"), 3
    ),
    "a query of 2,000 fields": got("/chat/transcript?" + "&".join(f"a{n}=" for n in range(1_200))),
    "a path of 3,000 folders": got("/x" * 3_000),
    "cookies, 7,000 letters": got("/", Cookie="; ".join(f"a{n}=b" for n in range(900))),
    "an origin of 2,000 odd letters": got("/chat/openapi.json", Origin="https://" + "ℌ" * 2_000),
    "2,000 hops": got("/chat/transcript", X_Forwarded_For=", ".join(["127.0.0.1"] * 700)),
    "a token of many dots": got("/chat/transcript", Authorization="Bearer " + "e30." * 1_800),
    "pages, as fast as they come": got("/heed.js", 32),
    "health, as fast as it comes": got("/health/ready", 32),
    "answers that nobody reads": repeated(_unread, 60),
    "upgrades to WebSocket": got("/chat/events", Upgrade="websocket", Connection="Upgrade", Sec_WebSocket_Version="13"),
    "ratings of nothing": posted("/chat/ratings", b'{"event": "0-0", "value": "up"}', 16),
}
