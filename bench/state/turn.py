"""Time of a turn at the server, beside stock Rasa on the same data, machine and run: `make bench-turn`.

Both are real `rasa run` processes with Redis for tracker and lock, asked over HTTP by one user, a question at a time, in
turns (one question to the one, then to the other), so that a noisy machine disturbs both alike. Training examples, word for word, are the
same for both; the other questions are those that people reviewed (`data/questions`), which are longer. Stock Rasa: whitespace
tokens, two bag-of-words featurizers, DIET with 100 epochs, its REST channel, its own Redis stores.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console

from bench.results import FOLDER, Result, keep
from bench.state.rasa_run import ROOT, serving, without_limits
from bench.state.stock import stock_server
from bot.components.learning import reviewed_questions
from bot.models.registry import Registry
from bot.workspace import Workspace
from data.errors import ModelError
from data.formats.examples.rasa_yaml import read_examples
from data.languages import is_chinese
from tests.support.chat import Chat, ask

QUESTIONS, WARM_UP, PER_CONVERSATION = 300, 30, 10
HEED, STOCK = "heed", "stock Rasa (DIET)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stock", type=Path, help="stock Rasa, trained before on the same data; else it is trained now, for half an hour")
    archive: Path | None = parser.parse_args().stock
    ours = Registry(Path("models")).served()
    if ours is None:
        raise ModelError("there is no trained model in models/; train one with `rasa train` or `heed run`")
    examples = [example.text for example in read_examples(Path("data/nlu")) if not is_chinese(example.text)]
    reviewed = [question.text for question in reviewed_questions(Workspace.current()) if not question.before and question.lang == "en"]
    lots = {f"{kind}, one user": _some(texts) for kind, texts in {"training examples": examples, "other questions": reviewed}.items()}
    if archive is None:
        Console().print("Training stock Rasa …")
    with tempfile.TemporaryDirectory() as name:
        folder, model = Path(name), ours.resolve()
        with (
            stock_server(folder / "stock", archive) as stock,
            serving(model, ROOT, {"REDIS_URL": stock.redis_url}, *without_limits(folder)) as heed_url,
        ):
            times = {lot: ask_in_turns(asked, heed_url, stock.url) for lot, asked in lots.items()}
    keep([each for lot, taken in times.items() for each in results(lot, taken)], FOLDER / "turn.json")


def _some(texts: Sequence[str]) -> list[str]:
    """As many as are asked, from all over the list."""
    return [texts[number * 7 % len(texts)] for number in range(QUESTIONS + WARM_UP)]


def ask_in_turns(asked: Sequence[str], heed_url: str, stock_url: str) -> dict[str, list[float]]:
    """How long each answer took, in ms, by system; left out are the warm-up, and what stock Rasa says nothing to, as it has no look-ups."""
    times: dict[str, list[float]] = {HEED: [], STOCK: []}
    for number, question in enumerate(asked):
        if number % PER_CONVERSATION == 0:
            chat = Chat(heed_url)
        taken: dict[str, float] = {}
        for name in times:
            started = time.perf_counter()
            if name == HEED:
                said = chat.say(question, message_id=str(number)).body["replies"]
                assert said
            else:
                said = ask(f"{stock_url}/webhooks/rest/webhook", {"sender": chat.conversation, "message": question}).body
            if said:
                taken[name] = 1000 * (time.perf_counter() - started)
        if number >= WARM_UP and len(taken) == len(times):
            for name, each in taken.items():
                times[name].append(each)
    return times


def results(lot: str, times: Mapping[str, Sequence[float]]) -> Iterator[Result]:
    test = f"a turn at the server, {len(times[HEED])} {lot}"
    for system, taken in times.items():
        yield Result(test, "median", round(statistics.median(taken), 1), "ms", system=system)
        yield Result(test, "p95", round(statistics.quantiles(taken, n=20)[-1], 1), "ms", system=system)
    yield Result(test, "median to stock Rasa's", round(statistics.median(times[HEED]) / statistics.median(times[STOCK]), 2), "×")


if __name__ == "__main__":
    main()
