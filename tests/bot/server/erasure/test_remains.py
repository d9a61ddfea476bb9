"""Which files hold words, as they are, escaped, or packed."""

import gzip
import html
import json
import tarfile
import zipfile
from pathlib import Path

from bot.server.erasure.remains import needles_of, remains_in

SAID = "Where is the „Kuß“ lamp & its <shade> that I bought?"


def test_words_are_found_however_they_are_written(tmp_path: Path) -> None:
    written = {
        "plain.txt": SAID,
        "escaped.json": json.dumps([SAID]),
        "unescaped.json": json.dumps([SAID], ensure_ascii=False),
        "page.html": html.escape(SAID),
        "other.txt": "Where is the lamp?",
    }
    for name, text in written.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "packed.gz").write_bytes(gzip.compress(SAID.encode()))
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "plain.txt", "deep/plain.txt")
    with zipfile.ZipFile(tmp_path / "backup.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "escaped.json")
    (tmp_path / "broken.tar.gz").write_bytes(gzip.compress(SAID.encode())[:-9])
    (tmp_path / "link.txt").symlink_to(tmp_path / "plain.txt")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "plain.txt").write_text(SAID)
    found = [each.file.name for each in remains_in(tmp_path, needles_of((), [f"Hello\n{SAID}"]))]
    packed = ["backup.zip", "broken.tar.gz", "model.tar.gz", "packed.gz"]  # what can't be looked into may hold it
    assert found == sorted(["escaped.json", "page.html", "plain.txt", "unescaped.json", *packed])
    assert remains_in(tmp_path, []) == []
    assert remains_in(tmp_path / "nowhere", [b"x"]) == []


def test_what_many_say_and_short_ids_are_not_looked_for() -> None:
    assert needles_of(["12", "d-abcdefghijklmnop"], ["Hello", "thanks"]) == [b"d-abcdefghijklmnop"]


def test_words_are_found_as_import_redacts_them() -> None:
    assert b"Please write to [email] about my lamp" in needles_of((), ["Please write to jo@example.com about my lamp"])


def test_a_word_across_two_pieces_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * ((1 << 22) - 5) + b"a needle that is long" + b"x")
    assert len(remains_in(tmp_path, [b"a needle that is long"])) == 1
