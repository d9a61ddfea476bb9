"""The ways in which a team is told, as a section of `endpoints.yml` names them beside its own settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import urlsplit

from msgspec import Meta
from standardwebhooks.webhooks import Webhook

from data.errors import SettingsError
from data.formats.examples.rasa_yaml import read_section
from data.settings import check_settings, read_settings
from data.variables import with_variables

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Settings = TypeVar("Settings", bound="DataclassInstance")

ENCRYPTIONS = ("starttls", "tls", "none")


@dataclass(frozen=True)
class WebhookWay:
    """A server that is told by HTTP POST, signed as https://www.standardwebhooks.com says.

    Attributes:
        secret: `whsec_` and 24 to 64 random bytes in base64; the receiver has the same.
    """

    url: str
    secret: str

    def __post_init__(self) -> None:
        check_settings(self)
        _address(self.url)
        try:
            Webhook(self.secret)
        except Exception:
            raise SettingsError("secret must be whsec_ and random bytes in base64; what stands there isn't") from None


@dataclass(frozen=True)
class MailWay:
    """A mailbox that is told by SMTP.

    Attributes:
        encryption: `starttls`, `tls` from the beginning, or `none`, for a server on the same machine.
    """

    to: tuple[str, ...]
    sender: str
    host: str
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    encryption: str = "starttls"
    user: str = ""
    password: str = ""

    def __post_init__(self) -> None:
        check_settings(self)
        if self.encryption not in ENCRYPTIONS:
            raise SettingsError(f"encryption must be one of {', '.join(ENCRYPTIONS)}. It was: {self.encryption!r}")
        if wrong := [each for each in (*self.to, self.sender) if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", each)]:
            raise SettingsError(f"to and sender must be e-mail addresses. It was: {wrong[0]!r}")
        if not self.to:
            raise SettingsError("to must list at least one e-mail address. It was empty")


@dataclass(frozen=True)
class SlackWay:
    """A Slack channel that is told by an incoming webhook; its address is a secret."""

    url: str

    def __post_init__(self) -> None:
        check_settings(self)
        _address(self.url)


Way = WebhookWay | MailWay | SlackWay
WAYS: dict[str, type[Any]] = {"webhook": WebhookWay, "email": MailWay, "slack": SlackWay}


def read_with_ways(endpoints: Path, key: str, kind: type[Settings], documentation: str) -> tuple[Settings, dict[str, Way]] | None:
    """A section's own settings, and the ways in which somebody is told, by name; none where the file or the section is missing.

    Args:
        endpoints: `endpoints.yml`.
        key: of the section.
        kind: its settings. One that is named without a value keeps its default.
        documentation: where these are described, for the error.

    Raises:
        DataError: the file can't be read as YAML.
        SettingsError: a setting is not as it should be.
    """
    declared = read_section(endpoints, key)
    if declared is None:
        return None
    if not isinstance(declared, Mapping):
        raise SettingsError(f"{key} in {endpoints} must hold settings, as {documentation} lists them. It was: {declared!r}")
    own = {name: value for name, value in declared.items() if name not in WAYS and value is not None}
    try:
        return read_settings(kind, own), {name: _way(name, declared[name]) for name in WAYS if name in declared}
    except SettingsError as error:
        raise SettingsError(f"{key} in {endpoints}: {error}") from error


def _way(name: str, given: object) -> Way:
    if not isinstance(given, Mapping):
        raise SettingsError(f"{name} must hold settings. It was: {given!r}")
    if missing := [
        each for each in {"webhook": ("url", "secret"), "email": ("to", "sender", "host"), "slack": ("url",)}[name] if each not in given
    ]:
        raise SettingsError(f"{name} must name its {missing[0]}. It is missing")
    try:
        found: Way = read_settings(WAYS[name], {each: with_variables(value) for each, value in given.items()})
    except SettingsError as error:
        raise SettingsError(f"{name}: {error}") from error
    return found


def _address(url: str) -> None:
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError(f"url must be an http or https address. Its scheme was: {address.scheme!r}")
