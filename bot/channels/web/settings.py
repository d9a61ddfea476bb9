"""The web channel's settings in `credentials.yml`."""

from __future__ import annotations

import ipaddress
import re
import shlex
from dataclasses import dataclass, fields
from typing import Any

from data.errors import SettingsError

# The name of the web channel, in Rasa and in each of its messages.
CHANNEL = "web"
LONGEST_BURST_S = 10.0
ORIGIN = re.compile(r"https?://[\w.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class WebSettings:
    """All are optional.

    Attributes:
        burst_seconds: messages that follow one another within so many seconds are answered as one; 0 answers each.
        origins: the sites that may embed the chat, as `https://shop.example`; the server's own origin always may.
        messages_per_minute: that one conversation may send, uploads and ratings included; 0 for any number.
        requests_per_minute: that one address may make; 0 for any number.
        trusted_proxies: networks of the proxies whose X-Forwarded-For is believed, as `10.0.0.0/8`.
        suggestions: intents that are offered at the start; if none are named, the first few that have a title.
        virus_scan: a command that looks at an upload: the file's path is added to it; any exit code but 0 refuses the file.
    """

    burst_seconds: float = 0.0
    origins: tuple[str, ...] = ()
    messages_per_minute: int = 30
    requests_per_minute: int = 300
    trusted_proxies: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    virus_scan: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.burst_seconds, (int, float)) or not 0 <= self.burst_seconds <= LONGEST_BURST_S:
            raise SettingsError(f"burst_seconds in credentials.yml must be in [0, {LONGEST_BURST_S:.0f}]. It was: {self.burst_seconds!r}")
        for origin in self.origins:
            if not ORIGIN.fullmatch(origin):
                raise SettingsError(
                    f"origins in credentials.yml must list sites as https://shop.example, without a path. One was: {origin!r}"
                )
        for name in ("messages_per_minute", "requests_per_minute"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise SettingsError(f"{name} in credentials.yml must be a whole number, 0 for no limit. It was: {value!r}")
        _ = self.proxies, self.scan_command

    @classmethod
    def read(cls, credentials: dict[str, Any] | None) -> WebSettings:
        """Reads what stands in `credentials.yml`.

        Raises:
            SettingsError: a setting is unknown or out of its range.
        """
        known = {field.name: field for field in fields(cls)}
        given = dict(credentials or {})
        if unknown := sorted(set(given) - set(known)):
            raise SettingsError(f"unknown setting {', '.join(unknown)} of the web channel; known are {', '.join(known)}")
        for name in ("origins", "trusted_proxies", "suggestions"):
            if name in given:
                if not isinstance(given[name], list) or not all(isinstance(each, str) for each in given[name]):
                    raise SettingsError(f"{name} in credentials.yml must be a list of texts. It was: {given[name]!r}")
                given[name] = tuple(given[name])
        return cls(**given)

    @property
    def proxies(self) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        try:
            return [ipaddress.ip_network(each) for each in self.trusted_proxies]
        except ValueError as problem:
            raise SettingsError(f"trusted_proxies in credentials.yml must list networks as 10.0.0.0/8: {problem}") from None

    @property
    def scan_command(self) -> list[str]:
        try:
            return shlex.split(self.virus_scan)
        except (ValueError, AttributeError):
            raise SettingsError(
                f"virus_scan in credentials.yml must be a command, as `clamdscan --no-summary`. It was: {self.virus_scan!r}"
            ) from None
