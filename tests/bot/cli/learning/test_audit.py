"""`heed audit`, `heed models show` and `heed retrain` in an assistant's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.models.registry import Registry
from data.errors import DataError
from data.hash_chain import BrokenChain, HashChain
from tests.support.archives import write_archive

runner = CliRunner()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An assistant whose first model was promoted, and whose desk keeps a log, too."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    write_archive(tmp_path / "models" / "first.tar.gz", "first")
    Registry(tmp_path / "models").promote("first", who="ana")
    HashChain(tmp_path / ".heed" / "desk-audit.jsonl").append({"act": "take", "agent": "bob"})
    return tmp_path


def test_what_was_noted_is_listed_and_found_to_be_as_it_was(place: Path) -> None:
    listed = runner.invoke(app, ["audit", "list"])
    assert "promote" in listed.output
    assert "ana" in listed.output
    verified = runner.invoke(app, ["audit", "verify"])
    assert verified.exit_code == 0
    assert ".heed/audit.jsonl: 2 lines" in verified.output
    assert ".heed/desk-audit.jsonl: 1 lines" in verified.output
    last = verified.output.split("the last hash is ")[1][:64]
    assert runner.invoke(app, ["audit", "verify", "--noted", last[:12]]).exit_code == 0


def test_what_was_changed_is_an_error(place: Path) -> None:
    history = place / "models" / "history.jsonl"
    history.write_text(history.read_text().replace("ana", "bob"))
    changed = runner.invoke(app, ["audit", "verify"])
    assert isinstance(changed.exception, BrokenChain)
    assert "history.jsonl is another than what was noted: line 1" in changed.output.replace("\n", " ")
    desk = place / ".heed" / "desk-audit.jsonl"
    desk.write_text(desk.read_text().replace("bob", "eve"))
    assert "line 1 was changed" in str(runner.invoke(app, ["audit", "verify"]).exception)


def test_models_lists_who_promoted(place: Path) -> None:
    shown = runner.invoke(app, ["models"])
    assert "first" in shown.output
    assert "ana" in shown.output


def test_a_retraining_without_auto_says_what_to_do(place: Path) -> None:
    assert isinstance(runner.invoke(app, ["retrain"]).exception, DataError)


def test_who_has_no_model_yet_is_told_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "There is no model yet" in runner.invoke(app, ["models"]).output
