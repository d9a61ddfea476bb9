"""`handover:` in `endpoints.yml`: whether people answer, when they are there, and how they are told."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Meta
from standardwebhooks.webhooks import Webhook

from bot.handover.hours import Hours
from data.errors import SettingsError
from data.formats.examples.rasa_yaml import read_section
from data.settings import check_settings, read_settings

KEY = "handover"
VARIABLE = re.compile(r"\$\{(\w+)\}")
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


@dataclass(frozen=True)
class HandoverSettings:
    """All are optional.

    Attributes:
        hours: by weekday, `monday: 08:00-18:00`; a day that is missing is closed; none at all: always open.
        time_zone: of the hours.
        holidays: days without hours, as 2026-12-25.
        at_once: whether a question without an answer is handed over at once; else the customer is asked first.
        silent_minutes: an agent who leaves a customer without an answer for so long loses the conversation; it waits again.
        gone_minutes: the same of an agent whose desk has given no sign of life.
        page: the address of the desk, which notices name; none if there is none.
    """

    hours: dict[str, str] = field(default_factory=dict)
    time_zone: str = "UTC"
    holidays: tuple[str, ...] = ()
    at_once: bool = False
    silent_minutes: Annotated[float, Meta(ge=0.05, le=1440)] = 5.0
    gone_minutes: Annotated[float, Meta(ge=0.05, le=1440)] = 2.0
    page: str = ""

    def __post_init__(self) -> None:
        check_settings(self)
        self.opening()

    def opening(self) -> Hours:
        """The hours, as they can be asked."""
        return Hours.read(self.hours, self.time_zone, self.holidays)


@dataclass(frozen=True)
class HandoverPlan:
    """How conversations are handed over.

    Attributes:
        configured: whether people answer at all; if not, the assistant hands nothing over, and promises nothing.
        ways: by which the team is told, by name.
    """

    settings: HandoverSettings = field(default_factory=HandoverSettings)
    ways: Mapping[str, Way] = field(default_factory=dict)
    configured: bool = False

    @property
    def state(self) -> str:
        """`open` or `closed` now; empty if nobody answers."""
        if not self.configured:
            return ""
        return "open" if self.settings.opening().is_open(datetime.now(timezone.utc)) else "closed"


def read_handover(endpoints: Path) -> HandoverPlan:
    """The plan of an assistant; one without people where `endpoints.yml` is missing or says nothing of it.

    Raises:
        DataError: `endpoints.yml` can't be read as YAML.
        SettingsError: a setting is not as it should be.
    """
    declared = read_section(endpoints, KEY)
    if declared is None:
        return HandoverPlan()
    if not isinstance(declared, Mapping):
        raise SettingsError(f"{KEY} in {endpoints} must hold settings, as docs/handover.md lists them. It was: {declared!r}")
    given = {name: value for name, value in declared.items() if name not in WAYS}
    try:
        if "holidays" in given:
            given["holidays"] = [str(day) for day in given["holidays"] or ()]
        settings = read_settings(HandoverSettings, given)
        ways = read_ways(declared)
    except (SettingsError, TypeError) as error:
        raise SettingsError(f"{KEY} in {endpoints}: {error}") from error
    return HandoverPlan(settings, ways, True)


def read_ways(declared: Mapping[str, object]) -> dict[str, Way]:
    """The ways in which somebody is told, by name, of a section of `endpoints.yml`.

    Raises:
        SettingsError: one is not as it should be.
    """
    return {name: _way(name, declared[name]) for name in WAYS if name in declared}


def _way(name: str, given: object) -> Way:
    if not isinstance(given, Mapping):
        raise SettingsError(f"{name} must hold settings. It was: {given!r}")
    if missing := [
        each for each in {"webhook": ("url", "secret"), "email": ("to", "sender", "host"), "slack": ("url",)}[name] if each not in given
    ]:
        raise SettingsError(f"{name} must name its {missing[0]}. It is missing")
    try:
        found: Way = read_settings(WAYS[name], {each: _with_variables(value) for each, value in given.items()})
    except SettingsError as error:
        raise SettingsError(f"{name}: {error}") from error
    return found


def _with_variables(value: object) -> object:
    return VARIABLE.sub(lambda found: _variable(found[1]), value) if isinstance(value, str) else value


def _variable(name: str) -> str:
    if name not in os.environ:
        raise SettingsError(f"the environment variable {name} must be set, since ${{{name}}} stands here. It is not set")
    return os.environ[name]


def _address(url: str) -> None:
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError(f"url must be an http or https address. Its scheme was: {address.scheme!r}")
