"""Where requests begin and end, read strictly (RFC 9112): what servers and proxies read in different ways is refused.

Sanic's parser takes a Content-Length beside a chunked body, two of them, unknown encodings and trailers, and reads what trails as the next
request. So llhttp, Node.js' parser, reads each byte first.
"""

from __future__ import annotations

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from bot.server.http.errors import BadRequest

MOST_HEADERS = 100
# Browsers don't pipeline; a thousand requests in one packet would be answered before anybody else's.
MOST_AHEAD = 16
# Each chunk costs as much as a request line; honest ones have kilobytes.
CHUNKS_FREE, SMALLEST_CHUNK = 64, 256


class Framing:
    """Follows the requests of one connection.

    Attributes:
        ahead: requests that came completely since the reader last had none left to read; the reader sets it to 0.
        upgraded: whether the connection speaks another protocol from now on.
    """

    def __init__(self, upgrades: bool = False) -> None:
        """`upgrades` is whether the server speaks WebSocket; otherwise an upgrade that is offered is not taken."""
        self.ahead, self.upgraded = 0, False
        self._upgrades = upgrades
        self._parser = HttpRequestParser(self)
        self.on_message_begin()

    def feed(self, data: bytes) -> None:
        """Reads the next bytes.

        Raises:
            BadRequest: they are no HTTP/1, or could be read in two ways. Nothing of this connection is to be read after that.
        """
        while data and not self.upgraded:
            try:
                self._parser.feed_data(data)
                return
            except HttpParserUpgrade as offered:
                data = data[self._after_upgrade(offered.args[0]) :]
            except HttpParserError as problem:
                told = problem.__context__
                raise told if isinstance(told, BadRequest) else _bad(str(problem) or "not HTTP/1.1") from None

    def _after_upgrade(self, read: int) -> int:
        """How many bytes were read up to the end of a request that offers another protocol."""
        if self._has_body or self._connect:
            raise _bad("an upgrade has no body, and CONNECT is for proxies")
        self.upgraded = self._upgrades and b"websocket" in self._headers.get(b"upgrade", b"").lower()
        self._parser = HttpRequestParser(self)  # the old one would not go on
        return read

    def on_message_begin(self) -> None:
        self._headers: dict[bytes, bytes] = {}
        self._count, self._chunks, self._body = 0, 0, 0
        self._in_body = self._connect = self._named = False

    def on_url(self, url: bytes) -> None:
        if not self._named:  # a long one comes in pieces
            self._named, self._connect = True, url[:1] not in b"/*h"

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_body:
            raise _bad("fields after the body (trailers) are not taken")
        self._count += 1
        if self._count > MOST_HEADERS:
            raise BadRequest(431, "too_many_headers", f"a request may have {MOST_HEADERS} header fields at most")
        name = name.lower()
        if name in self._headers and name in (b"host", b"content-length", b"transfer-encoding", b"expect"):
            raise _bad(f"{name.decode()} may stand once")
        self._headers[name] = value

    def on_headers_complete(self) -> None:
        self._in_body = True
        encoding = self._headers.get(b"transfer-encoding")
        version = self._parser.get_http_version()
        if version not in ("1.0", "1.1"):
            raise _bad("the request line must name version 1.0 or 1.1")
        # Sanic compares letter by letter.
        if encoding is not None and (encoding != b"chunked" or version == "1.0" or b"content-length" in self._headers):
            raise _bad("the only transfer encoding is chunked, without Content-Length, in version 1.1")

    def on_body(self, body: bytes) -> None:
        self._body += len(body)

    def on_chunk_header(self) -> None:
        self._chunks += 1
        if self._chunks > CHUNKS_FREE + self._body / SMALLEST_CHUNK:
            raise _bad("the chunks of the body are too small")

    def on_message_complete(self) -> None:
        self.ahead += 1
        if self.ahead > MOST_AHEAD:
            raise BadRequest(429, "too_many", f"send at most {MOST_AHEAD} requests before you read the answers")

    @property
    def _has_body(self) -> bool:
        return b"transfer-encoding" in self._headers or self._headers.get(b"content-length", b"0") != b"0"


def _bad(why: str) -> BadRequest:
    return BadRequest(400, "bad_request", f"the request can't be read: {why}")
