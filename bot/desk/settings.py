"""The desk's settings in `credentials.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from bot.desk.openid.settings import OpenIdSettings
from data.errors import SettingsError
from data.settings import check_settings, read_settings

# The name of the channel, in Rasa.
CHANNEL = "desk"


@dataclass(frozen=True)
class DeskSettings:
    """All are optional.

    Attributes:
        company: what the page calls itself.
        audit_days: days for which the audit log is kept.
        openid: agents' accounts elsewhere; none where they sign in with passwords only.
    """

    company: str = ""
    audit_days: Annotated[int, Meta(ge=1, le=3650)] = 365
    openid: OpenIdSettings | None = None

    def __post_init__(self) -> None:
        check_settings(self)

    @classmethod
    def read(cls, credentials: dict[str, Any] | None) -> DeskSettings:
        """Reads what stands in `credentials.yml`.

        Raises:
            SettingsError: a setting is unknown, of another type or out of its range.
        """
        try:
            given = dict(credentials or {})
            if given.get("openid") is not None:
                given["openid"] = OpenIdSettings.read(given["openid"])
            return read_settings(cls, given)
        except SettingsError as problem:
            raise SettingsError(f"the desk in credentials.yml: {problem}") from None
