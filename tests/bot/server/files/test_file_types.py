"""A file is known by its content."""

import io

import pytest
from PIL import Image

from bot.server.files.file_types import type_of


def image(kind: str, size: tuple[int, int] = (5, 5)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size).save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(("kind", "type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp")])
def test_an_image_is_known_by_its_content(kind: str, type: str) -> None:
    assert type_of(image(kind)) == type
    assert type_of(image(kind)[:20]) is None


def test_a_pdf_is_known_by_its_content() -> None:
    assert type_of(b"%PDF-1.7\nstuff\n%%EOF\n") == "application/pdf"
    assert type_of(b"%PDF-1.7\nstuff") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90", b"<svg onload=alert(1)>", b"<html>%PDF-1.7 %%EOF", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, image("BMP"), image("TIFF")],
    ids=range(7),
)
def test_nothing_else_is_taken(content: bytes) -> None:
    assert type_of(content) is None


def test_a_huge_image_is_refused() -> None:
    assert type_of(image("PNG", (9_000, 9_000))) is None
