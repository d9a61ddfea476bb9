"""The real thing: the sample shop trained, served by `heed run`, and met in a real browser."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.components.provisional import ALL
from bot.components.provisional import VARIABLE as LEFT_OUT
from bot.desk.openid.settings import VARIABLE as OPENID_VARIABLE
from bot.models.registry import Registry
from bot.server.http.secrets import IDENTITY_VARIABLE
from tests.support import tiny
from tests.support.chromium import ARGUMENTS, NAMES, found
from tests.support.host_site import HostSite, host_site
from tests.support.messaging.chatwoot import ChatwootKit
from tests.support.messaging.customer import platforms
from tests.support.messaging.platform import Platform
from tests.support.messaging.telegram import TelegramKit
from tests.support.openid_issuer import SECRET as OPENID_SECRET
from tests.support.openid_issuer import Issuer, at_issuer, issuing
from tests.support.rasa_process import RasaProcess, free_port, serving

ROOT = Path(__file__).parent.parent.parent
HEED = Path(sys.executable).with_name("heed")
DESK = "bot.desk.channel.DeskChannel"
SITE = "https://shop.example"
# Where the company's own site is, in tests that visit it; it is on the list of the chat.
SITE_PORT = free_port()
IDENTITY_SECRET = uuid.uuid4().hex
CREDENTIALS = f"""
bot.channels.web.WebChannel:
  messages_per_minute: 0
  requests_per_minute: 0
  origins: ["{SITE}", "http://localhost:{SITE_PORT}"]
bot.channels.health.HealthChannel:
  metrics_token: {tiny.METRICS_TOKEN}
"""
QUIET = {"LOG_LEVEL": "WARNING", "NO_COLOR": "1", "COLUMNS": "160"}


@dataclass
class Served:
    """A running `heed run`."""

    url: str
    process: "subprocess.Popen[str]"
    seconds_to_ready: float


def start_heed(port: int) -> Served:
    """Starts `heed run` and waits for the line with the address."""
    started = time.monotonic()
    process = subprocess.Popen(
        [HEED, "run", "--no-learn", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    for line in process.stdout:
        if "Heed is ready" in line:
            return Served(f"http://localhost:{port}", process, time.monotonic() - started)
    raise AssertionError(f"heed run ended with exit code {process.wait()}")


def stop_heed(served: Served) -> int:
    """Presses Ctrl-C, as a terminal does: the whole process group gets the signal."""
    if served.process.poll() is None:
        os.killpg(served.process.pid, signal.SIGINT)
    assert served.process.stdout
    served.process.stdout.read()
    served.process.stdout.close()
    return served.process.wait(timeout=60)


@pytest.fixture(scope="session")
def model() -> Path:
    """The sample shop's first model, as `heed run` trains it: the whole one takes a processor nine minutes (`test_whole_training`)."""
    command = [sys.executable, "-m", "bot.cli.rasa", "train", "--skip-validation"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET, LEFT_OUT: ALL}, check=True, timeout=1_150)
    trained = Registry(ROOT / "models").served()
    assert trained is not None
    return trained


@pytest.fixture(scope="session")
def served(model: Path) -> Iterator[Served]:
    running = start_heed(free_port())
    yield running
    stop_heed(running)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Its path."""
    path = found()
    if path is None:
        reason = f"no Chromium on this machine (looked for {', '.join(NAMES)})"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium. Of the module only: while it is open, no other event loop can run in this thread."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def site() -> Iterator[HostSite]:
    """The company's own site."""
    with host_site(SITE_PORT) as found:
        yield found


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the tiny assistant."""
    return tiny.train(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def server(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaProcess]:
    """A server with the tiny assistant, whose web channel one site may use and whose customers a site may name."""
    folder = tmp_path_factory.mktemp("server")
    tiny.write(folder, credentials=CREDENTIALS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(IDENTITY_VARIABLE, IDENTITY_SECRET)
        with serving(folder, tiny_model) as process:
            yield process


@pytest.fixture
def url(server: RasaProcess) -> str:
    """Its address, by which a browser calls it; the site of `CREDENTIALS` is another one."""
    return server.url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def messaging() -> Iterator[dict[str, Platform]]:
    """Stand-ins for the messaging platforms on which `staffed` answers, by channel."""
    with platforms(TelegramKit(), ChatwootKit()) as found:
        yield found


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    """Where agents of `staffed` may have accounts."""
    with issuing() as (found, _):
        yield found


@pytest.fixture(scope="session")
def staffed(
    tiny_model: Path, messaging: dict[str, Platform], issuer: Issuer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RasaProcess]:
    """A server of a company where people answer, with a desk, on the web, Telegram and Chatwoot."""
    folder, port = tmp_path_factory.mktemp("staffed"), free_port()
    channels = {kit.path: kit.credentials(messaging[kit.channel].url) for kit in (TelegramKit(), ChatwootKit())}
    channels[DESK] = {"openid": at_issuer(issuer, port)}
    credentials = "".join(f"{path}: {json.dumps(settings)}\n" for path, settings in channels.items())
    tiny.write(folder, credentials=CREDENTIALS + credentials)
    with (folder / "endpoints.yml").open("a") as endpoints:
        endpoints.write("handover: {}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OPENID_VARIABLE, OPENID_SECRET)
        with serving(folder, tiny_model, port=port) as process:
            yield process
