"""What tests share: no unit test reaches the network, and the trained things are made once."""

import asyncio
import gc
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from bot.cli.absent_tensorflow import leave_out
from data.records import Example
from finetune.settings import TrainingSettings

ROOT = Path(__file__).parent.parent
# What is not there is known at once: no model hub is asked, a Milvus is waited for a second, here and in processes that tests start.
os.environ |= {"HF_HUB_OFFLINE": "1", "MILVUS_CONN_TIMEOUT": "1"}
# Tables are as wide wherever tests run.
os.environ |= {"COLUMNS": "160"}

# As in the servers: no test needs it, and it takes each process of tests seconds.
leave_out()

# Three intents that any encoder tells apart: enough to see training, export and serving work.
EXAMPLES = [
    Example(text, intent)
    for intent, texts in {
        "delivery_time": [
            "how long does delivery take",
            "when will it arrive",
            "delivery time please",
            "how many days until it comes",
            "how fast do you ship",
        ],
        "reset_password": ["I forgot my password", "can't log in", "reset my password please", "my password does not work", "new password"],
        "gift_card": [
            "do you sell gift cards",
            "I want to give a voucher",
            "gift card for my sister",
            "buy a gift card",
            "is there a gift voucher",
        ],
    }.items()
    for text in texts
]


# What `make tests` runs side by side, the longest first; within each, what is trained or started once is shared.
GROUPS = ("the sample shop", "integration", "bot", "trained", "floors below")
TRAINED = {"encoders", "tiny_classifier", "network_classifier"}


# What tests import stays for good: to look for garbage in it, again and again, took a good part of the processor's time.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts each test into its group."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=lambda item: GROUPS.index(_group(item)))


def _group(item: pytest.Item) -> str:
    room, fixtures = item.path.relative_to(ROOT / "tests").parts[0], set(getattr(item, "fixturenames", ()))
    if room == "integration":
        return "the sample shop" if "model" in fixtures else room
    if fixtures & TRAINED:
        return "trained"
    return room if room == "bot" else "floors below"


@pytest.fixture(autouse=True)
def _plain_event_loop() -> None:
    """Sanic leaves uvloop behind in the process, whose loops may not close while a connection is open."""
    if not isinstance(asyncio.get_event_loop_policy(), asyncio.DefaultEventLoopPolicy):
        asyncio.set_event_loop_policy(None)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture(scope="session")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the exported encoders."""
    from finetune.encoders.e5.export import exported_e5
    from finetune.encoders.sentence_export import exported_encoder

    folder = tmp_path_factory.mktemp("encoders")
    exported_e5(folder)
    exported_encoder(TrainingSettings.encoder, folder)
    return folder


@pytest.fixture(scope="session")
def tiny_classifier(tmp_path_factory: pytest.TempPathFactory, encoders: Path) -> Path:
    """The folder of a classifier trained on three intents, without a network."""
    from finetune.training.fit import fit

    folder = tmp_path_factory.mktemp("classifier")
    fit(EXAMPLES, folder, encoders, TrainingSettings(validation_share=0.2))
    return folder


@pytest.fixture(scope="session")
def network_settings() -> TrainingSettings:
    return TrainingSettings(mode="top", trained_layers=1, epochs=3, batch_size=4, validation_share=0.2, quantize=False)


@pytest.fixture(scope="session")
def network_classifier(tmp_path_factory: pytest.TempPathFactory, encoders: Path, network_settings: TrainingSettings) -> Path:
    """The folder of a classifier trained on three intents, with a fine-tuned network."""
    from finetune.training.fit import fit

    folder = tmp_path_factory.mktemp("classifier")
    fit(EXAMPLES, folder, encoders, network_settings)
    return folder
