"""`retraining:` in `endpoints.yml`: what a nightly job imports, and who gets its report.

retraining:
  sources: [/srv/exports]              # logs, archives or folders of them, imported each time
  conversations: true                  # the assistant's own, with ratings and what agents answered after a hand-over
  email: {to: [support@example.com], sender: heed@example.com, host: localhost, port: 25, encryption: none}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.handover.way_settings import Way, read_with_ways
from data.settings import check_settings

KEY = "retraining"


@dataclass(frozen=True)
class RetrainingSettings:
    """All are optional.

    Attributes:
        sources: logs, archives, documents or folders that are imported each time; what is there already is passed over.
        conversations: whether the assistant's own conversations are imported.
    """

    sources: tuple[str, ...] = ()
    conversations: bool = True

    def __post_init__(self) -> None:
        check_settings(self)


@dataclass(frozen=True)
class RetrainingPlan:
    """What is done, and by which ways it is reported, by name."""

    settings: RetrainingSettings = field(default_factory=RetrainingSettings)
    ways: Mapping[str, Way] = field(default_factory=dict)


def read_retraining(endpoints: Path) -> RetrainingPlan:
    """The plan of an assistant; the defaults where `endpoints.yml` is missing or says nothing of it.

    Raises:
        DataError: `endpoints.yml` can't be read as YAML.
        SettingsError: a setting is not as it should be.
    """
    found = read_with_ways(endpoints, KEY, RetrainingSettings, "docs/learning.md")
    return RetrainingPlan(*found) if found else RetrainingPlan()
