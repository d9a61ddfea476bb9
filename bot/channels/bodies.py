"""Reads requests' bodies, and keeps those who send far too much from keeping the server busy."""

import asyncio

from sanic.exceptions import PayloadTooLarge
from sanic.request import Request

# Whoever sends too much hears so after a while, and costs nothing meanwhile: 50 such clients ask 50 times a second, not thousands.
LATE_S = 1.0


async def receive(request: Request, largest: int) -> bytes:
    """The body of a request to a route with `stream=True`. Sanic would read 100 MB before it calls a handler, or any amount after.

    Raises:
        PayloadTooLarge: it has more than `largest` bytes; what was announced as larger is not read at all.
    """
    assert request.stream
    request.stream.request_max_size = largest
    try:
        await request.receive_body()  # type: ignore[no-untyped-call]
    except PayloadTooLarge:
        await asyncio.sleep(LATE_S)
        raise
    return request.body
