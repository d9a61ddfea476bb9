"""`heed run`: trains if there is no model, and serves the chat page until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from bot.cli.terminal import Terminal, styled
from bot.models.registry import Registry
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.url import VARIABLE
from bot.workspace import Workspace
from data.errors import DataError, HeedError, ModelError

out = Terminal()
RASA = (sys.executable, "-m", "bot.cli.rasa")
START_S = 180.0
STOP_S = 15.0


def run(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Where to serve.")] = 5005,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for other machines, too.")] = "127.0.0.1",
    model: Annotated[Path | None, typer.Option(help="A model's archive; the served one if not given.", show_default=False)] = None,
) -> None:
    """Serves the chat page and its channel; trains on the data in this folder first if there is no model.

    Session state is kept in the Redis that REDIS_URL names; if it is unset, an embedded one starts, its data in .heed/.
    Ctrl-C stops all that was started.
    """
    workspace = Workspace.current()
    if not workspace.config.is_file():
        raise DataError(f"{workspace.root.resolve()} holds no config.yml; run this in an assistant's folder")
    _check_port(host, port)
    registry = Registry(workspace.models)
    model = model or registry.served() or _train(registry)
    if not model.is_file():
        raise ModelError(f"there is no model {model}")
    if newer := registry.newer():
        out.print(styled((f"{newer.name} is newer than the promoted model; `heed promote {newer.name}` serves it.", "yellow")))
    for end in (signal.SIGTERM, signal.SIGINT):  # a shell's background job would start with SIGINT ignored
        signal.signal(end, _interrupt)
    redis = None if os.environ.get(VARIABLE) else EmbeddedRedis()
    server: subprocess.Popen[bytes] | None = None
    try:
        if redis:
            redis.start()
        with out.status("Starting the assistant …"):
            server = _start(model, host, port, {VARIABLE: redis.url} if redis else {})
            _wait_until_ready(server, host, port)
        out.print(styled(("Heed is ready:", "bold green"), f" http://{_reachable(host)}:{port}   (Ctrl-C stops it)"))
        code = server.wait()
        raise HeedError(f"the server ended by itself, with exit code {code}; its messages stand above")
    except KeyboardInterrupt:
        out.print("\nStopping …")
    finally:
        _stop(server)
        if redis:
            redis.stop()


def _train(registry: Registry) -> Path:
    out.print("There is no model yet: training one on this folder's data, which takes a few minutes.")
    code = subprocess.call([*RASA, "train", "--skip-validation", "--out", str(registry.folder)], env=_environment())
    model = registry.served()
    if code or model is None:
        raise ModelError(f"`rasa train` failed with exit code {code}; its messages stand above")
    return model


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


def _stop(server: subprocess.Popen[bytes] | None) -> None:
    if server is None or server.poll() is not None:
        return
    server.terminate()
    try:
        server.wait(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
