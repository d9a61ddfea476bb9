"""The built widget: it belongs to its sources, is small, and its packages have no addresses. Its behaviour is tested in the browser."""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WIDGET = Path(__file__).parents[3] / "bot" / "ui"
BUILT = WIDGET / "dist" / "heed.js"
LARGEST = 30_000


def sources_hash() -> str:
    """As vite.config.ts writes it into the built file."""
    found = hashlib.sha256()
    sources = sorted(path.relative_to(WIDGET).as_posix() for path in (WIDGET / "src").rglob("*") if path.is_file())
    for name in [*sources, "colours.css", "package-lock.json", "vite.config.ts"]:
        found.update(name.encode() + b"\0" + (WIDGET / name).read_bytes() + b"\0")
    return found.hexdigest()


def test_the_built_file_belongs_to_the_sources() -> None:
    banner = BUILT.read_text(encoding="utf-8").split("*/", 1)[0]
    assert sources_hash() in banner, 'bot/ui/dist/heed.js is older than its sources; run "make widget" (it needs Node.js) and commit it'


def test_it_is_small_and_loads_nothing_else() -> None:
    text = BUILT.read_text(encoding="utf-8")
    assert len(gzip.compress(BUILT.read_bytes(), 9)) <= LARGEST
    assert re.findall(r"(?:^|[;\s])import\b[^.(]", text) == []


def test_nothing_in_it_makes_code_or_markup_of_text() -> None:
    text = BUILT.read_text(encoding="utf-8")
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", text) == []


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (WIDGET / "package-lock.json").read_text(encoding="utf-8")


def test_the_widgets_own_tests_pass() -> None:
    npm = shutil.which("npm")
    if npm is None or not (WIDGET / "node_modules").is_dir():
        if npm and os.environ.get("CI"):
            pytest.fail("npm is here, but bot/ui/node_modules isn't: .ci/run makes it with `npm ci`")
        pytest.skip("only who changes the widget needs Node.js and `npm ci` in bot/ui")
    for script in ("check", "test"):
        done = subprocess.run([npm, "run", script], cwd=WIDGET, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
