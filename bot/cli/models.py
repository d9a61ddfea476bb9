"""`heed models`, `heed promote` and `heed rollback`: which model is served."""

from datetime import datetime, timezone
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.terminal import Terminal, print_json, styled
from bot.models.registry import Registry, version_of
from bot.workspace import Workspace

out = Terminal()


def models(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Lists the trained models, the newest first, and which one is served."""
    registry = Registry(Workspace.current().models)
    served = registry.served()
    version = version_of(served) if served else ""
    promoted = {change.version: change.at for change in registry.history()}
    rows = [
        {
            "version": version_of(archive),
            "trained": datetime.fromtimestamp(archive.stat().st_mtime, timezone.utc).isoformat(timespec="seconds"),
            "promoted": promoted.get(version_of(archive), ""),
            "served": version_of(archive) == version,
        }
        for archive in registry.archives()
    ]
    if as_json:
        print_json(rows)
        return
    table = Table("", "version", "trained", "promoted")
    for row in rows:
        table.add_row(
            styled(("served", "bold green")) if row["served"] else "", str(row["version"]), str(row["trained"]), str(row["promoted"])
        )
    out.print(table)
    if not registry.promoted():
        out.print("None was promoted, so the newest is served. `heed promote VERSION` chooses one.")


def promote(version: Annotated[str, typer.Argument(help="A model's version, or the path of its archive.", show_default=False)]) -> None:
    """Serves a model from now on, after its files were checked. `heed rollback` undoes it."""
    change = Registry(Workspace.current().models).promote(version)
    out.print(styled((f"{change.version}", "bold green"), f" is served from the next start on{_instead(change.before)}."))


def rollback() -> None:
    """Serves again what was served before the last promotion."""
    change = Registry(Workspace.current().models).rollback()
    out.print(styled((f"{change.version}", "bold green"), f" is served again{_instead(change.before)}."))


def _instead(before: str) -> str:
    return f", in place of {before}" if before else ""
