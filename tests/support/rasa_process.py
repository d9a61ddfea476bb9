"""Real `rasa run` processes, to be measured, loaded and killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.models.registry import Registry
from bot.state.redis.embedded import EmbeddedRedis

RASA = (sys.executable, "-m", "bot.cli.rasa")
# Wherever a process stands, it finds the components that tests bring along.
ENVIRONMENT = {"LOG_LEVEL": "ERROR", "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(Path(__file__).parents[2])}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def train(folder: Path) -> Path:
    """Trains the assistant whose files are in a folder; its model."""
    command = [*RASA, "train", "--skip-validation", "--quiet"]
    # As a terminal that lets everybody read new files: what is trained is its owner's all the same.
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **ENVIRONMENT}, timeout=600, umask=0)
    model = Registry(folder / "models").served()
    assert model is not None
    return model


class RasaProcess:
    """A `rasa run` that can be killed and started again, on the same port."""

    def __init__(self, folder: Path, model: Path, redis_url: str, descriptors: int = 0, workers: int = 1, port: int = 0) -> None:
        """
        Args:
            port: where it answers; 0 for any that is free.
            descriptors: that it may have (`ulimit -n`); 0 for as many as this process.
            workers: of Sanic.
        """
        self.folder, self.model, self.redis_url, self.port = folder, model.resolve(), redis_url, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "REDIS_URL": redis_url, "SANIC_WORKERS": str(workers), **ENVIRONMENT}
        self._limited = ("sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh") if descriptors else ()

    def start(self) -> None:
        command = [*self._limited, *RASA, "run", "--model", str(self.model), "--interface", "127.0.0.1", "--port", str(self.port)]
        with (self.folder / f"{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def wait_until_ready(self, seconds: float = 600.0) -> None:
        deadline = time.monotonic() + seconds
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start; see {self.folder}/{self.port}.log")
            time.sleep(0.2)

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refusal:
            refusal.close()  # it is an open answer, too
            return False
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9: nothing can be tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def memory_kb(self) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    @property
    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


@contextmanager
def running(folder: Path, model: Path, redis_url: str, descriptors: int = 0, workers: int = 1, port: int = 0) -> Iterator[RasaProcess]:
    """A process on a Redis that is there, until the block ends."""
    process = RasaProcess(folder, model, redis_url, descriptors, workers, port)
    try:
        process.start()
        process.wait_until_ready()
        yield process
    finally:
        process.stop()


@contextmanager
def serving(folder: Path, model: Path, descriptors: int = 0, workers: int = 1, port: int = 0) -> Iterator[RasaProcess]:
    """A process with a Redis of its own, until the block ends."""
    redis = EmbeddedRedis(folder / "redis")
    redis.start()
    try:
        with running(folder, model, redis.url, descriptors, workers, port) as process:
            yield process
    finally:
        redis.stop()
