"""What a server and a proxy could read in different ways is refused; what clients really send is not."""

import pytest

from bot.server.http.errors import BadRequest
from bot.server.http.framing import MOST_AHEAD, MOST_HEADERS, Framing

POST = "POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = f"{POST}Transfer-Encoding: chunked\r\n\r\n"

REFUSED = {
    "length beside chunks": f"{POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks beside length": f"{POST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": f"{POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "two equal lengths": f"{POST}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "a list of lengths": f"{POST}Content-Length: 5, 5\r\n\r\nhello",
    "length with a sign": f"{POST}Content-Length: +5\r\n\r\nhello",
    "negative length": f"{POST}Content-Length: -5\r\n\r\nhello",
    "length with a line below": f"{POST}Content-Length: 5_0\r\n\r\nhello",
    "length in hexadecimal": f"{POST}Content-Length: 0x5\r\n\r\nhello",
    "no length": f"{POST}Content-Length:\r\n\r\nhello",
    "an endless length": f"{POST}Content-Length: 99999999999999999999999\r\n\r\nhello",
    "space before the colon": f"{POST}Content-Length : 5\r\n\r\nhello",
    "unknown encoding": f"{POST}Transfer-Encoding: xchunked\r\n\r\nhello",
    "encodings": f"{POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "identity": f"{POST}Transfer-Encoding: identity\r\n\r\n",
    "encoded twice": f"{POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked, spelt otherwise": f"{POST}Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
    "chunked, with a tab": f"{POST}Transfer-Encoding: chunked\t\r\n\r\n0\r\n\r\n",
    "chunked in quotes": f'{POST}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n',
    "chunks in HTTP/1.0": "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "folded line": "GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n",
    "folded encoding": "POST / HTTP/1.1\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "bare line feeds": "GET / HTTP/1.1\nHost: x\n\n",
    "a bare line feed": "GET / HTTP/1.1\r\nX: a\nHost: x\r\n\r\n",
    "a bare carriage return": "GET / HTTP/1.1\r\nX: a\rHost: x\r\n\r\n",
    "zero byte": "GET / HTTP/1.1\r\nX: a\0\r\n\r\n",
    "zero byte in a name": "GET / HTTP/1.1\r\nX\0: a\r\n\r\n",
    "control byte": "GET / HTTP/1.1\r\nX: a\x01\r\n\r\n",
    "control byte in the path": "GET /\x01 HTTP/1.1\r\n\r\n",
    "name that is no token": "GET / HTTP/1.1\r\nX(): a\r\n\r\n",
    "space before the first field": "GET / HTTP/1.1\r\n X: a\r\n\r\n",
    "a line without a colon": "GET / HTTP/1.1\r\nX\r\n\r\n",
    "two hosts": "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "no version": "GET /\r\n\r\n",
    "unknown version": "GET / HTTP/1.2\r\n\r\n",
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "tab in the request line": "GET\t/ HTTP/1.1\r\n\r\n",
    "CONNECT": "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n",
    "an upgrade with a body": f"{POST}Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 5\r\n\r\nhello",
    "chunk with a sign": f"{CHUNKED}+1\r\nx\r\n0\r\n\r\n",
    "chunk with 0x": f"{CHUNKED}0x1\r\nx\r\n0\r\n\r\n",
    "chunk with a space": f"{CHUNKED}1 \r\nx\r\n0\r\n\r\n",
    "chunk with a bare line feed": f"{CHUNKED}1\nx\r\n0\r\n\r\n",
    "chunk that is longer than it says": f"{CHUNKED}1\r\nxyz\r\n0\r\n\r\n",
    "an endless chunk": f"{CHUNKED}ffffffffffffffffff\r\nx",
    "chunks of a byte": CHUNKED + "1\r\nx\r\n" * 100,
    "trailers": f"{CHUNKED}0\r\nX: GET / HTTP/1.1\r\n\r\n",
    "too many fields": "GET / HTTP/1.1\r\n" + "X: a\r\n" * (MOST_HEADERS + 1) + "\r\n",
    "after the last request": "GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    "too many at once": "GET / HTTP/1.1\r\nHost: x\r\n\r\n" * (MOST_AHEAD + 1),
    "another protocol": "\x16\x03\x01\x02\x00\x01\x00\x01",
}
TAKEN = {
    "a body": f"{POST}Content-Length: 5\r\n\r\nhello",
    "no body": f"{POST}Content-Length: 0\r\n\r\n",
    "chunks": CHUNKED + "400\r\n" + "x" * 1_024 + "\r\n0\r\n\r\n",
    "chunks with an extension": f"{CHUNKED}1;a=b\r\nx\r\n0\r\n\r\n",
    "HTTP/1.0": "GET / HTTP/1.0\r\n\r\n",
    "keep-alive": "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "an upgrade that nobody takes": "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a value with umlauts": "GET / HTTP/1.1\r\nX: ä\r\n\r\n",
    "an empty value": "GET / HTTP/1.1\r\nX:\r\n\r\n",
    "a length with spaces around": f"{POST}Content-Length:   5  \r\n\r\nhello",
}


def feed(framing: Framing, request: str, step: int) -> None:
    sent = request.encode("latin-1")
    for place in range(0, len(sent), step):
        framing.feed(sent[place : place + step])


@pytest.mark.parametrize("step", [1, 1_000_000], ids=["byte by byte", "at once"])
@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED)
def test_what_can_be_read_in_two_ways_is_refused(request_: str, step: int) -> None:
    with pytest.raises(BadRequest) as refused:
        feed(Framing(), request_, step)
    assert 400 <= refused.value.status < 500


@pytest.mark.parametrize("step", [1, 1_000_000], ids=["byte by byte", "at once"])
@pytest.mark.parametrize("request_", TAKEN.values(), ids=TAKEN)
def test_what_clients_send_is_taken(request_: str, step: int) -> None:
    framing = Framing()
    feed(framing, request_, step)
    assert framing.ahead >= 1
    assert not framing.upgraded


def test_websocket_is_let_through_where_a_channel_speaks_it() -> None:
    asked = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    framing = Framing(upgrades=True)
    framing.feed(asked + b"\x81\x05hello")
    assert framing.upgraded
