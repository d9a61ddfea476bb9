"""Files are sent compressed, and not again while the browser has them."""

import asyncio
import gzip
import shutil
import subprocess
from pathlib import Path

import pytest
from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.routes.pages import WIDGET, Pages
from bot.channels.web.static_files import StaticFile, chosen_coding


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> "Asked":
    monkeypatch.setattr(Sanic, "test_mode", True)
    return Asked()


class Asked:
    """Requests to the pages, as a browser makes them."""

    def __init__(self) -> None:
        self.pages, self.app = Pages(("https://shop.example",)), Sanic("pages")

    def get(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        found = self.maybe(path, method, **headers)
        assert found
        return found

    def maybe(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse | None:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(path.encode(), Header(given), "1.1", method, None, self.app)  # type: ignore[arg-type]
        return asyncio.run(self.pages.page(request))


def test_the_widget_is_compressed_and_cached(asked: Asked) -> None:
    plain, zipped, brotli = [asked.get("/heed.js", Accept_Encoding=coding) for coding in ("", "gzip, deflate", "gzip, deflate, br")]
    sizes = [len(each.body or b"") for each in (brotli, zipped, plain)]
    assert gzip.decompress(zipped.body or b"") == plain.body
    assert sizes == sorted(sizes)
    assert sizes[1] <= 30_000
    assert [each.headers.get("Content-Encoding") for each in (plain, zipped, brotli)] == [None, "gzip", "br"]
    assert brotli.headers["Cache-Control"] == "public, max-age=600, stale-while-revalidate=86400"
    assert brotli.headers["Vary"] == "Accept-Encoding"
    again = asked.get("/heed.js", If_None_Match=brotli.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_all_parts_of_the_widget_are_served_and_nothing_else(asked: Asked) -> None:
    for path in (WIDGET / "dist").glob("heed-*.js"):
        answer = asked.get(f"/{path.name}")
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert asked.maybe("/heed-nothing.js") is None
    assert asked.maybe("/heed.js", method="POST") is None


def test_listed_sites_may_show_the_page_in_a_frame(asked: Asked) -> None:
    answer = asked.get("/")
    assert "frame-ancestors 'self' https://shop.example" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path, asked: Asked) -> None:
    path = tmp_path / "a.js"
    file = StaticFile(path, {})
    request = Request(b"/", Header(), "1.1", "GET", None, asked.app)  # type: ignore[arg-type]
    assert file.answer(request).status == 404
    path.write_text("one")
    first = file.answer(request)
    path.write_text("two!")
    second = file.answer(request)
    assert (first.body, second.body) == (b"one", b"two!")
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("", ""), ("identity", ""), ("BR;q=1.0", "br")],
)
def test_the_coding_is_one_that_the_client_takes(accepted: str, expected: str) -> None:
    assert chosen_coding(accepted, {"": b"", "gzip": b"", "br": b""}) == expected


def test_what_was_compressed_when_it_was_built_is_the_same() -> None:
    if not (node := shutil.which("node")):
        pytest.skip("only Node.js reads Brotli here")
    script = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(process.argv[1])))"
    for path in (WIDGET / "dist").glob("*.js"):
        assert subprocess.check_output([node, "-e", script, f"{path}.br"]) == path.read_bytes()
