"""Stock Rasa as a server, the peer: its pipeline on the sample shop's data, its REST channel, its own Redis stores."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.state.rasa_run import ROOT, serving
from bot.models.registry import Registry
from bot.state.redis.embedded import EmbeddedRedis
from tests.support import stock
from tests.support.rasa_process import RASA, free_port

CONFIG = f"{stock.CONFIG}policies:\n  - name: RulePolicy\n"
ENDPOINTS = """
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


class Stock(NamedTuple):
    """A running one, and the Redis that it keeps its conversations in."""

    url: str
    redis_url: str


@contextmanager
def stock_server(folder: Path, archive: Path | None) -> Iterator[Stock]:
    """Serves an archive from a new folder until the block ends; without one it is trained now, for half an hour."""
    folder.mkdir()
    port = free_port()
    model = archive.resolve() if archive else train(folder)
    (folder / "endpoints.yml").write_text(ENDPOINTS.format(port=port))
    (folder / "credentials.yml").write_text("rest:\n")
    redis = EmbeddedRedis(folder / "redis", tcp_port=port)
    redis.start()
    try:
        with serving(model, folder, {}) as url:
            yield Stock(url, redis.url)
    finally:
        redis.stop()


def train(folder: Path) -> Path:
    """Trains stock Rasa on the sample shop's examples, rules and domain."""
    (folder / "config.yml").write_text(CONFIG)
    shutil.copytree(ROOT / "domain", folder / "domain")
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("logs", "*.py", "__pycache__"))
    command = [*RASA, "train", "--domain", "domain", "--skip-validation", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, env={"LOG_LEVEL": "ERROR", **os.environ})
    model = Registry(folder / "models").served()
    assert model is not None
    return model
