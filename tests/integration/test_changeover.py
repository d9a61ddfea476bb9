"""A running server takes over what is promoted, and refuses what is damaged, while a customer writes."""

import os
import shutil
import time
import urllib.request
import uuid
from pathlib import Path

from bot.models.bundle import Bundle
from bot.models.registry import CURRENT, Registry
from tests.support.archives import write_archive
from tests.support.chat import Chat
from tests.support.rasa_process import RasaProcess
from tests.support.tiny import METRICS_TOKEN

# The promise is ten seconds; on a machine that does other things, too, loading takes longer.
PATIENCE_S = 60.0


def metrics(server: RasaProcess) -> str:
    asked = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return str(answer.read().decode())


def talk_until(server: RasaProcess, chat: Chat, line: str) -> None:
    """Writes one message after the other until a line stands in the metrics; each is answered.

    What Redis didn't take in time, on a machine that does other things, too, is sent again, as the widget does.
    """
    deadline = time.monotonic() + PATIENCE_S
    while line not in metrics(server):
        assert time.monotonic() < deadline, f"{line} never came"
        message = uuid.uuid4().hex
        while (answer := chat.say("order", message_id=message)).status == 503 and time.monotonic() < deadline:
            time.sleep(float(answer.headers["Retry-After"]))
        assert answer.status == 200
        assert answer.body["replies"][0]["text"] == "It is on its way."


def test_promotions_and_rollbacks_are_taken_over_between_turns(server: RasaProcess, tiny_model: Path, tmp_path: Path) -> None:
    registry, chat = Registry(server.folder / "models"), Chat(server.url)
    for version in ("one", "two"):
        shutil.copy2(tiny_model, tmp_path / f"{version}.tar.gz")
        registry.promote(str(tmp_path / f"{version}.tar.gz"))
        talk_until(server, chat, f'heed_served_model{{version="{version}"}} 1.0')
    registry.rollback()
    talk_until(server, chat, 'heed_served_model{version="one"} 1.0')

    # One that somebody links by hand is looked at, too.
    damaged = Bundle(registry.folder / "damaged")
    shutil.copytree(registry.folder / "two", damaged.folder)
    os.unlink(damaged.archive)
    write_archive(damaged.archive, "damaged")
    (registry.folder / "swapping").symlink_to("damaged")
    (registry.folder / "swapping").replace(registry.folder / CURRENT)
    talk_until(server, chat, 'heed_changeovers_total{outcome="refused"} 1.0')
    assert 'heed_served_model{version="one"} 1.0' in metrics(server)
    registry.promote("two")
    talk_until(server, chat, 'heed_served_model{version="two"} 1.0')
