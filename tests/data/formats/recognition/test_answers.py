import json
from pathlib import Path

import pytest

from data.formats.log_format import LogFormat
from data.formats.recognition.answers import error_in, page_of
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.recognition import recognised

TURNS = [{"role": "customer", "text": "Is it open?"}, {"role": "agent", "text": "It is."}]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"errors": [{"code": "rate_limit", "message": "Too many requests"}]}, "Too many requests"),
        ({"status": 401, "success": False, "message": "Token has expired"}, "Token has expired"),
        ({"error": "not_authed", "ok": False}, "not_authed"),
        ({"id": 7, "status": "open", "messages": TURNS}, ""),
    ],
)
def test_errors_in_place_of_an_export(answer: dict[str, object], says: str) -> None:
    assert error_in(answer) == says


@pytest.mark.parametrize(
    ("paging", "says"),
    [
        ({"pages": {"page": 1, "total_pages": 5}, "total_count": 14}, "is page 1 of 5 (14 in all): export the other pages, too"),
        ({"meta": {"next_page_url": "https://api.example/2"}}, "says that there are more pages: export these, too"),
        ({"has_more": False, "next_page": None}, ""),
        ({"pages": {"page": 5, "total_pages": 5, "next": None}}, ""),
    ],
)
def test_pages_of_an_answer(paging: dict[str, object], says: str) -> None:
    assert page_of({"conversations": [{"id": 1}], **paging}, 1) == says


def test_an_import_says_both(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(json.dumps({"conversations": [{"id": 1, "messages": TURNS}], "page": 1, "pages": 3}))
    [log] = recognised(tmp_path / "page.json", LogFormat())
    assert isinstance(log, Recognised)
    assert "is page 1 of 3: export the other pages, too" in log.said
    (tmp_path / "page.json").write_text('{"error": {"message": "Exceeded rate limit"}}')
    [passed] = recognised(tmp_path / "page.json", LogFormat())
    assert "an error that the desk answered, and no export: “Exceeded rate limit”" in str(passed)
