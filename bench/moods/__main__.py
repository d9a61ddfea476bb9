"""How well moods are told, and surges found: `python -m bench.moods --data ../shared/datasets`. Results: bench/results/moods.json."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bench.moods.airlines import read_tweets
from bench.moods.replay import replayed
from bench.moods.surges import surges
from bench.moods.telling import airlines, own_messages
from bench.moods.vectors import Messages
from bench.results import FOLDER, Result, keep
from bot.workspace import Workspace
from finetune.encoders.reading import Reader
from finetune.settings import TrainingSettings

RESULTS = FOLDER / "moods.json"


def main(
    data: Annotated[Path, typer.Option(help="The folder of public data sets.")] = Path("../shared/datasets"),
    parts: Annotated[str, typer.Option("--part", help="Names, with commas.")] = "own,surges,tweets",
) -> None:
    """Measures; writes bench/results/moods.json and prints the table."""
    made = {"own": _own, "surges": lambda _: surges(), "tweets": _tweets}
    for part in parts.split(","):
        keep(made[part](data), RESULTS)


def _own(_: Path) -> Iterator[Result]:
    yield from own_messages(_reader())


def _tweets(data: Path) -> Iterator[Result]:
    reader, tweets = _reader(), read_tweets(data)
    messages = Messages.read([tweet.labelled for tweet in tweets], reader)
    yield from airlines(tweets, messages, reader.hashes)
    yield from replayed(tweets, messages)


def _reader() -> Reader:
    return Reader.load(Workspace.current().encoders, TrainingSettings.encoder)


if __name__ == "__main__":
    typer.run(main)
