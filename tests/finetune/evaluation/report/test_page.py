"""The report on an evaluation, as a browser reads it."""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import asdict, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from data.errors import DataError
from finetune.classifier.explain import Faithfulness, Word
from finetune.evaluation.evaluate import Evaluation, Picture
from finetune.evaluation.metrics import score
from finetune.evaluation.predictions import EvaluatedMessage
from finetune.evaluation.report.matrix import MATRIX
from finetune.evaluation.report.page import write_report
from tests.finetune.evaluation.messages import message


class Page(HTMLParser):
    """What a reader and a browser find in a page: `cells` has each table's rows under the table's class."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.headings: list[str] = []
        self.cells: dict[str, list[list[str]]] = {}
        self.text = ""
        self._inside = ""
        self._rows: list[list[str]] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href", "xlink:href", "action")]
        if tag == "table":
            self._rows = self.cells.setdefault(dict(attrs).get("class") or "", [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._inside = "cell"
            self._rows[-1].append("")
        elif tag in ("h1", "h2", "h3"):
            self._inside = "heading"
            self.headings.append("")
        elif tag in ("style", "script"):
            self._inside = "code"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "h1", "h2", "h3", "style", "script"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "cell":
            self._rows[-1][-1] += data
        elif self._inside == "heading":
            self.headings[-1] += data
        if self._inside != "code":
            self.text += data


def plots(page: Path) -> list[ElementTree.Element]:
    pieces = page.read_text(encoding="utf-8").split("<svg")[1:]
    return [ElementTree.fromstring("<svg" + piece.partition("</svg>")[0] + "</svg>") for piece in pieces]


def test_the_report_shows_what_was_measured(evaluation: Evaluation, tmp_path: Path) -> None:
    written = write_report(evaluation, tmp_path / "new" / "folder", "model.tar.gz", "test.csv")
    assert written == tmp_path / "new" / "folder" / "report.html"
    page = Page(written)
    assert page.headings[0] == "How well it reads"
    assert {"Confusion matrix", "Read wrongly, the surest first", "Messages about something else"} <= set(page.headings)
    assert "model.tar.gz" in page.text
    assert "test.csv" in page.text
    assert f"{evaluation.scores.accuracy:.1%}" in page.text
    assert page.cells["sortable"][0] == ["Intent", "Messages", "Precision", "Recall", "F1", "Read as, instead"]
    assert [row[0] for row in page.cells["sortable"][1:]] == [row.intent for row in evaluation.scores.intents]
    counts = [[int(cell or 0) for cell in row[1:]] for row in page.cells["matrix"][1:]]
    assert counts == [list(row) for row in evaluation.scores.confusion_matrix.counts]
    assert [plot.get("aria-label") for plot in plots(written)] == [
        "Reliability diagram",
        "Risk-coverage curve",
        "Probability of being out of scope",
    ]


def test_the_report_needs_nothing_but_itself(evaluation: Evaluation, tmp_path: Path) -> None:
    written = write_report(evaluation, tmp_path, "model", "test")
    page = Page(written)
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert "url(" not in written.read_text(encoding="utf-8").replace("url(#", "")


def test_the_json_holds_the_whole_evaluation(evaluation: Evaluation, tmp_path: Path) -> None:
    write_report(evaluation, tmp_path, "model", "test")
    record = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (record.pop("classifier"), record.pop("test"), len(record.pop("date"))) == ("model", "test", 10)
    assert record == json.loads(json.dumps(asdict(evaluation)))


def made_up(messages: list[EvaluatedMessage], intents: list[str]) -> Evaluation:
    picture = Picture("<i>tea</i> & cake", "a", "b", 0.9, "answer", (Word("tea", 3, 0.5, 0.2), Word("cake", 13, 0.1, -0.4)))
    return Evaluation(score(messages, intents), 0.5, Faithfulness(0.3, 0.4, 0.1), (), (picture,))


def test_messages_and_labels_are_text_not_markup(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>"
    page = Page(write_report(made_up([replace(message(nasty, "b&b"), text="<img src=x>")], [nasty, "b&b"]), tmp_path, nasty, nasty))
    assert page.tags.count("script") == 1  # our own, which sorts
    assert "img" not in page.tags
    assert page.text.count("<i>tea</i> & cake") == 2  # coloured by attention, and by effect
    assert page.cells["pairs"][1][1:] == [f"{nasty}read as b&b", "<img src=x>"]


def test_of_many_intents_the_most_confused_are_shown(tmp_path: Path) -> None:
    intents = [f"intent_{number}" for number in range(150)]
    messages = [message(intent, intent) for intent in intents for _ in range(3)]
    messages += [message("intent_70", "intent_3")] * 9 + [message("intent_3", "intent_140")] * 5
    page = Page(write_report(made_up(messages, intents), tmp_path, "model", "test"))
    rows = [row[0].split()[0] for row in page.cells["matrix"][1:]]
    assert sorted(rows) == ["intent_140", "intent_3", "intent_70"]
    assert abs(rows.index("intent_70") - rows.index("intent_3")) == 1
    assert len(page.cells["sortable"]) == 151
    assert len(json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["scores"]["confusion_matrix"]["counts"]) == 150
    every = [message(intent, intents[place - 1]) for place, intent in enumerate(intents)]
    page = Page(write_report(made_up(every, intents), tmp_path, "model", "test"))
    assert len(page.cells["matrix"]) - 1 == MATRIX


@pytest.mark.parametrize("count", [3, 30])
def test_a_test_without_mistakes_has_a_report(count: int, tmp_path: Path) -> None:
    intents = [str(number) for number in range(count)]
    page = Page(write_report(made_up([message(intent, intent, 1.0, "hand_over") for intent in intents], intents), tmp_path, "m", "t"))
    assert "Nothing: each message was read rightly." in page.text
    assert ("matrix" in page.cells) is (count <= MATRIX)
    assert "it was never sure enough" in page.text


def test_a_folder_that_cannot_be_written_to_is_an_error(evaluation: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"the report can't be written to .*file.*name another folder with --out"):
        write_report(evaluation, tmp_path / "file", "model", "test")
