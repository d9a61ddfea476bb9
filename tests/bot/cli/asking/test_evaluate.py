"""`heed evaluate`, with an assistant that knows its answers by heart: the real one is asked in `tests/bot/retraining/evaluation`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.asking.evaluate import evaluate
from bot.server.model.assistant import Assistant
from data.errors import DataError, ModelError
from tests.support.archives import write_archive
from tests.support.scripted_assistant import ScriptedAssistant, passage, template

app = typer.Typer()
app.command()(evaluate)

HOSTILE = "[/red][bold] where [/]"
QUESTIONS = [
    {"text": HOSTILE, "expect": "hand_over", "lang": "de", "kind": "near_miss", "before": ["[/]"]},
    {"text": "my parcel?", "expect": "template", "intent": "order"},
    {"text": "hot?", "expect": "passage", "dialogues": ["d-1"]},
    {"text": "both?", "expect": "template", "intent": "[/green]"},
]
SERVED = {HOSTILE: passage("[/x]", text=HOSTILE, confidence=0.99), "my parcel?": template("order"), "hot?": passage("d-1")}
OLDER = {HOSTILE: passage("d-2", text=HOSTILE)}


@pytest.fixture(autouse=True)
def _models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with two models, whose names say what they answer."""
    answers: dict[str, Mapping[str, Any]] = {"served": SERVED, "older": OLDER}
    (tmp_path / "models").mkdir()
    for name in ("older", "served"):
        write_archive(tmp_path / "models" / f"{name}.tar.gz", name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(Assistant, "load", lambda model: ScriptedAssistant(answers[model.name.removesuffix(".tar.gz")]))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, QUESTIONS)))
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_shows_the_worst_first_and_writes_the_report(questions: Path, tmp_path: Path) -> None:
    shown = run(questions, "--model", "served")
    assert shown.exit_code == 0, shown.output
    assert "2 of 4 as expected: 50.0%" in shown.stdout
    assert "1 wrong and confident, 1 asked back or handed over needlessly" in shown.stdout
    assert "The worst 2 of 2" in shown.stdout
    assert shown.stdout.index("where") < shown.stdout.index("both?")  # as the table breaks its lines
    assert "[/red]" in shown.stdout
    assert "template [/green]" in shown.stdout
    assert "The report is in build/evaluation/report.html." in shown.stdout
    assert (tmp_path / "build" / "evaluation" / "report.html").is_file()


def test_json_is_headline_figures_alone(questions: Path, tmp_path: Path) -> None:
    shown = run(questions, "--model", "served", "--out", tmp_path / "here", "--json")
    assert shown.exit_code == 0, shown.output
    figures = json.loads(shown.stdout)
    assert (figures["model"], figures["questions"], figures["right"], figures["wrong_answers"]) == ("served", 4, 2, 1)
    assert figures["by_group"]["near_miss"]["wrong_answers"] == 1
    assert figures["report"] == str(tmp_path / "here" / "report.html")


def test_another_model_beside_it(questions: Path) -> None:
    shown = run(questions, "--model", "served", "--against", "models/older.tar.gz")
    assert shown.exit_code == 0, shown.output
    assert "2 better, 0 worse than older (0 of 4, 1 wrong and confident); by chance with p = 0.500" in shown.stdout
    compared = json.loads(run(questions, "--model", "served", "--against", "older", "--json").stdout)
    assert (compared["against"]["better"], compared["against"]["model"]) == (2, "older")


@pytest.mark.parametrize(("share", "code"), [("0.5", 0), ("0.51", 1)])
def test_a_share_to_be_reached(share: str, code: int, questions: Path) -> None:
    shown = run(questions, "--model", "served", "--at-least", share)
    assert shown.exit_code == code
    assert ("50.0% is less than 51.0%." in shown.output) == bool(code)


def test_without_files_the_workspace_is_asked(questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "data" / "questions"
    own.mkdir(parents=True)
    (own / "passages.jsonl").write_text('{"text": "Yes to both.", "stands": false}\n')
    (own / "mine.jsonl").write_text(questions.read_text())
    # What is asked of examples and logs is tested beside `own_questions`, with a real classifier.
    monkeypatch.setattr("bot.retraining.evaluation.own_questions.own_questions", lambda workspace: [])
    figures = json.loads(run("--model", "served", "--json").stdout)
    assert set(figures["by_group"]) == {"mine", "near_miss"}


def test_ctrl_c_ends_it_in_one_line(questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def interrupted(self: ScriptedAssistant, text: str, conversation: str | None = None) -> dict[str, Any]:
        raise KeyboardInterrupt

    monkeypatch.setattr(ScriptedAssistant, "ask", interrupted)
    shown = run(questions, "--model", "served")
    assert shown.exit_code == 130
    assert "Interrupted. No report was written." in shown.output
    assert not (tmp_path / "build").exists()


def test_a_model_that_is_not_there(questions: Path) -> None:
    failed = run(questions, "--model", "[/red]").exception
    assert isinstance(failed, ModelError)
    assert "there is no model '[/red]'" in str(failed)


def test_a_bad_line_ends_it_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "[/red]"}')
    failed = run(tmp_path / "bad.jsonl", "--model", "served").exception
    assert isinstance(failed, DataError)
    assert "bad.jsonl:1: " in str(failed)
