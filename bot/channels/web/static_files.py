"""A file as browsers like to get it: compressed, and not again while they have it (RFC 9110, sections 8.8.3 and 12.5.3)."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.server.http.errors import BadRequest


@dataclass(frozen=True)
class Version:
    """A file's content at one time.

    Attributes:
        encoded: by content coding: `br` if it was compressed when it was built, `gzip`, and "" for as it is.
    """

    changed_ns: int
    tag: str
    encoded: dict[str, bytes]


class StaticFile:
    """One file, read anew when it has changed."""

    def __init__(self, path: Path, headers: dict[str, str]) -> None:
        self.path, self._headers = path, headers
        self._type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._version: Version | None = None

    def answer(self, request: Request) -> HTTPResponse:
        """The file; or that it is what the client has, or that there is none."""
        if not self.path.is_file():
            return BadRequest(404, "not_found", f"{self.path.name} has not been built; see CONTRIBUTING.md").answer()
        version = self._read()
        coding = chosen_coding(request.headers.get("Accept-Encoding", ""), version.encoded)
        headers = {**self._headers, "ETag": f'W/"{version.tag}"', "Vary": "Accept-Encoding"}
        if version.tag in request.headers.get("If-None-Match", ""):
            return HTTPResponse(status=304, headers=headers)
        if coding:
            headers["Content-Encoding"] = coding
        return HTTPResponse(version.encoded[coding], headers=headers, content_type=f"{self._type}; charset=utf-8")

    def _read(self) -> Version:
        changed_ns = self.path.stat().st_mtime_ns
        if self._version is None or self._version.changed_ns != changed_ns:
            content = self.path.read_bytes()
            encoded = {"": content, "gzip": gzip.compress(content, 9, mtime=0)}
            built = self.path.with_name(f"{self.path.name}.br")
            if built.is_file():
                encoded["br"] = built.read_bytes()
            self._version = Version(changed_ns, hashlib.sha256(content).hexdigest()[:20], encoded)
        return self._version


def chosen_coding(accepted: str, available: dict[str, bytes]) -> str:
    """The best content coding that a client accepts: Brotli, then gzip; empty for none."""
    names = set()
    for each in accepted.lower().split(","):
        name, _, weight = each.strip().partition(";")
        if weight.strip().replace(" ", "").rstrip("0.") != "q=":
            names.add(name.strip())
    return next((coding for coding in ("br", "gzip") if coding in names and coding in available), "")
