"""The server under attack from one address: it lives, and another customer is answered. `make bench-attacks` is the long version.

The bounds are generous, since other tests run beside: what this finds is a server that stands still for seconds.
"""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.web.attack_requests import Attacker
from bench.web.attacks import beside, p99_of
from bench.web.many_tokens import use_tokens
from bot.channels.web.auth import MOST_WAITING
from bot.channels.web.tokens import Tokens
from bot.server.http.secrets import server_key
from bot.workspace import Workspace
from tests.support import tiny
from tests.support.chat import ask
from tests.support.rasa_process import RASA, RasaProcess, free_port, serving

LIVE_MS, CUSTOMER_MS = 2_000.0, 4_000.0
SECONDS = 2.5
TOKEN = "a token that nobody guesses"


@pytest.fixture(scope="module")
def limited(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaProcess]:
    """A server with the limits of a company, and metrics on an address of their own; of few descriptors."""
    folder = tmp_path_factory.mktemp("limited")
    metrics = f"{{metrics_address: '127.0.0.1:{free_port()}', metrics_token: {TOKEN}}}"
    tiny.write(
        folder, credentials=f"bot.channels.web.WebChannel: {{messages_per_minute: 600}}\nbot.channels.health.HealthChannel: {metrics}\n"
    )
    with serving(folder, tiny_model, descriptors=256) as process:
        yield process


@pytest.mark.parametrize(
    "attack",
    [
        "5.3 MB of x with boundary=x",
        "250 bodies that never come",
        "1,000 streams of one address",
        "requests in a packet, 3,000 at once",
        "bodies in chunks of one byte",
        "an image of a million segments",
    ],
)
def test_another_customer_is_answered_meanwhile(limited: RasaProcess, attack: str) -> None:
    live, answered = beside(limited, attack, SECONDS)
    assert (live.failed, answered.failed) == (0, 0)
    assert max(live.taken) < LIVE_MS
    assert p99_of(answered.taken) < CUSTOMER_MS


def test_conversations_streams_and_waiting_messages_of_an_address_are_bounded(limited: RasaProcess) -> None:
    async def main() -> None:
        attacker = Attacker(limited.port, "127.0.0.4")
        sessions = [session for _ in range(6) for session in await asyncio.gather(*(attacker.session() for _ in range(20)))]
        opened = [session for session in sessions if session.token]
        assert 55 <= len(opened) <= 65
        # Read no further than the status: a stream stays open.
        readers = []
        for session in [opened[0]] * 15 + opened[1:20] * 6:
            reader, writer = await session.connect()
            writer.write(session.request("GET", "/chat/events", Connection="keep-alive"))
            readers.append((reader, writer))
        statuses = [(await status(reader)) for reader, _ in readers]
        assert statuses[:15].count("200") == 10
        assert statuses.count("200") <= 100
        assert set(statuses) <= {"200", "429", "closed"}
        for _, writer in readers:
            writer.close()

    asyncio.run(main())


async def status(reader: asyncio.StreamReader) -> str:
    """Of an answer; an address with too many connections gets none."""
    try:
        line = await asyncio.wait_for(reader.readline(), 20)
    except OSError:
        line = b""
    return line.split()[1].decode() if line else "closed"


def test_a_thousand_tokens_of_one_address_get_what_one_address_may_have(limited: RasaProcess) -> None:
    tokens = Tokens(server_key(Workspace(limited.folder).secret))
    taken = asyncio.run(use_tokens(limited.port, "127.0.0.5", tokens, 1_000))
    assert MOST_WAITING <= taken.accepted <= taken.most
    assert taken.statuses[202] + taken.statuses[429] == 1_000


def test_metrics_are_for_who_may_read_them(limited: RasaProcess) -> None:
    assert ask(f"{limited.url}/metrics").status == 401
    assert ask(f"{limited.url}/metrics", None, {"Authorization": "Bearer another"}).status == 401
    assert "heed_queue_depth" in ask(f"{limited.url}/metrics", None, {"Authorization": f"Bearer {TOKEN}"}).body
    found = re.search(r"127\.0\.0\.1:\d+", (limited.folder / "credentials.yml").read_text(encoding="utf-8"))
    assert found
    apart = f"http://{found[0]}"
    assert "heed_queue_depth" in ask(f"{apart}/metrics").body
    assert [ask(f"{apart}{path}").status for path in ("/", "/chat/openapi.json", "/health/live")] == [404, 404, 404]


def test_metrics_are_closed_until_the_owner_chooses(server: RasaProcess) -> None:
    assert ask(f"{server.url}/metrics").status == 401


def test_no_server_starts_with_rasas_api_open(tiny_model: Path, server: RasaProcess) -> None:
    command = [*RASA, "run", "--enable-api", "--model", str(tiny_model), "--port", str(free_port())]
    ended = subprocess.run(command, cwd=server.folder, env=server._environment, capture_output=True, text=True, timeout=300)
    assert ended.returncode != 0
    assert "--auth-token" in ended.stderr + ended.stdout
