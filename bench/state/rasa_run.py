"""A `rasa run` of any assistant, Heed or not, beside which another one is measured."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.rasa_process import RASA, free_port
from tests.support.tiny import UNLIMITED

ROOT = Path(__file__).parents[2]


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
