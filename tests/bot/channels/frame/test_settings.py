"""Settings and secrets of a channel."""

from dataclasses import dataclass

import pytest

from bot.channels.frame.settings import ChannelSettings, secret_from
from data.errors import SettingsError


@dataclass(frozen=True)
class PagerSettings(ChannelSettings):
    token: str = secret_from("PAGER_TOKEN")
    other: str = secret_from("PAGER_OTHER", needed=False)
    greeting: str = "Hello"
    loud: bool = True


def test_a_secret_comes_from_the_environment_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER_TOKEN", " correct horse \n")
    settings = PagerSettings.read("pager", {"greeting": "Hi", "burst_seconds": 1.5})
    assert (settings.token, settings.greeting, settings.secrets) == ("correct horse", "Hi", ["correct horse"])
    assert "correct" not in repr(settings)
    assert PagerSettings.read("pager", {"token": "battery staple"}).token == "battery staple"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "set the environment variable PAGER_TOKEN"),
        ({"token": ""}, "PAGER_TOKEN"),
        ({"token": "short"}, "8 characters at least"),
        ({"token": 12345678901}, "token must be a text"),
        ({"token": "battery staple", "greting": "x"}, "greting"),
        ({"token": "battery staple", "public_url": "bot.shop.example"}, "public_url"),
        ({"token": "battery staple", "burst_seconds": 99}, "burst_seconds"),
    ],
)
def test_a_bad_setting_is_named_and_secrets_are_not(given: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as problem:
        PagerSettings.read("pager", given)
    assert "the channel pager in credentials.yml" in str(problem.value)
    assert "12345678901" not in str(problem.value)
    assert "battery" not in str(problem.value)
