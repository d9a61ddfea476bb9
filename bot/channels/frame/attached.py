"""Files that agents send to customers of a messaging platform: as a file where it takes one, else as a link that is good for a while."""

from __future__ import annotations

import asyncio
import hmac
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.server.files.uploads import ID, Files, Upload
from bot.server.http.secrets import server_key
from bot.state.deliveries.contract import TryLater

# For as long a link is good, if the conversation isn't forgotten before.
LINK_S = 30 * 24 * 60 * 60
TOKEN = re.compile(r"(of-[0-9a-f]{32})\.([0-9a-f]{32})\.(\d{1,12})\.([0-9a-f]{32})", re.ASCII)
# Another server's process may have it, and be the next to try.
ELSEWHERE_S = 5.0


@dataclass(frozen=True)
class Attached:
    """A file that goes with a reply.

    Attributes:
        name: with the ending that goes with its content; type: its MIME type.
        path: where it lies on the server that it was given to.
        address: where anybody who knows it can fetch the file for a while; empty where the setting `public_url` is missing.
    """

    name: str
    type: str
    path: Path
    address: str = ""

    @property
    def is_image(self) -> bool:
        return self.type.startswith("image/")

    async def content(self) -> bytes:
        """The bytes.

        Raises:
            TryLater: the file isn't on this server.
        """
        try:
            return await asyncio.to_thread(self.path.read_bytes)
        except FileNotFoundError:
            raise TryLater(f"the file {self.name!r} is not on this server", ELSEWHERE_S) from None


class FileLinks:
    """Makes links to files, and knows its own again."""

    def __init__(self, files: Files | None = None) -> None:
        """`files` are the workspace's if not given."""
        self._files = files or Files()

    def attached(self, upload: Mapping[str, Any], conversation: str, webhook: str, at: float) -> Attached | None:
        """A file of a reply; none if what is said of it is no description of one.

        Args:
            upload: as the reply describes it.
            webhook: the address of the channel's routes, as customers reach it; empty if they don't.
            at: when the reply was said, in seconds since 1970.
        """
        id, name, type = (str(upload.get(part) or "") for part in ("upload", "name", "type"))
        if not re.fullmatch(ID[0], id):
            return None
        signed = f"{self._files.folder(conversation).name}.{id}.{int(at) + LINK_S}"
        address = f"{webhook}/files/{signed}.{self._mac(signed)}/{quote(name, safe='')}" if webhook else ""
        return Attached(name, type, self._files.folder(conversation) / id, address)

    def opened(self, token: str) -> tuple[Upload, Path] | None:
        """The file that a link leads to; none if the link isn't ours or no longer good, or the file was erased."""
        found = TOKEN.fullmatch(token)
        if not found or not hmac.compare_digest(self._mac(token.rpartition(".")[0]), found[4]) or int(found[3]) < time.time():
            return None
        upload = self._files.described(found[1], found[2])
        return (upload, self._files.root / found[1] / found[2]) if upload else None

    @cached_property
    def _key(self) -> bytes:
        """Of the server's own secret, which a server that makes no links needn't have."""
        return hmac.digest(server_key(), b"links to files", "sha256")

    def _mac(self, signed: str) -> str:
        return hmac.digest(self._key, signed.encode(), "sha256").hex()[:32]
