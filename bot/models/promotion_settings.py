"""When a model may take another one's place, and when it goes again: the company's own settings, `promotion.yml`, if there is one.

important_intents: [refund_status, report_fraud]   # a candidate that is worse for one of these is refused
refused_words: ["guaranteed cure"]                 # no changed answer may hold one of these, beside what Heed refuses anyway
fewest_dialogues: 3                                # that a changed answer from the logs has to stand in
watch_minutes: 30                                  # after a promotion, in which a jump of errors, hand-overs or thumbs-down undoes it
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from msgspec import Meta
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from data.errors import SettingsError
from data.settings import check_settings, read_settings


@dataclass(frozen=True)
class PromotionSettings:
    """What a company may set.

    Attributes:
        important_intents: a candidate that is worse for one of these is refused, however few questions there are.
        fewest_questions: so many questions of an intent make it important, too.
        significance: how likely a difference may be by chance to count as one.
        fewest_dialogues: a changed answer from the logs has to stand in at least so many.
        refused_words: words or phrases that no changed answer may hold.
        watch_minutes: how long a promoted model is watched; 0 for not at all.
        watched_answers: a watched model isn't judged before it has given so many answers in a process.
    """

    important_intents: tuple[str, ...] = ()
    fewest_questions: Annotated[int, Meta(ge=1)] = 20
    significance: Annotated[float, Meta(gt=0, lt=1)] = 0.05
    fewest_dialogues: Annotated[int, Meta(ge=1)] = 2
    refused_words: tuple[str, ...] = ()
    watch_minutes: Annotated[float, Meta(ge=0)] = 10.0
    watched_answers: Annotated[int, Meta(ge=1)] = 30

    def __post_init__(self) -> None:
        check_settings(self)

    @classmethod
    def load(cls, file: Path) -> PromotionSettings:
        """Reads `promotion.yml`; the defaults where there is none.

        Raises:
            SettingsError: it can't be read, or a setting is unknown or out of its range.
        """
        if not file.is_file():
            return cls()
        try:
            given = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, YAMLError) as error:
            raise SettingsError(f"{file} can't be read: {error}") from error
        if given is not None and not isinstance(given, dict):
            raise SettingsError(f"{file} must hold settings by name. It was: {str(given)[:80]!r}")
        return read_settings(cls, given or {})
