"""`heed numbers`: what happened, by day, channel and language."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from bot.cli.output.terminal import Terminal, print_json, styled
from bot.cli.sessions.since import since_when
from bot.cli.sessions.with_redis import with_redis
from data.errors import DataError

if TYPE_CHECKING:
    from bot.state.numbers.figures import Figures
    from bot.state.numbers.reading import Numbers

KEPT_DAYS = 400
SHOWN_TOPICS = 10
out = Terminal()


def numbers(
    since: Annotated[str, typer.Option(help="From when: 7d, or a day like 2026-11-27. Whole days, in UTC.")] = "30d",
    to: Annotated[Path | None, typer.Option("--csv", help="Write a table to this file, a line a day, channel and language.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Shows how many customers wrote, how many were answered without a person, hand-overs, moods, ratings, topics, response times."""
    from bot.state.numbers.reading import read_numbers

    first = max(date.fromisoformat(since_when(since)[:10]), datetime.now(timezone.utc).date() - timedelta(KEPT_DAYS))
    if to and to.exists() and not overwrite:
        raise DataError(f"{to} is there already; give another name, or --overwrite to replace it. Nothing was written")
    found = with_redis(lambda client: read_numbers(client, first))
    if to:
        _write(found, to)
    elif as_json:
        print_json(found.record())
    else:
        _show(found)


def _write(found: "Numbers", to: Path) -> None:
    to.write_text(found.csv(), encoding="utf-8", newline="")
    out.print(styled((f"{len(found.groups):,}", "bold green"), f" rows were written to {to}."))


def _show(found: "Numbers") -> None:
    for surge in found.surges:
        out.print(styled(("Now: ", "bold red"), surge.text))
    if not found.groups:
        out.print(f"Nothing was counted since {found.since}. Servers count as customers write.")
        return
    columns = ("customers", "without a person", "messages", "unanswered", "negative", "up / down", "median (95 %)")
    table = Table(Column("day", no_wrap=True), *columns, title=f"{found.since} to {found.until} (UTC)")
    for name, figures in {**found.days, "all": found.total}.items():
        table.add_row(name, *_cells(figures), style="bold" if name == "all" else None)
    out.print(table)
    for title, by in (("channel", found.channels), ("language", found.languages)):
        table = Table(Column(title, no_wrap=True), *columns)
        for name, figures in by.items():
            table.add_row(name or "unknown", *_cells(figures))
        out.print(table)
    if whys := found.total.of("handed_over"):
        out.print("Handed over: " + ", ".join(f"{why} {count:,}" for why, count in whys.items()))
    table = Table("topic", "asked", "unanswered", "negative")
    for topic in found.topics[:SHOWN_TOPICS]:
        table.add_row(topic.topic, f"{topic.asked:,}", f"{topic.unanswered:,}", f"{topic.negative:,}")
    out.print(table)


def _cells(figures: "Figures") -> list[str]:
    rated, moods, seconds = figures.of("rated"), figures.of("mood"), figures.durations("answered_s")
    return [
        f"{figures.conversations:,}",
        "" if figures.contained is None else f"{100 * figures.contained:.0f} %",
        f"{figures.counts['messages']:,}",
        f"{figures.counts['unanswered']:,}",
        f"{moods.get('negative', 0):,} of {sum(moods.values()):,}",
        f"{rated.get('up', 0):,} / {rated.get('down', 0):,}",
        f"{seconds['median']:g} ({seconds['p95']:g}) s" if seconds else "",
    ]
