"""`heed index build|add|remove|compact|search|stats`: the index of past answers and documents."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.knowledge.figures import figures
from bot.cli.knowledge.search import Asked, hit_record, read_queries, show_hits
from bot.cli.output.skipped import show_skipped
from bot.cli.output.terminal import Terminal, print_json, styled
from bot.workspace import Workspace
from data.errors import DataError

# FAISS and BM25 take seconds to import, which `heed --help` shouldn't: each command imports them itself.

index = typer.Typer(help="Build, change and search the index of past answers.", no_args_is_help=True)
out = Terminal()
# Of 19 steps down.
LOW = 10

Folder = Annotated[Path | None, typer.Argument(help="The index; that of the served model if not given.", show_default=False)]
Logs = Annotated[Path, typer.Option(help="The redacted dialogues: a log or a folder of logs.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@index.callback()
def give_way() -> None:
    """Whoever serves customers on this machine goes first: building and compacting take what is left of its cores."""
    os.setpriority(os.PRIO_PROCESS, 0, LOW)


@index.command()
def build(
    logs: Logs = Path("data/logs"),
    to: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Where the index goes; if not given, where the model looks for it.",
            show_default=False,
        ),
    ] = None,
    quantise: Annotated[bool, typer.Option("--quantise", help="Keep one byte a dimension in place of four.")] = False,
    milvus: Annotated[
        str | None,
        typer.Option(
            help="Keep the vectors on this Milvus server, e.g. http://localhost:19530; the index remembers it.", show_default=False
        ),
    ] = None,
    ray: Annotated[bool, typer.Option("--ray", help="Read and encode on a Ray cluster in place of this machine's cores.")] = False,
) -> None:
    """Mines question/answer pairs from logs and builds the index, with the encoder of the served model."""
    from bot.components.learned_index import add_reviewed
    from bot.components.learning import reviewed_questions
    from bot.models.indexes import build_index, open_index, served_index
    from bot.parallel import map_over
    from finetune.encoders.e5.encoder import E5Encoder
    from finetune.encoders.remembering_encoder import RememberingEncoder
    from retrieval.vectors.settings import VectorSettings

    with served_index(to) as place:
        settings = VectorSettings(quantise=quantise, server=milvus)
        manifest, not_quotable, bad = build_index(logs, place, settings, map_over(ray))
        reviewed = 0
        if to is None:  # the model's own index: what was reviewed belongs to it
            encoder = RememberingEncoder(E5Encoder.load(place.encoder, many=True))
            reviewed = add_reviewed(open_index(place), place, reviewed_questions(Workspace.current()), encoder)
    _say(manifest.entries, f"questions lead to {manifest.passages:,} passages in", place.folder)
    if reviewed:
        out.print(f"{reviewed:,} reviewed questions lead to the answers that were found for them.")
    if not_quotable:
        out.print(f"{not_quotable:,} answers hold for one customer only, and are never quoted.")
    if bad:
        show_skipped(bad, out)


@index.command()
def add(folder: Folder = None, logs: Logs = Path("data/logs")) -> None:
    """Adds the pairs of logs to an index, and brings it up to the documents that were imported; what it has already is passed over.

    Running servers know them within two seconds.
    """
    from bot.models.adding import add_logs
    from bot.models.indexes import served_index
    from bot.models.publishing import publish

    with served_index(folder) as place:
        added, bad = add_logs(logs, place)
        published = publish(place)
    _say(added, "questions were added to", place.folder)
    if any(published):
        out.print(
            f"{published.added:,} sections of documents came and {published.removed:,} went; {published.flagged:,} past answers are flagged"
            " otherwise than before.",
            highlight=False,
        )
    if bad:
        show_skipped(bad, out)


@index.command()
def remove(
    folder: Folder = None,
    dialogue: Annotated[
        list[str] | None, typer.Option(help="A dialogue whose answers go, by the desk's id or its own.", show_default=False)
    ] = None,
    passage: Annotated[
        list[int] | None, typer.Option("--id", help="A passage by its id, as `search` shows it.", show_default=False)
    ] = None,
) -> None:
    """Removes answers from an index. Running servers forget them within two seconds."""
    from bot.models.indexes import remove_from_index
    from data.formats.reading.identity import load_key
    from data.formats.reading.named_dialogues import NamedDialogues

    if not dialogue and not passage:
        raise DataError("nothing was named to remove; give --dialogue ID or --id PASSAGE, as often as you like")
    place = _place(folder)
    key = Workspace.current().dialogue_key
    named = NamedDialogues(dialogue or (), load_key(key) if key.is_file() else None)
    _say(remove_from_index(place, named, passage or ()), "questions were removed from", place)


@index.command()
def compact(folder: Folder = None) -> None:
    """Works what was added and removed into a new snapshot, so that the index is small and quick again."""
    from bot.models.indexes import compact_index

    place = _place(folder)
    _say(compact_index(place).entries, "questions stand in a new snapshot in", place)


@index.command()
def search(
    what: Annotated[
        str | None, typer.Argument(help="The question; or the folder of an index, with the question after it.", show_default=False)
    ] = None,
    question: Annotated[str | None, typer.Argument(help="The question, if a folder was given.", show_default=False)] = None,
    queries: Annotated[
        Path | None, typer.Option("--in", help='Questions, a line each: {"query": "…", "earlier": ["…"]}.', show_default=False)
    ] = None,
    k: Annotated[int, typer.Option("--k", min=1, max=100, help="How many passages at most.")] = 5,
    condition: Annotated[
        list[str] | None,
        typer.Option("--filter", help="language=en, product=NAME, tag=NAME, since=DATE or until=DATE.", show_default=False),
    ] = None,
    reranker: Annotated[str | None, typer.Option("--rerank", help="A cross-encoder, by name or folder.", show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Searches past answers, for one question or for a file of questions. With --in and --json: a line of JSON a question."""
    from bot.models.indexes import read_questions, served_index
    from retrieval.search.filters import Filter
    from retrieval.search.query_context import in_context
    from retrieval.search.reranking import Reranker

    if queries:
        given, asked = what, list(read_queries(queries))
    else:
        given, text = (what, question) if question else (None, what)
        asked = [Asked((text or "").strip(), (), ())]
        if not asked[0].text:
            raise DataError("the question is empty")
    texts = [in_context(one.text, one.earlier) for one in asked]
    with served_index(Path(given) if given else None) as place:
        loaded, read = read_questions(texts, place)
    second_look = Reranker(reranker) if reranker else None
    for one, text, query in zip(asked, texts, read):
        narrowed = Filter.parse([*(condition or ()), *one.conditions])
        hits = loaded.search(query, k, narrowed if narrowed != Filter() else None, outdated=True)
        hits = second_look.rerank(text, hits) if second_look else hits
        if as_json and queries:
            named = {} if one.id is None else {"id": one.id}
            print_json({**named, "query": one.text, "passages": [hit_record(hit) for hit in hits]})
        elif as_json:
            print_json([hit_record(hit) for hit in hits])
        else:
            show_hits(one.text, hits)


@index.command()
def tune(
    to: Annotated[Path, typer.Option("--out", help="Where the encoder goes; name it in config.yml.", show_default=False)],
    logs: Logs = Path("data/logs"),
    encoder: Annotated[str, typer.Option(help="Where to start: a sentence-transformers model, by name or folder.")] = "all-MiniLM-L6-v2",
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the pairs.")] = 2,
    hard: Annotated[
        bool, typer.Option("--hard-negatives", help="Tell each answer from one that shares the question's words, too.")
    ] = False,
) -> None:
    """Fine-tunes an encoder on your own questions and answers, so that it finds the replies that your agents would give."""
    from bot.models.encoder_tuning import tune_encoder

    pairs = tune_encoder(logs, to, encoder, epochs, hard)
    out.print(
        styled(
            "An encoder was fine-tuned on ",
            (f"{pairs:,}", "bold green"),
            f" pairs. To use it: `encoder: {to}` in config.yml, then `rasa train`.",
        )
    )


@index.command()
def stats(folder: Folder = None, as_json: AsJson = False) -> None:
    """Says what an index holds."""
    found = figures(_place(folder))
    if as_json:
        print_json(found)
        return
    table = Table(show_header=False)
    for name, cell in found.items():
        table.add_row(name, f"{cell:,}" if isinstance(cell, int) else str(cell))
    out.print(table)


def _place(folder: Path | None) -> Path:
    """The index in a folder, which needs no model, or that of the served model."""
    from bot.models.indexes import served_index

    if folder:
        return folder
    with served_index() as place:
        return place.folder


def _say(count: int, what: str, folder: Path) -> None:
    out.print(styled((f"{count:,}", "bold green"), f" {what} {folder}."))
