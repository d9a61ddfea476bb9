"""Rasa processes that are forked from one that has imported everything: they can be killed and started again within a second.

Most of a start is the processor's time for imports, which twenty starts would spend twenty times. What is killed is a whole `rasa run`
all the same, with its own model, connections and memory.

As a module it is the process that they are forked from: a line of JSON on standard input starts one, its process id is the answer.
"""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.support.rasa_process import ENVIRONMENT, RasaProcess

GONE_AFTER_S = 20.0


class Prefork:
    """The process that others are forked from; ends with `close`, and they with it."""

    def __init__(self, model: Path) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "bench.messaging.preforked", str(model)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **ENVIRONMENT}
        )

    def fork(self, job: dict[str, Any]) -> int:
        """Starts a process; its id."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


class PreforkedRasa(RasaProcess):
    """A `rasa run` on a port of its own."""

    def __init__(self, prefork: Prefork, folder: Path, model: Path, redis_url: str) -> None:
        super().__init__(folder, model, redis_url)
        self._prefork = prefork
        self.pid = 0

    def start(self) -> None:
        command = ["rasa", "run", "--model", str(self.model), "--interface", "127.0.0.1", "--port", str(self.port)]
        log = str(self.folder / f"{self.port}.log")
        self.pid = self._prefork.fork({"command": command, "folder": str(self.folder), "environment": self._environment, "log": log})

    def wait_until_ready(self, seconds: float = 600.0) -> None:
        deadline = time.monotonic() + seconds
        while not self.ready():
            if not self.alive or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start; see {self.folder}/{self.port}.log")
            time.sleep(0.05)

    @property
    def alive(self) -> bool:
        return Path(f"/proc/{self.pid}").exists()

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        if self.alive:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        os.kill(self.pid, how)
        deadline = time.monotonic() + GONE_AFTER_S
        while self.alive:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.01)


def main() -> None:
    """Imports what `bot.cli.rasa` does; then forks."""
    from bot.cli.absent_tensorflow import leave_out_if_unused

    leave_out_if_unused(["run", "--model", sys.argv[1]])
    for name in ("rasa.core.run", "rasa.engine.recipes.default_recipe"):  # what `rasa run` would import
        import_module(name)
    from rasa.__main__ import main as run

    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is gone at once
    for line in sys.stdin:
        job = json.loads(line)
        if pid := os.fork():
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        random.seed()
        log = os.open(job["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for stream, target in ((os.open(os.devnull, os.O_RDONLY), 0), (log, 1), (log, 2)):
            os.dup2(stream, target)
        os.environ.update(job["environment"])
        os.chdir(job["folder"])
        sys.argv = job["command"]
        run()
        return


if __name__ == "__main__":
    main()
