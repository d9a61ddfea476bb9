"""The report on an evaluation of the assistant, as a browser and a program read it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.report.page import write_report
from data.errors import DataError
from tests.bot.retraining.evaluation.outcomes import outcome

HOSTILE = "[/red] <script>alert('x')</script> {{ 7 * 7 }} & “where”?"
NEW = Evaluation("new", (outcome("fine", "a", "a"), outcome(HOSTILE, "a", "b", 0.75, said=HOSTILE), outcome("无", "", "", 0.5, "zh")))
OLD = Evaluation("old", (outcome("fine", "a", ""), outcome(HOSTILE, "a", "b", 0.75, said=HOSTILE), outcome("无", "", "a", 0.5, "zh")))


class Page(HTMLParser):
    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.source = page.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href", "xlink:href", "action")]

    def handle_data(self, data: str) -> None:
        if self.lasttag not in ("style", "script"):
            self.text += data


def test_the_page_needs_nothing_and_runs_nothing_of_what_it_quotes(tmp_path: Path) -> None:
    page = Page(write_report(NEW, tmp_path))
    assert page.tags.count("script") == 1  # its own, which sorts tables
    assert not [address for address in page.addresses if not address.startswith("#")]
    assert page.text.count(HOSTILE) == 2
    assert "var(--accent)" in page.source


def test_the_page_says_how_it_went(tmp_path: Path) -> None:
    text = re.sub(r"\s+", " ", Page(write_report(NEW, tmp_path)).text)
    assert "asked 3 questions" in text
    assert "66.7%" in text
    assert "Wrong and confident 1 questions, the surest first." in text
    assert "template a" in text
    assert "Beside" not in text


def test_two_models_stand_side_by_side(tmp_path: Path) -> None:
    page = write_report(NEW, tmp_path, Comparison(OLD, NEW))
    text = re.sub(r"\s+", " ", Page(page).text)
    assert "Beside old" in text
    assert "2 questions are right only now, 0 were right only then" in text
    assert "with a probability of 0.500 (McNemar's exact test)" in text
    record = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert record["against"] == {
        "model": "old",
        "questions": 3,
        "right": 0,
        "unanswered": 1,
        "wrong_answers": 2,
        "share": 0,
        "better": 2,
        "worse": 0,
        "p_value": 0.5,
    }
    assert [(change["kind"], change["before"]["state"], change["after"]["state"]) for change in record["changes"]] == [
        ("better", "unanswered", "right"),
        ("better", "wrong_answer", "right"),
    ]


def test_the_file_for_programs(tmp_path: Path) -> None:
    write_report(NEW, tmp_path / "new" / "folder")
    record = json.loads((tmp_path / "new" / "folder" / "report.json").read_text(encoding="utf-8"))
    assert (record["model"], record["questions"], record["right"], record["wrong_answers"]) == ("new", 3, 2, 1)
    assert record["by_language"]["zh"]["share"] == 1
    assert record["by_expected"]["template"]["wrong_answers"] == 1
    assert record["outcomes"][1] == {
        "state": "wrong_answer",
        "text": HOSTILE,
        "expected": [{"kind": "template", "intent": "a", "dialogues": [], "says": []}],
        "came": [{"kind": "template", "intent": "b", "dialogues": [], "says": []}],
        "confidence": 0.75,
        "answer": HOSTILE,
        "lang": "en",
        "group": "shop",
        "before": [],
        "place": "",
    }


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="name another folder with --out"):
        write_report(NEW, tmp_path / "file")
