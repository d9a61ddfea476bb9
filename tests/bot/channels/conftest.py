"""What tests of messaging channels share."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from bot.channels.frame.channel import MessagingChannel
from bot.workspace import Workspace
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Platform, platform


@pytest.fixture(autouse=True)
def several_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sanic rewrites its own methods for the first server of a process; in this mode, it keeps them for the next."""
    monkeypatch.setattr(Sanic, "test_mode", True)


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files of customers are kept."""
    monkeypatch.setattr(Workspace, "uploads", property(lambda _: tmp_path / "uploads"))
    return tmp_path / "uploads"


def channel_of(kit: Kit, api: str, **settings: Any) -> MessagingChannel[Any]:
    """A kit's channel, with its platform at an address."""
    module, _, name = kit.path.rpartition(".")
    kind = getattr(importlib.import_module(module), name)
    found: MessagingChannel[Any] = kind.from_credentials({**kit.credentials(api), **settings})
    return found


@pytest.fixture
def platform_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Kit], Platform]]:
    """Starts a kit's platform, with its secrets in the environment."""
    with ExitStack() as stack:

        def start(kit: Kit) -> Platform:
            for name, value in kit.environment.items():
                monkeypatch.setenv(name, value)
            return stack.enter_context(platform(kit.usual, kit.shown, kit.platform_type))

        yield start
