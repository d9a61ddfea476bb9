"""Uploads: harmless by name, kept apart, swept away."""

import asyncio
import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.server.files.uploads import Files, safe_filename
from tests.bot.conftest import CONVERSATION


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
    upload = files.keep(files.write(CONVERSATION, b"%PDF-1.7"), "a.pdf", "application/pdf")
    assert files.find(CONVERSATION, upload.upload) == upload
    assert files.find("f" * 32, upload.upload) is None
    path = files.path(CONVERSATION, upload)
    assert path.read_bytes() == b"%PDF-1.7"
    assert path.stat().st_mode & 0o077 == 0
    assert files.erase(CONVERSATION) == 1
    assert files.find(CONVERSATION, upload.upload) is None


def test_files_of_forgotten_conversations_are_swept(files: Files, tmp_path: Path) -> None:
    forgotten, kept, fresh = "telegram:4711:" + "é" * 280, "b" * 32, "c" * 32
    for conversation in (forgotten, kept, fresh):
        files.keep(files.write(conversation, b"x"), "a.pdf", "application/pdf")
    odd = "d" * 32
    for stray in ("notes.txt", "of-" + "e" * 32):
        (files.root / stray).write_text("a file in a folder's place")
    for stray in ("lost+found", odd):
        (files.root / stray / "conversation").mkdir(parents=True)  # as one that can't be read: an OSError
    for folder in files.root.iterdir():
        if folder.name != fresh:
            os.utime(folder, (time.time() - 2 * 86_400,) * 2)

    (files.root / ("e" * 32)).symlink_to("gone")

    async def still_kept(conversations: Iterable[str]) -> set[str]:
        assert set(conversations) == {forgotten, kept}  # and not one that somebody else removes at this moment
        return {kept}

    asyncio.run(files.sweep(still_kept))
    assert {folder.name for folder in (tmp_path / "uploads").iterdir()} == {
        kept,
        fresh,
        "notes.txt",
        "of-" + "e" * 32,
        "lost+found",
        odd,
        "e" * 32,
    }
