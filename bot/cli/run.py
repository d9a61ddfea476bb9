"""`heed run`: trains if there is no model, and serves the chat page until Ctrl-C."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from bot.cli.learning.learning_on import RASA, LearningOn
from bot.cli.output.terminal import Terminal, styled
from bot.components.provisional import ALL
from bot.components.provisional import VARIABLE as LEAVE_OUT
from bot.models.archive import is_provisional
from bot.models.registry import Registry, version_of
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.url import VARIABLE
from bot.workspace import Workspace
from data.errors import DataError, HeedError, ModelError

out = Terminal()
START_S = 180.0
STOP_S = 15.0
# Nothing of a training that is given up is to be kept.
TRAINING_STOP_S = 1.0


def run(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Where to serve.")] = 5005,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for other machines, too.")] = "127.0.0.1",
    model: Annotated[Path | None, typer.Option(help="A model's archive; the served one if not given.", show_default=False)] = None,
    learn: Annotated[bool, typer.Option(help="Train the whole model in the background, if the served one is only a first one.")] = True,
) -> None:
    """Serves the chat page and its channel; trains on the data in this folder first if there is no model.

    That first model is made quickly. While it is served, the whole one is trained in the background, at the lowest priority; if the
    gate finds it no worse, it takes over.

    Session state is kept in the Redis that REDIS_URL names; if it is unset, an embedded one starts, its data in .heed/.
    Ctrl-C stops all that was started.
    """
    workspace = Workspace.current()
    if not workspace.config.is_file():
        raise DataError(f"{workspace.root.resolve()} holds no config.yml; run this in an assistant's folder")
    _check_port(host, port)
    for end in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):  # a shell's background job would start with SIGINT ignored
        signal.signal(end, _interrupt)
    registry = Registry(workspace.models)
    chosen, model = model, model or registry.served() or _train(registry)
    if not model.is_file():
        raise ModelError(f"there is no model {model}")
    learning = None
    if learn and not chosen and is_provisional(model):
        learning = LearningOn(workspace, _environment(), out.print)
    elif newer := registry.newer():
        version = version_of(newer)
        judge, serve = f"`heed compare {version}` judges it", f"`heed promote {version}` serves it"
        out.print(styled((f"{version} is newer than the promoted model:", "yellow"), f" {judge}, {serve}."))
    redis = None if os.environ.get(VARIABLE) else _embedded()
    server: subprocess.Popen[bytes] | None = None
    try:
        if redis:
            redis.start()
        with out.status("Starting the assistant …"):
            server = _start(model, host, port, {VARIABLE: redis.url} if redis else {})
            _wait_until_ready(server, host, port)
        out.print(styled(("Heed is ready:", "bold green"), f" http://{_reachable(host)}:{port}   (Ctrl-C stops it)"))
        if learning:
            learning.start()
        code = server.wait()
        raise HeedError(f"the server ended by itself, with exit code {code}; its messages stand above")
    except KeyboardInterrupt:
        out.print("\nStopping …")
    finally:
        signal.signal(signal.SIGINT, lambda *_: server.kill() if server else None)  # pressed again: no more patience
        if learning:
            learning.stop()
        stop(server, STOP_S)
        if redis:
            redis.stop()


def _train(registry: Registry) -> Path:
    """Trains a first model, and promotes it: what is trained after it has to be chosen, or accepted by the gate."""
    out.print("There is no model yet: training a first one on this folder's data, which takes a minute or two.")
    command = [*RASA, "train", "--skip-validation", "--force", "--out", str(registry.folder)]
    training = subprocess.Popen(command, env={**_environment(), LEAVE_OUT: ALL})
    try:
        code = training.wait()
    finally:
        stop(training, TRAINING_STOP_S)
    model = registry.served()
    if code or model is None:
        raise ModelError(f"`rasa train` failed with exit code {code}; its messages stand above")
    registry.promote(version_of(model), why="the first model")
    return registry.served() or model


def _start(model: Path, host: str, port: int, extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [*RASA, "run", "--model", str(model), "--interface", host, "--port", str(port)]
    return subprocess.Popen(command, env={**_environment(), **extra}, stdin=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    """Rasa's own messages below warnings are for its developers; the user's own settings come first."""
    return {"LOG_LEVEL": "WARNING", **os.environ}


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise HeedError(f"can't listen on {host}:{port} ({error.strerror}); choose another with --port or --host") from error


def _wait_until_ready(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Rasa opens its port only once the model is loaded."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if (code := server.poll()) is not None:
            raise HeedError(f"the server ended while it started, with exit code {code}; its messages stand above")
        try:
            with urllib.request.urlopen(f"http://{_reachable(host)}:{port}/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise HeedError(f"the server was not ready after {START_S:.0f} seconds; its messages stand above")


def _reachable(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0") else host


def stop(process: subprocess.Popen[bytes] | None, seconds: float) -> None:
    """Ends a process; one that doesn't within so many seconds is killed."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _embedded() -> EmbeddedRedis:
    from bot.state.redis.client import check_embedded  # redis-py takes a moment to import

    check_embedded()
    return EmbeddedRedis()


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
