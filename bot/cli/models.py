"""`heed models`, `heed promote` and `heed rollback`: which model is served."""

import json
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.cli.terminal import Terminal, styled
from bot.models.registry import Registry, version_of
from bot.models.verdicts import GateRecord, read_verdict
from bot.workspace import Workspace

out = Terminal()


def models(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Lists the trained models, the newest first, which one is served, what the gate said of them, and all promotions and rollbacks."""
    registry = Registry(Workspace.current().models)
    served = registry.served()
    version = version_of(served) if served else ""
    promoted = {change.version: change.at for change in registry.history()}
    rows = [
        {
            "version": version_of(archive),
            "trained": datetime.fromtimestamp(archive.stat().st_mtime, timezone.utc).isoformat(timespec="seconds"),
            "promoted": promoted.get(version_of(archive), ""),
            "gate": _figures(read_verdict(version_of(archive), registry.folder)),
            "served": version_of(archive) == version,
        }
        for archive in registry.archives()
    ]
    changes = [asdict(change) for change in registry.history()]
    if as_json:
        typer.echo(json.dumps({"models": rows, "history": changes}))
        return
    table = Table("", "version", "trained", "promoted", "gate")
    for row in rows:
        served_here = styled(("served", "bold green")) if row["served"] else ""
        table.add_row(served_here, *(str(row[name]) for name in ("version", "trained", "promoted", "gate")))
    out.print(table)
    if changes:
        history = Table("when", "what", "version", "in place of", "why", title="History", title_justify="left")
        for change in changes:
            history.add_row(*(Text(str(change[name])) for name in ("at", "kind", "version", "before", "why")))
        out.print(history)
    if not registry.promoted():
        out.print("None was promoted, so the newest is served. `heed promote VERSION` chooses one.")


def promote(version: Annotated[str, typer.Argument(help="A model's version, or the path of its archive.", show_default=False)]) -> None:
    """Serves a model from now on, after its files were checked. `heed rollback` undoes it."""
    change = Registry(Workspace.current().models).promote(version)
    out.print(
        styled((f"{change.version}", "bold green"), f" is served from now on, in running servers within seconds{_instead(change.before)}.")
    )


def rollback() -> None:
    """Serves again what was served before the last promotion."""
    change = Registry(Workspace.current().models).rollback()
    out.print(styled((f"{change.version}", "bold green"), f" is served again{_instead(change.before)}."))


def _figures(verdict: GateRecord | None) -> str:
    """What the gate said of a model, in a line; empty if it wasn't asked."""
    if verdict is None:
        return ""
    return (
        f"{'accepted' if verdict.accepted else 'refused'}: {verdict.right:,} of {verdict.questions:,} right, "
        f"{verdict.wrong_answers:,} wrong and confident ({verdict.against}: {verdict.right_against:,}, {verdict.wrong_answers_against:,})"
    )


def _instead(before: str) -> str:
    return f", in place of {before}" if before else ""
