"""What is built belongs to its sources, is small, and its packages have no addresses. A browser tests what it does."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

UI = Path(__file__).parents[3] / "bot" / "ui"
# A bundle, the folder of its sources beside what all share, and its most bytes, compressed.
ALL = (("heed.js", "widget", 30_000), ("desk.js", "desk", 40_000))
BUNDLES = pytest.mark.parametrize(("name", "folder", "largest"), [each for each in ALL if (UI / "src" / each[1]).is_dir()])
BUILT = sorted((UI / "dist").glob("*.js"))


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
def test_it_is_small(name: str, folder: str, largest: int) -> None:
    assert len(gzip.compress((UI / "dist" / name).read_bytes(), 9)) <= largest


@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.name)
def test_no_part_imports_another_one(path: Path) -> None:
    """A page may have `heed.js?v=2`, or a copy of it: what a part imports would then be loaded twice."""
    assert re.findall(r"(?:^|[;\s}])import\b[^.(]", path.read_text(encoding="utf-8")) == []


def test_what_is_loaded_later_is_there() -> None:
    loaded = set(re.findall(r"import\([`\"']\./([\w-]+\.js)[`\"']\)", "".join(path.read_text(encoding="utf-8") for path in BUILT)))
    assert loaded == {path.name for path in BUILT if path.name.startswith("heed-")}


@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.name)
def test_nothing_in_it_makes_code_or_markup_of_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", text) == []


def test_the_npm_package_is_built(tmp_path: Path) -> None:
    vite = UI / "node_modules" / ".bin" / "vite"
    if not shutil.which("node") or not (UI / "node_modules" / "react").is_dir():
        pytest.skip("only who changes the widget needs Node.js and `npm ci` in bot/ui")
    command = [vite, "build", "--config", "vite.package.config.ts", "--outDir", str(tmp_path), "--logLevel", "warn"]
    subprocess.run(command, cwd=UI, check=True, timeout=120)
    package = json.loads((UI / "package" / "package.json").read_text(encoding="utf-8"))
    assert package["name"] == "@heed/chat"
    for entry in package["exports"].values():
        assert (tmp_path / Path(entry["default"]).name).is_file()
    wrapper = (tmp_path / "react.js").read_text(encoding="utf-8")
    assert re.findall(r'^import .* from "([^"]*)"', wrapper, re.MULTILINE) == ["react"]  # the element is loaded in the browser only
    assert 'import("./index.js")' in wrapper


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (UI / "package-lock.json").read_text(encoding="utf-8")


def test_the_widgets_own_tests_pass() -> None:
    npm = shutil.which("npm")
    if npm is None or not (UI / "node_modules").is_dir():
        if npm and os.environ.get("CI"):
            pytest.fail("npm is here, but bot/ui/node_modules isn't: .ci/run makes it with `npm ci`")
        pytest.skip("only who changes the widget needs Node.js and `npm ci` in bot/ui")
    for script in ("check", "test"):
        done = subprocess.run([npm, "run", script], cwd=UI, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
