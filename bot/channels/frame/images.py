"""Images for platforms that take files, not addresses."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

import httpx

from bot.channels.frame.api import ANSWER_S, CONNECT_S, trusted
from bot.channels.frame.redirects import body_within, streamed
from bot.state.deliveries.contract import Refused

LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True)
class Image:
    """
    Attributes:
        type: as `image/png`; name: with the ending that goes with it.
    """

    content: bytes
    type: str
    name: str


async def fetch_image(address: str) -> Image:
    """What stands at an address of a reply's.

    Raises:
        Refused: it can't be had, is no image, or has more than 10 MB.
    """
    try:
        async with (
            httpx.AsyncClient(timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S), verify=trusted()) as http,
            streamed(http, address) as response,
        ):
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if response.status_code != 200 or not kind.startswith("image/"):
                raise Refused(f"there is no image at {address}: HTTP {response.status_code}, {kind or 'no type'}")
            content = await body_within(response, LARGEST)
            if content is None:
                raise Refused(f"the image at {address} has more than {LARGEST} bytes")
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        raise Refused(f"the image at {address} can't be had: {problem!r}") from None
    return Image(content, kind, f"image{mimetypes.guess_extension(kind) or ''}")
