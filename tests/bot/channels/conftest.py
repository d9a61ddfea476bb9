"""Keys and a visitor for the tests of the web channel."""

import secrets
from pathlib import Path

import pytest

from bot.channels.files import Files
from bot.channels.tokens import Tokens, Visitor

CONVERSATION = "0123456789abcdef" * 2


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(secrets.token_bytes(32), b"a secret that the site's backend knows")


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(CONVERSATION, "zh-CN", 2e9)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "uploads")
