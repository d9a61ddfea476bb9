"""What customers and agents wrote crashes no command, and neither steers nor deceives the terminal."""

import io
import json
from contextlib import redirect_stdout
from types import SimpleNamespace
from typing import Any

import pytest
from rich.table import Table

from bot.cli.asking import ask
from bot.cli.knowledge import search
from bot.cli.output.terminal import Terminal, print_json, styled
from data.hidden import without_hidden
from tests.support.deceptive import PAYLOADS


def shown_by(terminal: Terminal, show: Any) -> str:
    written = io.StringIO()
    terminal.file = written
    show()
    return written.getvalue()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_command_that_shows_logs_shows_text(payload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    for module in (ask, search):
        monkeypatch.setattr(module, "out", terminal)
    passage = SimpleNamespace(
        text=payload, sources=[SimpleNamespace(dialogue=payload, date=None)], count=2, outdated=payload, quality=0.5, id=1, template=None
    )
    hit = SimpleNamespace(passage=passage, question=payload, probability=0.5)
    answer: dict[str, Any] = {
        "text": payload,
        "buttons": [{"title": payload, "payload": payload}],
        "chances": {payload: 1.0},
        "decision": payload,
        "confidence": 0.5,
        "model": payload,
        "ranking": [{"name": payload, "confidence": 0.5}],
        "intent_confidence": 0.5,
        "passages": [{"probability": 0.5, "sources": [{"dialogue": payload, "date": None}], "text": payload}],
        "attention": [{"token": payload, "weight": 1.0}],
        "why": [{"word": payload, "effect": 1.0, "attention": 1.0}],
    }
    table = Table(payload, "", title=payload)
    table.add_row(payload, styled((payload, "bold")))
    for show in (
        lambda: ask._show(answer),
        lambda: search.show_hits(payload, [hit]),  # type: ignore[list-item]
        lambda: terminal.print(payload),
        lambda: terminal.print(table),
        lambda: terminal.print(styled((payload, "bold"), payload), soft_wrap=True),
    ):
        shown = shown_by(terminal, show)
        assert without_hidden(shown) == shown
        shown.encode()  # half a pair can't be written


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_is_whole_and_hides_nothing(payload: str) -> None:
    written = io.StringIO()
    with redirect_stdout(written):
        print_json({"text": payload})
    assert json.loads(written.getvalue()) == {"text": payload}
    assert written.getvalue().encode().decode() == without_hidden(written.getvalue())


def test_markup_is_shown_as_it_was_written() -> None:
    terminal = Terminal()
    for payload in ("[/red]", "[link=https://evil.example]shop[/link]", "[bold]b", ":smile:"):
        assert shown_by(terminal, lambda payload=payload: terminal.print(payload)) == f"{payload}\n"
