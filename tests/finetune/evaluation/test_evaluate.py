"""Figures against ones worked out by hand, the evaluation of a real classifier, and its report as a browser reads it."""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import asdict, replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from data.errors import DataError
from data.records import Example
from finetune.classifier.explain import Faithfulness, Word
from finetune.classifier.predictor import Classifier
from finetune.evaluation.evaluate import Evaluation, Picture, evaluate
from finetune.evaluation.metrics import score
from finetune.evaluation.predictions import Reading
from finetune.evaluation.reliability import reliability, risk_coverage
from finetune.evaluation.report.confusions import MATRIX
from finetune.evaluation.report.page import write_report
from tests.conftest import EXAMPLES

FOREIGN = ["the president of France met the press today", "penguins can not fly"]


def reading(label: str | None, predicted: str, confidence: float = 0.9, decision: str = "answer", strange: bool = False) -> Reading:
    return Reading(f"{label} as {predicted}", label, strange, (predicted, "c"), confidence, confidence, 1 - confidence, decision)


# Six messages: `a` is found twice of three times, `b` once of two, `c` never; `d` isn't tested.
SIX = [
    reading("a", "a"),
    reading("a", "a"),
    reading("a", "b", 0.7),
    reading("b", "b", 0.8),
    reading("b", "a", 0.6),
    reading("c", "b", 0.5),
]


@pytest.fixture(scope="module")
def classifier(tiny_classifier: Path) -> Classifier:
    return Classifier.load(tiny_classifier)


@pytest.fixture(scope="module")
def evaluation(classifier: Classifier) -> Evaluation:
    """Of the taught examples, one of them with a wrong label so that there is a mistake."""
    examples = [*EXAMPLES, Example("how long does delivery take", "gift_card"), Example("what is the meaning of life", "oos")]
    return evaluate(classifier, examples, FOREIGN)


def test_accuracy_and_macro_f1() -> None:
    scores = score(SIX, "abcd")
    assert scores.messages == 6
    assert scores.tested_intents == 3
    assert scores.accuracy == pytest.approx(3 / 6)
    assert scores.accuracy_interval == pytest.approx((0.1876, 0.8124), abs=1e-4)
    assert scores.macro_f1 == pytest.approx((2 / 3 + 2 / 5 + 0) / 3)


def test_intents_stand_with_the_hardest_first() -> None:
    rows = score(SIX, "abcd").intents
    assert [(row.intent, row.support) for row in rows] == [("c", 1), ("b", 2), ("a", 3)]
    assert [row.precision for row in rows] == pytest.approx([0, 1 / 3, 2 / 3])
    assert [row.recall for row in rows] == pytest.approx([0, 1 / 2, 2 / 3])
    assert [row.f1 for row in rows] == pytest.approx([0, 2 / 5, 2 / 3])
    [confusion] = rows[2].confusions
    assert (confusion.predicted, confusion.count, confusion.examples) == ("b", 1, ("a as b",))


def test_the_confusion_matrix_has_an_intent_a_row() -> None:
    matrix = score(SIX, "abcd").confusion_matrix
    assert matrix.intents == ("a", "b", "c", "d")
    assert matrix.counts == ((2, 1, 0, 0), (1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 0, 0))


def test_confusions_go_by_number_and_show_the_surest_texts() -> None:
    again = [replace(reading("c", "b", confidence), text=f"sure {confidence}") for confidence in (0.1, 0.95, 0.3, 0.2)]
    first = score([*SIX, *again], "abcd").confusions[0]
    assert (first.label, first.predicted, first.count) == ("c", "b", 5)
    assert first.examples == ("sure 0.95", "c as b", "sure 0.3")


def test_calibration_error() -> None:
    measured = reliability(np.array([0.9, 0.95, 0.6, 0.6]), np.array([True, True, True, False]))
    assert measured.error == pytest.approx((0.1 + 0.05 + 2 * 0.1) / 4)
    assert len(measured.bins) == 15
    [pair] = [each for each in measured.bins if each.count == 2]
    assert pair.lower < 0.6 <= pair.upper
    assert (pair.confidence, pair.accuracy) == pytest.approx((0.6, 0.5))


def test_the_bins_hold_every_confidence() -> None:
    measured = reliability(np.array([0.0, 1.0, 1e-9, 1 - 1e-9]), np.array([False, True, False, True]))
    assert [each.count for each in measured.bins] == [2, *[0] * 13, 2]
    assert measured.error == pytest.approx(0, abs=1e-8)


def test_risk_coverage() -> None:
    curve = risk_coverage(np.array([0.6, 0.9, 0.8, 0.7]), np.array([False, True, False, True]))
    assert [point.confidence for point in curve.points] == [0.9, 0.8, 0.7, 0.6]
    assert [point.coverage for point in curve.points] == [0.25, 0.5, 0.75, 1]
    assert [point.risk for point in curve.points] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert curve.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_a_long_curve_is_thinned_but_keeps_its_ends() -> None:
    confidence = np.linspace(0, 1, 5_000)
    curve = risk_coverage(confidence, confidence > 0.5)
    assert len(curve.points) == 200
    assert (curve.points[0].coverage, curve.points[-1].coverage) == (1 / 5_000, 1)


@pytest.mark.parametrize(
    ("read", "well"),
    [
        (reading("a", "a"), True),
        (reading("a", "b"), False),
        (reading("c", "b", decision="clarify"), True),
        (reading("a", "b", decision="clarify"), False),
        (reading("a", "b", decision="hand_over"), True),
        (reading("a", "a", decision="hand_over"), False),
        (reading(None, "a", strange=True), False),
        (reading(None, "a", decision="hand_over", strange=True), True),
        (reading(None, "out_of_scope", strange=True), True),
        (reading("oos", "oos", decision="hand_over", strange=True), True),
    ],
)
def test_what_a_good_decision_is(read: Reading, well: bool) -> None:
    assert read.well_decided is well


def test_share_and_precision_of_decisions() -> None:
    three = [reading("a", "a"), reading("a", "b"), reading("a", "b", decision="hand_over")]
    answer, clarify, hand_over = score(three, "ab").decisions
    assert (answer.count, answer.share, answer.precision) == (2, pytest.approx(2 / 3), 0.5)
    assert (clarify.count, clarify.share, clarify.precision) == (0, 0, None)
    assert (hand_over.count, hand_over.share, hand_over.precision) == (1, pytest.approx(1 / 3), 1)


def test_out_of_scope_messages_are_measured_apart() -> None:
    known = [reading("a", "a", 0.9), reading("b", "b", 0.5)]
    strange = [reading(None, "a", 0.6, strange=True), reading(None, "b", 0.1, "hand_over", strange=True)]
    scores = score([*known, *strange], "ab")
    assert scores.accuracy == 1
    assert scores.messages == 2
    assert scores.out_of_scope is not None
    assert scores.out_of_scope.auroc == pytest.approx(3 / 4)
    assert scores.out_of_scope.messages == sum(scores.out_of_scope.outside) == sum(scores.out_of_scope.inside) == 2
    assert [each.share for each in scores.out_of_scope.decisions] == [0.5, 0, 0.5]
    assert [each.text for each in scores.out_of_scope.answered] == ["None as a"]
    assert score(known, "ab").out_of_scope is None


def test_a_real_classifier_is_measured_as_it_serves(classifier: Classifier, evaluation: Evaluation) -> None:
    predictions = [classifier.predict(example.text) for example in EXAMPLES]
    right = sum(prediction.intent == example.intent for prediction, example in zip(predictions, EXAMPLES))
    assert evaluation.scores.messages == len(EXAMPLES) + 1
    assert evaluation.scores.accuracy == pytest.approx(right / (len(EXAMPLES) + 1))
    assert evaluation.answer_at == classifier.card.calibration.answer_at
    assert evaluation.scores.out_of_scope is not None
    assert evaluation.scores.out_of_scope.messages == len(FOREIGN) + 1


def test_mistakes_are_pictured_word_by_word(evaluation: Evaluation) -> None:
    [wrong] = [picture for picture in evaluation.wrong if picture.text == "how long does delivery take"]
    assert wrong.label == "gift_card"
    assert wrong.predicted == "delivery_time"
    assert [word.text for word in wrong.words] == ["how", "long", "does", "delivery", "take"]
    assert evaluation.right
    assert all(picture.label == picture.predicted for picture in evaluation.right)


def test_the_same_seed_gives_the_same_evaluation(classifier: Classifier) -> None:
    assert evaluate(classifier, EXAMPLES[:6], seed=3) == evaluate(classifier, EXAMPLES[:6], seed=3)


def test_progress_counts_every_message(classifier: Classifier) -> None:
    seen: list[tuple[int, int]] = []
    evaluate(classifier, EXAMPLES[:4], FOREIGN, lambda done, total: seen.append((done, total)))
    assert seen == [(done, 6) for done in range(1, 7)]


def test_labels_that_were_never_taught_are_named(classifier: Classifier) -> None:
    with pytest.raises(DataError, match=r"never taught: complaint, refund\. Expected its intents \(delivery_time, gift_card"):
        evaluate(classifier, [*EXAMPLES, Example("my money", "refund"), Example("this is bad", "complaint")])


@pytest.mark.parametrize("examples", [[], [Example("hello moon", "out_of_scope")]])
def test_nothing_to_measure_is_an_error(classifier: Classifier, examples: list[Example]) -> None:
    with pytest.raises(DataError, match="no message with a label that the classifier was taught"):
        evaluate(classifier, examples, FOREIGN)


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
        "How strange messages are found",
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


def made_up(readings: list[Reading], intents: list[str]) -> Evaluation:
    picture = Picture("<i>tea</i> & cake", "a", "b", 0.9, "answer", (Word("tea", 3, 0.5, 0.2), Word("cake", 13, 0.1, -0.4)))
    return Evaluation(score(readings, intents), 0.5, Faithfulness(0.3, 0.4, 0.1), (), (picture,))


def test_messages_and_labels_are_text_not_markup(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>"
    page = Page(write_report(made_up([replace(reading(nasty, "b&b"), text="<img src=x>")], [nasty, "b&b"]), tmp_path, nasty, nasty))
    assert page.tags.count("script") == 1  # our own, which sorts
    assert "img" not in page.tags
    assert page.text.count("<i>tea</i> & cake") == 2  # coloured by attention, and by effect
    assert page.cells["pairs"][1][1:] == [f"{nasty}read as b&b", "<img src=x>"]


def test_of_many_intents_the_most_confused_are_shown(tmp_path: Path) -> None:
    intents = [f"intent_{number}" for number in range(150)]
    readings = [reading(intent, intent) for intent in intents for _ in range(3)]
    readings += [reading("intent_70", "intent_3")] * 9 + [reading("intent_3", "intent_140")] * 5
    page = Page(write_report(made_up(readings, intents), tmp_path, "model", "test"))
    rows = [row[0].split()[0] for row in page.cells["matrix"][1:]]
    assert sorted(rows) == ["intent_140", "intent_3", "intent_70"]
    assert abs(rows.index("intent_70") - rows.index("intent_3")) == 1
    assert len(page.cells["sortable"]) == 151
    assert len(json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["scores"]["confusion_matrix"]["counts"]) == 150
    every = [reading(intent, intents[place - 1]) for place, intent in enumerate(intents)]
    page = Page(write_report(made_up(every, intents), tmp_path, "model", "test"))
    assert len(page.cells["matrix"]) - 1 == MATRIX


@pytest.mark.parametrize("count", [3, 30])
def test_a_test_without_mistakes_has_a_report(count: int, tmp_path: Path) -> None:
    intents = [str(number) for number in range(count)]
    page = Page(write_report(made_up([reading(intent, intent, 1.0, "hand_over") for intent in intents], intents), tmp_path, "m", "t"))
    assert "Nothing: each message was read rightly." in page.text
    assert ("matrix" in page.cells) is (count <= MATRIX)
    assert "it was never sure enough" in page.text


def test_a_folder_that_cannot_be_written_to_is_an_error(evaluation: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"the report can't be written to .*file.*name another folder with --out"):
        write_report(evaluation, tmp_path / "file", "model", "test")
