"""`heed audit list|verify`: who promoted and decided what, in a log that can't be changed silently."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.cli.output.terminal import Terminal, print_json, styled
from bot.workspace import Workspace
from data.hash_chain import BrokenChain, HashChain

audit = typer.Typer(help="The log of promotions and reviews, which can't be changed silently.", no_args_is_help=True)
out = Terminal()

# Every log in .heed/ whose name ends so is a hash chain. What agents did at the desk is shown by `heed desk audit`.
LOGS = "*audit.jsonl"


@audit.command("list")
def list_(
    most: Annotated[int, typer.Option(help="The newest ones, so many.", min=1)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Lists what was noted of models and reviews, the newest last."""
    from bot.models.audit import verified

    links = verified(Workspace.current())[-most:]
    if as_json:
        print_json([{"number": each.number, "at": each.at.isoformat(), "hash": each.hash, **each.record} for each in links])
        return
    table = Table("", "when", "act", "who", "what", "hash")
    for each in links:
        record = each.record
        what = str(record.get("version") or " ".join(filter(None, (record.get("action"), record.get("decision")))))
        cells = (
            str(each.number),
            f"{each.at:%Y-%m-%d %H:%M:%S}",
            str(record.get("act", "")),
            str(record.get("who", "")),
            what,
            each.hash[:12],
        )
        table.add_row(*map(Text, cells))
    out.print(table)


@audit.command()
def verify(
    noted: Annotated[str, typer.Option("--noted", help="A hash that was noted earlier: it must still be there.", show_default=False)] = "",
) -> None:
    """Checks that no line was changed, left out, added or moved, and that reviews and history are what was noted; exit code 1 if not.

    Who can write these files could write them anew from some line on. So note the last hash somewhere else now and then, and give it
    as --noted: reports of `heed retrain` carry it.
    """
    from bot.models.audit import broken, differences, verified

    workspace = Workspace.current()
    links = verified(workspace, noted)
    problems = list(differences(workspace, links)) if links else []
    problems += [f"{file} was set aside, since its end was damaged" for file in broken(workspace)]
    for file in sorted(workspace.private.glob(LOGS)):
        lines = links if file == workspace.model_audit else HashChain(file).verify()
        last = f"; the last hash is {lines[-1].hash}" if lines else ""
        out.print(styled((str(file), "bold"), f": {len(lines):,} lines, each follows the one before{last}."), soft_wrap=True)
    for problem in problems:
        out.print(styled(("Changed: ", "bold red"), problem), soft_wrap=True)
    if problems:
        raise BrokenChain(f"{len(problems)} things are otherwise than they were noted; see above")
    if not links and not list(workspace.private.glob(LOGS)):
        out.print("Nothing was noted yet.")
