"""Uploads: known by their content, harmless by name, kept apart, swept away."""

import asyncio
import io
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image

from bot.server.http.errors import BadRequest
from bot.server.uploads import Files, safe_filename, type_of
from bot.server.virus_scan import scan
from tests.bot.conftest import CONVERSATION


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


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.png", "photo.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\temp\\a.PNG", "a.png"),
        ("evil.html", "evil.png"),
        ("\u202egnp.exe", "gnp.png"),
        ('"><script>.png', "__" + "_script_.png"),
        ("", "file.png"),
        ("...", "file.png"),
        ("照片.jpeg", "照片.png"),
        ("x" * 300, "x" * 100 + ".png"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie_ x.png"),
    ],
)
def test_a_name_is_made_harmless(name: str, kept: str) -> None:
    assert safe_filename(name, "image/png") == kept


def test_a_file_belongs_to_its_conversation(files: Files) -> None:
    upload = files.keep(files.write(CONVERSATION, image("PNG")), "a.png", "image/png")
    assert files.find(CONVERSATION, upload.upload) == upload
    assert files.find("f" * 32, upload.upload) is None
    path = files.path(CONVERSATION, upload)
    assert path.read_bytes() == image("PNG")
    assert path.stat().st_mode & 0o077 == 0
    assert files.erase(CONVERSATION) == 1
    assert files.find(CONVERSATION, upload.upload) is None


def test_files_of_forgotten_conversations_are_swept(files: Files, tmp_path: Path) -> None:
    forgotten, kept, fresh = "a" * 32, "b" * 32, "c" * 32
    for conversation in (forgotten, kept, fresh):
        files.keep(files.write(conversation, b"x"), "a.pdf", "application/pdf")
    for conversation in (forgotten, kept):
        os.utime(tmp_path / "uploads" / conversation, (time.time() - 2 * 86_400,) * 2)

    async def still_kept(conversations: Iterable[str]) -> set[str]:
        assert set(conversations) == {forgotten, kept}
        return {kept}

    asyncio.run(files.sweep(still_kept))
    assert {folder.name for folder in (tmp_path / "uploads").iterdir()} == {kept, fresh}


def test_the_virus_scan_sees_the_file_and_no_shell(tmp_path: Path) -> None:
    path = tmp_path / "$(touch owned)"
    path.write_bytes(b"EICAR")
    looks = [sys.executable, "-c", "import sys; sys.exit(b'EICAR' in open(sys.argv[1], 'rb').read())"]
    with pytest.raises(BadRequest, match="refused by the virus scan"):
        asyncio.run(scan(looks, path))
    path.write_bytes(b"clean")
    asyncio.run(scan(looks, path))
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
