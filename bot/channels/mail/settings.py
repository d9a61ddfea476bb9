"""The settings of the e-mail channel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.mail.reading import ADDRESS
from data.errors import SettingsError

ENCRYPTIONS = ("tls", "starttls", "none")
HERE = ("localhost", "127.0.0.1", "::1")
TENANT = re.compile(r"[\w.-]{1,200}", re.ASCII)
# Of each provider: where refresh tokens are exchanged, and for what.
TOKENS = {
    "google": ("https://oauth2.googleapis.com/token", ""),
    "microsoft": (
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
    ),
}
Port = Annotated[int, Meta(ge=1, le=65_535)]


@dataclass(frozen=True)
class EmailSettings(ChannelSettings):
    """
    Attributes:
        address: the mailbox's; name: what stands before it in the answers' From.
        own_addresses: others that lead to this mailbox: mails from them are answered only to another address in Reply-To.
        user: who logs in, the address if it is empty; password: for both servers.
        oauth: `google` or `microsoft`, in place of a password: then client_id, refresh_token and mostly client_secret are needed.
        tenant: the organisation at Microsoft; token_url: where else a refresh token is exchanged.
        imap_encryption, smtp_encryption: `tls`, `starttls`, or `none` for a server on this machine.
        folder: what is read.
        trusted_server: the name that the company's own mail server puts first in Authentication-Results; only mails that it vouches for are
            answered, all if it is empty.
        mails_per_hour: of one sender, for one Reply-To, and of one thread, that are answered.
    """

    address: str = ""
    name: str = ""
    own_addresses: tuple[str, ...] = ()
    user: str = ""
    password: str = secret_from("EMAIL_PASSWORD", needed=False)
    oauth: str = ""
    client_id: str = ""
    client_secret: str = secret_from("EMAIL_CLIENT_SECRET", needed=False)
    refresh_token: str = secret_from("EMAIL_REFRESH_TOKEN", needed=False)
    tenant: str = "common"
    token_url: str = ""
    imap_host: str = ""
    imap_port: Port = 993
    imap_encryption: str = "tls"
    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_encryption: str = "starttls"
    folder: str = "INBOX"
    trusted_server: str = ""
    mails_per_hour: Annotated[int, Meta(ge=1)] = 20

    def __post_init__(self) -> None:
        super().__post_init__()
        if wrong := [each for each in (self.address, *self.own_addresses) if not ADDRESS.fullmatch(each)]:
            raise SettingsError(f"address and own_addresses must be e-mail addresses. It was: {wrong[0]!r}")
        self._check_login()
        for kind in ("imap", "smtp"):
            host, encryption = getattr(self, f"{kind}_host"), getattr(self, f"{kind}_encryption")
            if not host:
                raise SettingsError(f"{kind}_host must name a mail server. It was empty")
            if encryption not in ENCRYPTIONS or (encryption == "none" and host not in HERE):
                raise SettingsError(
                    f"{kind}_encryption must be one of {', '.join(ENCRYPTIONS)}, the last only on this machine. It was: {encryption!r}"
                )

    def _check_login(self) -> None:
        if self.oauth and self.oauth not in TOKENS:
            raise SettingsError(f"oauth must be one of {', '.join(TOKENS)}, or left out. It was: {self.oauth!r}")
        if self.oauth and not (self.client_id and self.refresh_token):
            raise SettingsError("with oauth, client_id must be given, and the environment variable EMAIL_REFRESH_TOKEN")
        if not self.oauth and not self.password:
            raise SettingsError("password is missing; set the environment variable EMAIL_PASSWORD, or oauth: google (microsoft)")
        if not TENANT.fullmatch(self.tenant):
            raise SettingsError(f"tenant must be an organisation's id or domain. It was: {self.tenant!r}")

    @property
    def token_address(self) -> str:
        """Where a refresh token is exchanged."""
        return self.token_url or TOKENS[self.oauth][0].format(tenant=self.tenant)

    @property
    def scope(self) -> str:
        """What access tokens are for, where the provider wants it said."""
        return TOKENS[self.oauth][1]

    @property
    def ours(self) -> frozenset[str]:
        """The addresses whose mails are our own."""
        return frozenset(each.lower() for each in (self.address, *self.own_addresses))
