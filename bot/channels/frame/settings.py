"""A channel's settings: what stands in `credentials.yml`, and secrets from the environment.

@dataclass(frozen=True)
class PagerSettings(ChannelSettings):
    token: str = secret_from("PAGER_TOKEN")
    greeting: str = "Hello"
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, TypeVar

from msgspec import Meta

from bot.server.files.virus_scan import command_of
from data.errors import SettingsError
from data.settings import check_settings, read_settings

Settings = TypeVar("Settings", bound="ChannelSettings")

FEWEST = 8
ADDRESS = re.compile(r"https?://[\w.\[\]:-]+(/[\w./~-]*)?", re.ASCII)


def secret_from(variable: str, needed: bool = True, fewest: int = FEWEST) -> Any:
    """A setting that nobody may read: it doesn't show in `repr`, and comes from the environment unless `credentials.yml` gives it.

    Args:
        variable: the environment variable's name.
        needed: whether the channel can't do without.
        fewest: characters that it has at least: a short one can be guessed.
    """
    return field(default="", repr=False, metadata={"variable": variable, "needed": needed, "fewest": fewest})


@dataclass(frozen=True)
class ChannelSettings:
    """What every channel can be told.

    Attributes:
        public_url: where the platform reaches this server, as `https://bot.shop.example`: behind a proxy, nothing else is believed.
        burst_seconds: messages that follow one another within so many seconds are answered as one; 0 answers each.
        virus_scan: a command that looks at a file of a customer's: the file's path is added to it; any exit code but 0 refuses the file.
    """

    public_url: str = ""
    burst_seconds: Annotated[float, Meta(ge=0, le=10)] = 0.0
    virus_scan: str = ""

    def __post_init__(self) -> None:
        check_settings(self)
        if self.public_url and not ADDRESS.fullmatch(self.public_url):
            raise SettingsError(f"public_url must be an address as https://bot.shop.example. It was: {self.public_url!r}")
        _ = self.scan_command
        for each in fields(self):
            value, needed, fewest = getattr(self, each.name), each.metadata.get("needed"), each.metadata.get("fewest", 0)
            if needed and not value:
                raise SettingsError(f"{each.name} is missing; set the environment variable {each.metadata['variable']}")
            if fewest and value and len(value) < fewest:
                raise SettingsError(f"{each.name} must have {fewest} characters at least. It had {len(value)}")

    @classmethod
    def read(cls: type[Settings], channel: str, credentials: Mapping[str, Any] | None) -> Settings:
        """Reads what stands in `credentials.yml` and, for secrets that don't, the environment.

        Raises:
            SettingsError: a setting is unknown, of another type, out of its range, or a secret is missing.
        """
        variables = {each.name: each.metadata["variable"] for each in fields(cls) if "variable" in each.metadata}
        found = {name: os.environ[variable].strip() for name, variable in variables.items() if variable in os.environ}
        try:
            return read_settings(cls, {**found, **(credentials or {})})
        except SettingsError as problem:
            raise SettingsError(f"the channel {channel} in credentials.yml: {_without(str(problem), credentials, variables)}") from None

    @property
    def scan_command(self) -> list[str]:
        return command_of(self.virus_scan)

    @property
    def secrets(self) -> list[str]:
        """The values of all secrets, to be kept out of logs."""
        return [getattr(self, each.name) for each in fields(self) if "variable" in each.metadata and getattr(self, each.name)]


def _without(text: str, credentials: Mapping[str, Any] | None, variables: Mapping[str, str]) -> str:
    for name in variables:
        if value := (credentials or {}).get(name):
            text = text.replace(repr(value), "…").replace(str(value), "…")
    return text
