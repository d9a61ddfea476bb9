"""Uploaded files are looked at in a process of their own, within bounds."""

import asyncio

import pytest

from bench.web.attack_requests import png
from bot.server.files.inspection import Inspector
from tests.bot.server.files.test_file_types import image


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (image("PNG"), "image/png"),
        (image("JPEG"), "image/jpeg"),
        (b"%PDF-1.7 %%EOF", "application/pdf"),
        (png(5), "image/png"),
        (b"\xff\xd8\xff" + b"\xff\xfe\0\2" * 1_250_000, None),
        (image("GIF")[:20], None),
        (b"MZ", None),
    ],
    ids=["png", "jpeg", "pdf", "sections", "a million segments", "cut off", "program"],
)
def test_a_file_is_known_by_its_content_or_not_at_all(content: bytes, found: str | None) -> None:
    async def look() -> str | None:
        return await asyncio.wait_for(Inspector().type_of(content), 30)

    assert asyncio.run(look()) == found
