"""`heed models`, `heed models show`, `heed promote` and `heed rollback`: which model is served, and where its answers come from."""

import getpass
import json
from dataclasses import asdict
from datetime import date, datetime, timezone
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.cli.output.terminal import Terminal, print_json, styled
from bot.models.registry import Registry, version_of
from bot.models.verdicts import GateRecord, read_verdict
from bot.workspace import Workspace

models = typer.Typer()
out = Terminal()

Version = Annotated[str, typer.Argument(help="A model's version, or the path of its archive.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@models.callback(invoke_without_command=True)
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """Lists the trained models, the newest first, which one is served, what the gate said of them, and all promotions and rollbacks."""
    if context.invoked_subcommand:
        return
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
    if not rows and not changes:
        out.print("There is no model yet; `heed run` makes one and serves it, `heed train` only makes one.")
        return
    table = Table("", "version", "trained", "promoted", "gate")
    for row in rows:
        served_here = styled(("served", "bold green")) if row["served"] else ""
        table.add_row(served_here, *(str(row[name]) for name in ("version", "trained", "promoted", "gate")))
    out.print(table)
    if changes:
        history = Table("when", "what", "version", "in place of", "by", "why", title="History", title_justify="left")
        for change in changes:
            history.add_row(*(Text(str(change[name])) for name in ("at", "kind", "version", "before", "who", "why")))
        out.print(history)
    if not registry.promoted():
        out.print("None was promoted, so the newest is served. `heed promote VERSION` chooses one.")


@models.command()
def show(
    version: Version,
    words: Annotated[str, typer.Option("--answer", help="Only answers with these words.", show_default=False)] = "",
    most: Annotated[int, typer.Option(help="How many answers are shown.", min=1)] = 20,
    as_json: AsJson = False,
) -> None:
    """Shows what a model may answer: from which dialogues or page each answer came, and who approved it."""
    from bot.retraining.review.provenance import origins  # FAISS takes a second to import
    from data.folding import folded

    workspace = Workspace.current()
    registry = Registry(workspace.models)
    found = [each for each in origins(registry.find(version), workspace) if folded(words) in folded(each.text)]
    if as_json:
        print_json([{**asdict(each), "newest": _day(each.newest), "at": _day(each.at)} for each in found])
        return
    verdict = read_verdict(version_of(registry.find(version)), registry.folder)
    out.print(styled((version_of(registry.find(version)), "bold"), f": {_figures(verdict) or 'not compared by the gate'}"), soft_wrap=True)
    for each in found[:most]:
        by = f"approved by {each.who} on {_day(each.at)[:10]}" if each.who else "approved by nobody" if each.kind == "passage" else ""
        said = f"said last on {_day(each.newest)}" if each.newest else ""
        dialogues = f"from {len(each.dialogues)} dialogues: {', '.join(each.dialogues[:5])}{' …' if len(each.dialogues) > 5 else ''}"
        out.print(styled((each.kind, "bold"), f" {each.name}"), soft_wrap=True)
        out.print(f"  {' '.join(each.text.split())[:200]}", soft_wrap=True)
        out.print(styled(("  " + "; ".join(filter(None, (dialogues if each.dialogues else "", said, by))), "dim")), soft_wrap=True)
    if len(found) > most:
        out.print(f"… and {len(found) - most:,} more; --most shows them, --answer looks for words.")


def promote(version: Version) -> None:
    """Serves a model from now on, after its files were checked. `heed rollback` undoes it."""
    change = Registry(Workspace.current().models).promote(version, who=getpass.getuser())
    out.print(
        styled((f"{change.version}", "bold green"), f" is served from now on, in running servers within seconds{_instead(change.before)}.")
    )


def rollback() -> None:
    """Serves again what was served before the last promotion."""
    change = Registry(Workspace.current().models).rollback(who=getpass.getuser())
    out.print(styled((f"{change.version}", "bold green"), f" is served again{_instead(change.before)}."))


def _figures(verdict: GateRecord | None) -> str:
    """What the gate said of a model, in a line; empty if it wasn't asked."""
    if verdict is None:
        return ""
    return (
        f"{'accepted' if verdict.accepted else 'refused'}: {verdict.right:,} of {verdict.questions:,} right, "
        f"{verdict.wrong_answers:,} wrong and confident ({verdict.against}: {verdict.right_against:,}, {verdict.wrong_answers_against:,})"
    )


def _day(when: date | None) -> str:
    return when.isoformat() if when else ""


def _instead(before: str) -> str:
    return f", in place of {before}" if before else ""
