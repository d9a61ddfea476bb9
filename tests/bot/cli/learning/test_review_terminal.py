from __future__ import annotations

import io
from pathlib import Path

import pytest
import typer
from rich.console import Console

from bot.cli.learning.review_terminal import decide_here
from bot.retraining.review.session import Session
from bot.reviews.records import Suggestion
from data.folding import folded
from tests.support.suggested import ALL, CARD, REPAIRS, UNSURE, WARRANTY, workspace


def _typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suggestions: list[Suggestion], *lines: str) -> tuple[Session, str]:
    """Decides in the terminal with these lines typed; the session, and what was shown."""
    session = Session(suggestions, workspace(tmp_path), "Ana")
    left = iter([*lines, "q"])
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(left))
    shown = io.StringIO()
    decide_here(session, Console(file=shown, width=300))
    return session, shown.getvalue()


def test_every_command_decides_as_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, shown = _typed(tmp_path, monkeypatch, ALL, "a", "n kettle mending", "e The shop opens at nine, on Sundays, too.", "2", "x", "")
    assert "Nothing is left to decide." in shown
    result = session.outcome()
    assert result.labels[folded("do you repair chairs")][1] == "kettle_mending"
    assert result.templates == {"warranty": "Two years on everything."}
    assert result.labels[folded("when can I pay")][1] == "delivery_time"
    assert [answer.answer for answer in result.answers] == ["The shop opens at nine, on Sundays, too."]


@pytest.mark.parametrize("typed", ["k", "s", "e", "m", "paymant", "n", "new payment"])
def test_what_is_typed_wrong_becomes_no_intent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    session, shown = _typed(tmp_path, monkeypatch, [UNSURE], typed)
    assert not session.outcome().labels
    assert "A new intent is made with n NAME" in shown
    assert ("did you mean payment" in shown) == (typed in ("paymant", "new payment"))
    assert ("is called so. A new intent" in shown) != ("did you mean payment" in shown)


def test_an_intent_is_named_as_it_is_written_or_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, _ = _typed(tmp_path, monkeypatch, [UNSURE, REPAIRS], "delivery time", "payment")
    assert {intent for _, intent in session.outcome().labels.values()} == {"delivery_time", "payment"}


@pytest.mark.parametrize("name", ["help", "h", "k"])
def test_an_intent_may_be_called_like_what_shows_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    session, shown = _typed(tmp_path, monkeypatch, [UNSURE, REPAIRS, CARD], f"n {name}", name, name)
    assert {intent for _, intent in session.outcome().labels.values()} == {name}
    assert "is no command" not in shown


def test_help_is_shown_again_and_nothing_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, shown = _typed(tmp_path, monkeypatch, [WARRANTY, CARD], "?", "help", "no such answer", "j", "no such answer")
    assert shown.count("refuse and remember") == 3
    assert "an answer is accepted (a), changed (e TEXT) or refused (x)" in shown
    assert not session.outcome().labels
