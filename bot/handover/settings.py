"""`handover:` in `endpoints.yml`: whether people answer, when they are there, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from bot.handover.hours import Hours
from bot.handover.way_settings import Way, read_with_ways
from data.settings import check_settings

KEY = "handover"


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
    holidays: tuple[date, ...] = ()
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
    found = read_with_ways(endpoints, KEY, HandoverSettings, "docs/handover.md")
    return HandoverPlan(*found, configured=True) if found else HandoverPlan()
