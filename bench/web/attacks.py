"""Whether the server answers its customers while it is attacked from another address: `make bench-attacks`.

    python -m bench.web.attacks [--seconds N] [--only WORDS]

A real `rasa run` with the model in models/, a real redis-server; the attacker is a process of its own. Results go into
`bench/results/attacks.json`.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.results import FOLDER, Result, keep
from bench.web.attack_kinds import OWN, SEEN
from bench.web.attack_requests import Attacker
from bench.web.many_tokens import results, use_tokens
from bot.channels.web.tokens import Tokens
from bot.models.registry import Registry
from bot.server.http.connections import room
from bot.server.http.secrets import VARIABLE, server_key
from bot.server.model.tuning import settle
from tests.support.rasa_process import RasaProcess, serving

RESULTS = FOLDER / "attacks.json"
ATTACKER, CUSTOMER = "127.0.0.2", "127.0.0.3"
TOKENS = "1,000 tokens of one address"
LIVE_MS, CUSTOMER_MS = 200.0, 500.0
# What was measured: the clock, on a machine where others work, too; and the same without the time in which no core was free.
SHARED, ALONE = "by the clock", "without waiting for a core"
# The customer who is watched asks more often than customers do.
CREDENTIALS = """
bot.channels.web.WebChannel: {messages_per_minute: 600}
bot.channels.health.HealthChannel:
"""


@contextmanager
def shop() -> Iterator[RasaProcess]:
    """The sample shop with its newest model, and limits as they are but for the address that asks once in a while."""
    model = Registry(Path("models")).served()
    if model is None:
        raise SystemExit("there is no model in models/; `rasa train` makes one")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("config.yml", "endpoints.yml", "domain.yml", "domain", "data", "models"):
            (folder / part).symlink_to(Path(part).resolve())
        (folder / "credentials.yml").write_text(CREDENTIALS, encoding="utf-8")
        with serving(folder, model.resolve()) as process:
            yield process


@dataclass
class Times:
    """How long something took, each time, in milliseconds; `alone` is without the longest time for which one of its
    threads waited for a core."""

    taken: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    failed: int = 0

    def take(self, once: Callable[[], object], pause_s: float, until: threading.Event, server: int) -> None:
        """Does something again and again. `server` is the process that answers."""
        while not until.wait(pause_s):
            before, mine = waited_ms(server), thread_waited_ms()
            began = time.perf_counter()
            try:
                once()
            except (OSError, asyncio.TimeoutError, ValueError):
                self.failed += 1
            taken = 1000 * (time.perf_counter() - began)
            after = waited_ms(server)
            others = [after[thread] - before.get(thread, 0.0) for thread in after if thread != server]
            # Several may have waited at the same time: what is taken off is too little rather than too much.
            waited = max(after[server] - before[server], thread_waited_ms() - mine, *others)
            self.taken.append(taken)
            self.alone.append(max(0.0, taken - waited))


def waited_ms(process: int) -> dict[int, float]:
    """How long each thread of a process has waited for a core so far, by its id."""
    threads = [int(thread.name) for thread in Path(f"/proc/{process}/task").iterdir()]
    return {thread: _waited_ms(f"/proc/{process}/task/{thread}/schedstat") for thread in threads}


def thread_waited_ms(thread: str = "thread-self") -> float:
    """How long this thread, or that of a path below /proc, has waited for a core so far."""
    return _waited_ms(f"/proc/{thread}/schedstat")


def _waited_ms(file: str) -> float:
    try:
        return int(Path(file).read_text(encoding="ascii").split()[1]) / 1e6
    except (OSError, IndexError):  # the thread ended, or the kernel doesn't count
        return 0.0


def beside(process: RasaProcess, name: str, seconds: float) -> tuple[Times, Times]:
    """Attacks the server for a while; the times of looks whether it lives, and of answers to another customer."""
    prober = Attacker(process.port, CUSTOMER)
    customer = asyncio.run(Attacker(process.port, CUSTOMER).session())
    end = threading.Event()
    live, answered, server = Times(), Times(), process.process.pid

    def look() -> None:
        if b" 200 " not in asyncio.run(prober.ask("GET", "/health/live"))[:20]:
            raise ValueError("not alive")

    def ask() -> None:
        body = f'{{"message_id": "{time.monotonic_ns()}", "text": "where is my order"}}'.encode()
        if b" 200 " not in asyncio.run(customer.ask("POST", "/chat/messages", body, Prefer="wait=20"))[:20]:
            raise ValueError("not answered")

    ask()  # the first takes longer
    watching = [
        threading.Thread(target=live.take, args=(look, 0.05, end, server)),
        threading.Thread(target=answered.take, args=(ask, 0.25, end, server)),
    ]
    attack = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bench.web.attacks", "--attack", name, "--port", str(process.port)])
    try:
        for thread in watching:
            thread.start()
        time.sleep(seconds)
    finally:
        end.set()
        for thread in watching:
            thread.join()
        attack.terminate()
        attack.wait()
    return live, answered


async def _attack(name: str, port: int) -> None:
    room()  # descriptors enough for all it holds
    attacker = await Attacker(port, ATTACKER).session()
    if name == TOKENS:
        await use_tokens(port, ATTACKER, Tokens(server_key()), 1_000, 3_600.0)
    else:
        await {**SEEN, **OWN}[name](attacker)


def measured(process: RasaProcess, name: str, seconds: float) -> list[Result]:
    live, answered = beside(process, name, seconds)
    longest, p99 = max(live.alone), p99_of(answered.alone)
    failed = live.failed + answered.failed
    return [
        Result(name, "longest look at /health/live", round(longest, 1), "ms", f"≤ {LIVE_MS:.0f}", longest <= LIVE_MS, condition=ALONE),
        Result(name, "another customer's p99", round(p99, 1), "ms", f"≤ {CUSTOMER_MS:.0f}", p99 <= CUSTOMER_MS, condition=ALONE),
        Result(name, "longest look at /health/live", round(max(live.taken), 1), "ms", condition=SHARED),
        Result(name, "another customer's p99", round(p99_of(answered.taken), 1), "ms", condition=SHARED),
        Result(name, "not alive, or customers not answered", failed, "", "0", not failed),
    ]


def p99_of(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100, method="inclusive")[98] if len(taken) > 1 else max(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=40.0, help="for which each attack goes on")
    parser.add_argument("--only", default="", help="attacks with these words in their name")
    parser.add_argument("--attack", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.attack:
        asyncio.run(_attack(chosen.attack, chosen.port))
        return
    settle()  # its own pauses are not the server's
    os.environ[VARIABLE] = secrets.token_hex(32)  # by which the attacker makes tokens as if it had gathered them
    with shop() as process:
        for name in [*SEEN, *OWN, TOKENS]:
            if chosen.only in name:
                keep(measured(process, name, chosen.seconds), RESULTS)
        if chosen.only in TOKENS:
            taken = asyncio.run(use_tokens(process.port, "127.0.0.4", Tokens(server_key()), 1_000, 1.5 * chosen.seconds))
            keep(results(taken, TOKENS), RESULTS)


if __name__ == "__main__":
    main()
