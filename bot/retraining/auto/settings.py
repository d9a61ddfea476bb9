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

from bot.handover.settings import WAYS, Way, read_ways
from data.errors import SettingsError
from data.formats.examples.rasa_yaml import read_section
from data.settings import check_settings, read_settings

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
    declared = read_section(endpoints, KEY)
    if declared is None:
        return RetrainingPlan()
    if not isinstance(declared, Mapping):
        raise SettingsError(f"{KEY} in {endpoints} must hold settings, as docs/learning.md lists them. It was: {declared!r}")
    try:
        settings = read_settings(RetrainingSettings, {name: value for name, value in declared.items() if name not in WAYS})
        return RetrainingPlan(settings, read_ways(declared))
    except SettingsError as error:
        raise SettingsError(f"{KEY} in {endpoints}: {error}") from error
