"""`heed import`: brings a company's logs in, redacted."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.skipped import show_skipped
from bot.console import bar
from bot.parallel import spread_over
from data.errors import DataError
from data.formats.dialogues import LogFormat, read_dialogues, to_json
from data.formats.files import BadRow, log_files

out = Console()


def import_logs(
    log: Annotated[Path, typer.Argument(help="A log (.jsonl, .csv, .tsv, also .gz) or a folder of logs.", show_default=False)],
    to: Annotated[Path, typer.Option("--out", help="Where the redacted dialogues go; the assistant learns from data/logs.")] = Path(
        "data/logs"
    ),
    column: Annotated[list[str] | None, typer.Option(help="A table's column, e.g. text=body. Names: dialogue, role, text, date.")] = None,
    role: Annotated[list[str] | None, typer.Option(help="Who a role is, e.g. Kunde=customer or bot=agent.")] = None,
    ray: Annotated[bool, typer.Option("--ray", help="Redact on a Ray cluster in place of this machine's cores.")] = False,
) -> None:
    """Reads support logs, takes personal data out, and writes dialogues that Heed can learn from.

    JSONL has a dialogue a line: {"id": "…", "date": "2025-03-14", "turns": [{"role": "customer", "text": "…"}, …]}.
    A table has a message a row, with the columns dialogue, role, text and, if you like, date.
    Phones, e-mails, card numbers, ID numbers and order numbers are replaced before anything is written.
    """
    format = LogFormat(_map(column or [], "--column"), _map(role or [], "--role"))
    files = log_files(log)
    to.mkdir(parents=True, exist_ok=True)
    bad: list[BadRow] = []
    removed: Counter[str] = Counter()
    dialogues = turns = 0
    seen: dict[str, tuple[str, int]] = {}  # a dialogue's id to where it stood and its content's hash
    with bar() as progress:
        task = progress.add_task("Importing dialogues", total=None)
        for file in files:
            target = to / f"{_stem(file)}.jsonl"
            if target.resolve() == file.resolve():
                raise DataError(f"{file} would be written onto itself; choose another --out")
            writing = target.with_suffix(".jsonl.tmp")
            with writing.open("w", encoding="utf-8") as lines:
                for row in read_dialogues(file, format, spread_over(ray)):
                    if isinstance(row, BadRow):
                        bad.append(row)
                        continue
                    place, content = f"{file.name}:{row.line}", hash(row.dialogue.turns)
                    first, first_content = seen.setdefault(row.dialogue.id, (place, content))
                    if first != place:
                        what = "stands already in" if content == first_content else "needs an id of its own: another one has it in"
                        bad.append(BadRow(file, row.line, f"dialogue {row.dialogue.id!r} {what} {first}"))
                        continue
                    lines.write(to_json(row.dialogue) + "\n")
                    removed += row.removed
                    dialogues += 1
                    turns += len(row.dialogue.turns)
                    if dialogues % 200 == 0:
                        progress.update(task, completed=dialogues)
            writing.replace(target)
        progress.update(task, completed=dialogues, total=dialogues)
    out.print(f"[bold green]{dialogues:,}[/] dialogues with {turns:,} messages were written to {to}.", highlight=False)
    if removed:
        out.print("Taken out: " + ", ".join(f"{count:,} × {kind}" for kind, count in removed.most_common()) + ".", highlight=False)
    show_skipped(bad, out)
    if not dialogues:
        raise DataError(f"no dialogue in {log} could be used")


def _map(given: list[str], option: str) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in given]
    if wrong := [entry for entry, (left, _, right) in zip(given, pairs) if not left or not right]:
        raise DataError(f"{option} is given as NAME=NAME. It was: {wrong[0]}")
    return {left.strip(): right.strip() for left, _, right in pairs}


def _stem(file: Path) -> str:
    return Path(file.stem).stem if file.suffix == ".gz" else file.stem
