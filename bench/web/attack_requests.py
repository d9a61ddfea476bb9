"""Requests that are made to keep a server from its customers: each a function that goes on until it is cancelled.

An attacker has one network address, and as many connections and conversations as it can get.
"""

from __future__ import annotations

import asyncio
import json
import random
import struct
import uuid
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Answers are not waited for longer, and connections are held so long.
PATIENCE_S = 20.0


@dataclass
class Attacker:
    """Where the server is, and whom the attacker says it is.

    Attributes:
        address: that it connects from.
        token: of one of its conversations.
    """

    port: int
    address: str
    token: str = ""

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0))

    async def send(self, *pieces: bytes, pause_s: float = 0.0, wait: bool = True) -> bytes:
        """Sends pieces of bytes on a connection of their own; returns what comes back until the other side closes or says no more."""
        reader, writer = await self.connect()
        got = b""
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause_s)
            while wait and (read := await asyncio.wait_for(reader.read(65_536), PATIENCE_S)):
                got += read
        except (OSError, asyncio.TimeoutError):
            pass
        finally:
            writer.close()
        return got

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        """A whole request; the bytes of its answer."""
        return await self.send(self.request(method, path, body, **headers))

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        """The bytes of a request that closes its connection."""
        shown = {"Host": "shop", "Authorization": f"Bearer {self.token}", "Connection": "close", **headers}
        if method == "POST":
            shown.setdefault("Content-Length", str(len(body)))
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in shown.items() if value)
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

    async def session(self) -> Attacker:
        """The same attacker in a new conversation; in none, if that is refused."""
        answer = await self.ask("POST", "/chat/sessions", b"{}")
        with suppress(ValueError, KeyError):
            return Attacker(self.port, self.address, json.loads(answer.partition(b"\r\n\r\n")[2])["access_token"])
        return self

    async def say(self, text: str) -> bytes:
        return await self.ask("POST", "/chat/messages", json.dumps({"message_id": uuid.uuid4().hex, "text": text}).encode())

    async def upload(self, content: bytes, name: str = "a.png") -> bytes:
        return await self.ask("POST", "/chat/uploads", form(content, name), Content_Type="multipart/form-data; boundary=b")


Attack = Callable[[Attacker], Awaitable[None]]


def form(content: bytes, name: str) -> bytes:
    """A form with one file, parted by `b`."""
    return f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n--b--\r\n"


def repeated(once: Callable[[Attacker], Awaitable[object]], side_by_side: int = 8) -> Attack:
    """Does the same over and over, several at a time."""

    async def attack(attacker: Attacker) -> None:
        async def one() -> None:
            while True:
                with suppress(OSError):
                    await once(attacker)
                await asyncio.sleep(0.01)

        await asyncio.gather(*(one() for _ in range(side_by_side)))

    return attack


def held(count: int, *pieces: bytes, pause_s: float = 0.0) -> Attack:
    """Opens connections that send something and then hold still; opens those anew that are closed."""
    return repeated(lambda attacker: attacker.send(*pieces, pause_s=pause_s), count)


def png(sections: int) -> bytes:
    """An image with so many sections of nothing."""

    def section(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head, nothing = section(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), section(b"tEXt", b"")
    return b"\x89PNG\r\n\x1a\n" + head + nothing * sections + section(b"IDAT", zlib.compress(b"\0\0")) + section(b"IEND", b"")


def words(count: int, letters: int, seed: int) -> str:
    """Words that no dictionary has."""
    chosen = random.Random(seed)
    return " ".join("".join(chosen.choices(LETTERS, k=letters)) for _ in range(count))
