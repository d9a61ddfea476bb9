"""`heed index build|search|stats`: the index of past answers."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.archive import open_classifier
from bot.evidence import passage_record
from data.errors import DataError

# FAISS and BM25 take seconds to import, which `heed --help` shouldn't: each command imports them itself.

index = typer.Typer(help="Build and search the index of past answers.", no_args_is_help=True)
out = Console()

Folder = Annotated[Path | None, typer.Argument(help="The index; that of the newest model if not given.", show_default=False)]


@index.command()
def build(
    logs: Annotated[Path, typer.Option(help="The redacted dialogues: a log or a folder of logs.")] = Path("data/logs"),
    to: Annotated[
        Path | None,
        typer.Option("--out", help="Where the index goes; if not given, where the model looks for it.", show_default=False),
    ] = None,
) -> None:
    """Mines question/answer pairs from logs and builds the index, with the encoder of the newest model."""
    from bot.indexing import build_index, default_folder

    with open_classifier() as classifier:
        folder = to or default_folder(classifier.encoder_hash)
        manifest, bad = build_index(logs, folder, classifier)
    for row in bad[:20]:
        out.print(f"[yellow]skipped[/] {row}", highlight=False, soft_wrap=True)
    out.print(f"[bold green]{manifest.entries:,}[/] questions lead to {manifest.passages:,} passages in {folder}.", highlight=False)
    if bad:
        out.print(f"{len(bad):,} rows of the logs were skipped.", highlight=False)


@index.command()
def search(
    what: Annotated[str, typer.Argument(help="The question; or the folder of an index, with the question after it.", show_default=False)],
    question: Annotated[str | None, typer.Argument(help="The question, if a folder was given.", show_default=False)] = None,
    k: Annotated[int, typer.Option("--k", min=1, max=100, help="How many passages at most.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Searches past answers for a question."""
    from bot.indexing import default_folder
    from retrieval import storage

    text = (question or what).strip()
    if not text:
        raise DataError("the question is empty")
    with open_classifier() as classifier:
        folder = Path(what) if question else default_folder(classifier.encoder_hash)
        loaded = storage.load(folder, classifier.encoder_hash)
        hits = loaded.search(classifier.predict(text).sentence, text, k)
    if as_json:
        typer.echo(json.dumps([{"id": hit.passage.id, **passage_record(hit)} for hit in hits], ensure_ascii=False))
        return
    table = Table("probability", "asked before", "answered", "source", show_lines=True)
    for hit in hits:
        source = hit.passage.sources[0]
        more = f" and {hit.passage.count - 1} more" if hit.passage.count > 1 else ""
        table.add_row(f"{hit.probability:.2f}", hit.question, hit.passage.text, f"{source.dialogue} {source.date or ''}{more}")
    out.print(table)


@index.command()
def stats(folder: Folder = None, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Says what an index holds."""
    from bot.indexing import default_folder
    from retrieval.storage import Manifest

    if folder is None:
        with open_classifier() as classifier:
            folder = default_folder(classifier.encoder_hash)
    manifest = Manifest.load(folder)
    size = sum(file.stat().st_size for file in (folder / manifest.snapshot).rglob("*") if file.is_file())
    figures: dict[str, Any] = {
        "folder": str(folder),
        "passages": manifest.passages,
        "questions": manifest.entries,
        "bytes": size,
        "encoder": manifest.encoder_hash,
        "created": manifest.created,
    }
    if as_json:
        typer.echo(json.dumps(figures))
        return
    table = Table(show_header=False)
    for name, figure in figures.items():
        table.add_row(name, f"{figure:,}" if isinstance(figure, int) else str(figure))
    out.print(table)
