"""`heed classify evaluate` with a real classifier."""

import csv
import json
import tarfile
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.asking.classify_evaluate import evaluate
from bot.models.archive import COMPONENT
from data.errors import DataError, ModelError
from tests.conftest import EXAMPLES
from tests.support.encoders import link_encoders

app = typer.Typer()
app.command()(evaluate)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(encoders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link_encoders(encoders, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def test_file(tmp_path: Path) -> Path:
    return table(tmp_path / "test.csv", ("text", "label"), [(example.text, example.intent) for example in EXAMPLES])


def table(path: Path, columns: tuple[str, str], rows: list[tuple[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_prints_headline_figures_and_writes_the_report(test_file: Path, tiny_classifier: Path, tmp_path: Path) -> None:
    shown = run(test_file, "--classifier", tiny_classifier)
    assert shown.exit_code == 0, shown.output
    record = json.loads((tmp_path / "build" / "classifier" / "report.json").read_text(encoding="utf-8"))
    assert "15 of 3 labels" in shown.stdout
    assert f"{record['scores']['accuracy']:.1%}, with 95 % certainty" in shown.stdout
    assert "The report is in build/classifier/report.html." in shown.stdout
    assert record["classifier"] == tiny_classifier.name
    assert record["test"] == "test.csv"
    assert (tmp_path / "build" / "classifier" / "report.html").is_file()


def test_json_is_headline_figures_alone(tiny_classifier: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", ("body", "topic"), [*((example.text, example.intent) for example in EXAMPLES), ("hello moon", "oos")])
    (tmp_path / "foreign.txt").write_text("penguins can not fly\n\nwho won the match\n")
    maps = ("--text-column", "body", "--label-column", "topic", "--out-of-scope", tmp_path / "foreign.txt", "--out", tmp_path / "here")
    shown = run(file, "--classifier", tiny_classifier, *maps, "--json")
    assert shown.exit_code == 0, shown.output
    figures = json.loads(shown.stdout)
    record = json.loads((tmp_path / "here" / "report.json").read_text(encoding="utf-8"))
    assert figures["messages"] == 15
    assert figures["accuracy"] == pytest.approx(record["scores"]["accuracy"], abs=1e-4)
    assert figures["out_of_scope_auroc"] == pytest.approx(record["scores"]["out_of_scope"]["auroc"], abs=1e-4)
    assert sum(decision["share"] for decision in figures["decisions"].values()) == pytest.approx(1, abs=1e-3)
    assert record["scores"]["out_of_scope"]["messages"] == 3
    assert figures["report"] == str(tmp_path / "here" / "report.html")


def test_the_newest_model_is_evaluated_where_none_is_named(test_file: Path, tiny_classifier: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir(exist_ok=True)
    with tarfile.open(models / "20990101.tar.gz", "w:gz") as tar:
        tar.add(tiny_classifier, arcname=f"components/train_{COMPONENT}0")
    shown = run(test_file)
    assert shown.exit_code == 0, shown.output
    named = run(test_file, "--model", models / "20990101.tar.gz", "--out", tmp_path / "named")
    assert named.exit_code == 0, named.output
    first, second = (json.loads((folder / "report.json").read_text()) for folder in (tmp_path / "build" / "classifier", tmp_path / "named"))
    assert first == second
    assert first["classifier"] == "20990101.tar.gz"


def test_rows_that_can_not_be_used_are_told(tiny_classifier: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", ("text", "label"), [("new password", "reset_password"), ("", "gift_card")])
    shown = run(file, "--classifier", tiny_classifier)
    assert shown.exit_code == 0, shown.output
    assert "t.csv:3" in shown.output
    assert "1 rows were skipped." in shown.output


def test_labels_that_were_never_taught_are_named(tiny_classifier: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", ("text", "label"), [("new password", "reset_password"), ("my money", "refund")])
    failed = run(file, "--classifier", tiny_classifier).exception
    assert isinstance(failed, DataError)
    assert "never taught: refund" in str(failed)
    assert not (tmp_path / "build").exists()


def test_without_a_model_the_error_says_how_to_get_one(test_file: Path) -> None:
    failed = run(test_file).exception
    assert isinstance(failed, ModelError)
    assert "there is no trained model in models/" in str(failed)


def test_a_folder_and_an_archive_exclude_each_other(test_file: Path, tiny_classifier: Path) -> None:
    failed = run(test_file, "--classifier", tiny_classifier, "--model", "model.tar.gz").exception
    assert isinstance(failed, DataError)
    assert "--classifier and --model were both given" in str(failed)
