"""The built widget and desk belong to their sources, are small, and their packages have no addresses. A browser tests what they do."""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

UI = Path(__file__).parents[3] / "bot" / "ui"
# A bundle, the folder of its sources beside what both share, and its most bytes, compressed.
BUNDLES = pytest.mark.parametrize(("name", "folder", "largest"), [("heed.js", "widget", 30_000), ("desk.js", "desk", 40_000)])


def sources_hash(folder: str) -> str:
    """As vite.config.ts writes it into the built file."""
    found = hashlib.sha256()
    trees = (UI / "src" / folder, UI / "src" / "shared")
    sources = sorted(path.relative_to(UI).as_posix() for tree in trees for path in tree.rglob("*") if path.is_file())
    for name in [*sources, "colours.css", "package-lock.json", "vite.config.ts"]:
        found.update(name.encode() + b"\0" + (UI / name).read_bytes() + b"\0")
    return found.hexdigest()


@BUNDLES
def test_the_built_file_belongs_to_the_sources(name: str, folder: str, largest: int) -> None:
    banner = (UI / "dist" / name).read_text(encoding="utf-8").split("*/", 1)[0]
    assert sources_hash(folder) in banner, (
        f'bot/ui/dist/{name} is older than its sources; run "make widget" (it needs Node.js) and commit it'
    )


@BUNDLES
def test_it_is_small_and_loads_nothing_else(name: str, folder: str, largest: int) -> None:
    built = UI / "dist" / name
    assert len(gzip.compress(built.read_bytes(), 9)) <= largest
    assert re.findall(r"(?:^|[;\s])import\b[^.(]", built.read_text(encoding="utf-8")) == []


@BUNDLES
def test_nothing_in_it_makes_code_or_markup_of_text(name: str, folder: str, largest: int) -> None:
    text = (UI / "dist" / name).read_text(encoding="utf-8")
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", text) == []


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (UI / "package-lock.json").read_text(encoding="utf-8")


def test_their_own_tests_pass() -> None:
    npm = shutil.which("npm")
    if npm is None or not (UI / "node_modules").is_dir():
        if npm and os.environ.get("CI"):
            pytest.fail("npm is here, but bot/ui/node_modules isn't: .ci/run makes it with `npm ci`")
        pytest.skip("only who changes the widget needs Node.js and `npm ci` in bot/ui")
    for script in ("check", "test"):
        done = subprocess.run([npm, "run", script], cwd=UI, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
