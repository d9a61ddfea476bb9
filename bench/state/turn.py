"""Time of a turn at the server, beside stock Rasa on the same data, machine and run: `make bench-turn`.

Both are real `rasa run` processes with Redis for tracker and lock, asked over HTTP by one user, a question at a time, in
turns (one question to the one, then to the other), so that a noisy machine disturbs both alike. Stock Rasa: whitespace
tokens, two bag-of-words featurizers, DIET with 100 epochs, its REST channel, its own Redis stores.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.models.registry import Registry
from rich.console import Console
from rich.table import Table

from bot.state.redis.embedded import EmbeddedRedis
from data.errors import ModelError
from data.formats.rasa_yaml import read_examples
from data.languages import language_of
from tests.support import stock
from tests.support.chat import Chat, ask
from tests.support.keyword_assistant import UNLIMITED
from tests.support.rasa_process import RASA, free_port

ROOT = Path(__file__).parents[2]
RESULTS = Path("bench/results/turn.json")
QUESTIONS, WARM_UP, PER_CONVERSATION = 300, 30, 10
STOCK_CONFIG = f"{stock.CONFIG}policies:\n  - name: RulePolicy\n"
STOCK_ENDPOINTS = """
tracker_store:
  type: redis
  url: 127.0.0.1
  port: {port}
  record_exp: 86400
lock_store:
  type: redis
  url: 127.0.0.1
  port: {port}
"""


@contextmanager
def serving(model: Path, folder: Path, environment: dict[str, str], *options: str) -> Iterator[str]:
    """A `rasa run` process in a folder, until the block ends."""
    port = free_port()
    command = [*RASA, "run", "--model", str(model), "--interface", "127.0.0.1", "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=folder, env={"LOG_LEVEL": "ERROR", **os.environ, **environment}, stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 600
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def without_limits(folder: Path) -> tuple[str, str]:
    """Options for `rasa run` that serve the web channel without its rate limits."""
    credentials = folder / "unlimited.yml"
    credentials.write_text(UNLIMITED)
    return "--credentials", str(credentials)


def train_stock(folder: Path) -> Path:
    """Trains stock Rasa on the sample shop's examples, rules and domain."""
    (folder / "config.yml").write_text(STOCK_CONFIG)
    shutil.copytree(ROOT / "domain", folder / "domain")
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("logs", "*.py", "__pycache__"))
    command = [*RASA, "train", "--domain", "domain", "--skip-validation", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, env={"LOG_LEVEL": "ERROR", **os.environ})
    model = Registry(folder / "models").served()
    assert model is not None
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stock", type=Path, help="stock Rasa, trained before on the same data; else it is trained now, for half an hour")
    ready: Path | None = parser.parse_args().stock
    console = Console()
    ours = Registry(Path("models")).served()
    if ours is None:
        raise ModelError("there is no trained model in models/; train one with `rasa train` or `heed run`")
    questions = [example.text for example in read_examples(Path("data/nlu")) if language_of(example.text) == "en"]
    asked = [questions[number * 7 % len(questions)] for number in range(QUESTIONS + WARM_UP)]
    times: dict[str, list[float]] = {"heed": [], "stock Rasa (DIET)": []}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if ready is None:
            console.print("Training stock Rasa …")
        stock = ready.resolve() if ready else train_stock(folder)
        redis_port = free_port()
        (folder / "endpoints.yml").write_text(STOCK_ENDPOINTS.format(port=redis_port))
        (folder / "credentials.yml").write_text("rest:\n")
        redis = EmbeddedRedis(folder / "redis", tcp_port=redis_port)
        redis.start()
        stack.callback(redis.stop)
        heed_url = stack.enter_context(serving(ours.resolve(), ROOT, {"REDIS_URL": redis.url}, *without_limits(folder)))
        stock_url = stack.enter_context(serving(stock, folder, {}))
        for number, question in enumerate(asked):
            if number % PER_CONVERSATION == 0:
                chat = Chat(heed_url)
            for name in times:
                started = time.perf_counter()
                if name == "heed":
                    assert chat.say(question, message_id=str(number)).body["replies"]
                else:
                    assert ask(f"{stock_url}/webhooks/rest/webhook", {"sender": chat.conversation, "message": question}).body
                if number >= WARM_UP:
                    times[name].append(1000 * (time.perf_counter() - started))
    table = Table("system", "median ms", "p95 ms", title=f"A turn at the server, {QUESTIONS} questions, one user")
    figures = {}
    for name, taken in times.items():
        median, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        figures[name] = {"median_ms": round(median, 1), "p95_ms": round(p95, 1)}
        table.add_row(name, f"{median:.1f}", f"{p95:.1f}")
    console.print(table)
    ratio = statistics.median(times["heed"]) / statistics.median(times["stock Rasa (DIET)"])
    console.print(f"Heed takes {ratio:.2f} × the time of stock Rasa.")
    RESULTS.write_text(json.dumps({**figures, "ratio": round(ratio, 2)}, indent=2) + "\n")


if __name__ == "__main__":
    main()
