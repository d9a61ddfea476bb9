"""A mail server that takes what comes and keeps it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


@asynccontextmanager
async def mailbox(port: int, refused: Mapping[str, str] | None = None) -> AsyncIterator[list[EmailMessage]]:
    """Listens on a port until the block ends; the list grows with each e-mail.

    Args:
        refused: what the server answers for recipients whose address holds a word.
    """
    kept: list[EmailMessage] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            command = line.split()[0].upper()
            if command == b"DATA":
                writer.write(b"354 go on\r\n")
                mail = b""
                while (line := await reader.readline()) != b".\r\n":
                    mail += line
                kept.append(message_from_bytes(mail, policy=policy.default))  # type: ignore[arg-type]
            no = next((why for word, why in (refused or {}).items() if command == b"RCPT" and word in line.decode()), "")
            writer.write(b"221 bye\r\n" if command == b"QUIT" else f"{no or '250 fine'}\r\n".encode())
            if command == b"QUIT":
                break
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", port, family=socket.AF_INET)
    async with server:
        yield kept
