"""The web channel's settings in `credentials.yml`."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from bot.server.files.virus_scan import command_of
from data.errors import SettingsError
from data.settings import check_settings, read_settings

# The name of the web channel, in Rasa and in each of its messages.
CHANNEL = "web"
ORIGIN = re.compile(r"https?://[\w.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class WebSettings:
    """All are optional.

    Attributes:
        burst_seconds: messages that follow one another within so many seconds are answered as one; 0 answers each.
        origins: the sites that may embed the chat, as `https://shop.example`; the server's own origin always may.
        messages_per_minute: that one conversation may send, uploads and ratings included; 0 for any number.
        requests_per_minute: that one address may make, a fifth of them for new conversations; 0 for any number, and of processor time, too.
        streams_per_address: event streams that one address may hold, one for each open chat; 0 for any number.
        upload_mb_per_address: megabytes that one address may upload in an hour; 0 for any number.
        upload_mb: megabytes that all may upload in a day; 0 for any number.
        trusted_proxies: networks of the proxies whose X-Forwarded-For is believed, as `10.0.0.0/8`.
        suggestions: intents that are offered at the start; if none are named, the first few that have a title.
        virus_scan: a command that looks at an upload: the file's path is added to it; any exit code but 0 refuses the file.
    """

    burst_seconds: Annotated[float, Meta(ge=0, le=10)] = 0.0
    origins: tuple[str, ...] = ()
    messages_per_minute: Annotated[int, Meta(ge=0)] = 30
    requests_per_minute: Annotated[int, Meta(ge=0)] = 300
    streams_per_address: Annotated[int, Meta(ge=0)] = 100
    upload_mb_per_address: Annotated[int, Meta(ge=0)] = 60
    upload_mb: Annotated[int, Meta(ge=0)] = 2_000
    trusted_proxies: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    virus_scan: str = ""

    def __post_init__(self) -> None:
        check_settings(self)
        for origin in self.origins:
            if not ORIGIN.fullmatch(origin):
                raise SettingsError(f"origins must list sites as https://shop.example, without a path. One was: {origin!r}")
        _ = self.proxies, self.scan_command

    @classmethod
    def read(cls, credentials: dict[str, Any] | None) -> WebSettings:
        """Reads what stands in `credentials.yml`.

        Raises:
            SettingsError: a setting is unknown, of another type or out of its range.
        """
        try:
            return read_settings(cls, credentials or {})
        except SettingsError as problem:
            raise SettingsError(f"the web channel in credentials.yml: {problem}") from None

    @property
    def proxies(self) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        try:
            return [ipaddress.ip_network(each) for each in self.trusted_proxies]
        except ValueError as problem:
            raise SettingsError(f"trusted_proxies must list networks as 10.0.0.0/8: {problem}") from None

    @property
    def connections_per_address(self) -> int:
        """Connections that one address may have: those of its streams, and for short requests; 0 for half of all."""
        return 2 * self.streams_per_address if self.requests_per_minute and self.streams_per_address else 0

    @property
    def paced_per_minute(self) -> int:
        """Requests of one address, those that nobody counts included, as for pages and for what isn't there; 0 for any number."""
        return 10 * self.requests_per_minute

    @property
    def scan_command(self) -> list[str]:
        return command_of(self.virus_scan)
