"""`openid:` of the desk in `credentials.yml`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from data.errors import SettingsError
from data.settings import check_settings, read_settings

VARIABLE = "HEED_OPENID_CLIENT_SECRET"
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class OpenIdSettings:
    """Who may sign in, and where they prove who they are.

    Attributes:
        issuer: as its discovery document names itself, as https://accounts.google.com.
        client_id, client_secret: as the issuer gave them; the secret comes from HEED_OPENID_CLIENT_SECRET. Without one,
            PKCE protects alone.
        public_url: the desk's server as browsers reach it; the issuer must know `<public_url>/desk/openid/callback`.
        label: what the page calls the issuer.
        scopes: what is asked for.
        roles_claim: the claim with groups or roles, as `groups`, or `realm_access.roles` for one within another.
        leads, agents: who has a role: values of that claim; verified e-mail addresses, also `@shop.example` for all of a domain; `sub:…`
            for one user. `leads` goes before.
        passwords: whether agents may also sign in with a password of their own.
    """

    issuer: str
    client_id: str
    public_url: str
    client_secret: str = ""
    label: str = "OpenID Connect"
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    roles_claim: str = ""
    leads: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    passwords: bool = True

    def __post_init__(self) -> None:
        check_settings(self)
        for name in ("issuer", "public_url"):
            if not secure(getattr(self, name)) or urlsplit(getattr(self, name)).query:
                raise SettingsError(f"{name} must be an address that begins with https://. It was: {getattr(self, name)!r}")
        if not self.client_id:
            raise SettingsError("client_id must be given, as the issuer names this application. It was empty")
        if "openid" not in self.scopes:
            raise SettingsError(f"scopes must hold openid. It was: {', '.join(self.scopes)}")
        if not self.leads and not self.agents:
            raise SettingsError("leads or agents must list somebody: nobody could sign in")
        if wrong := [each for each in (*self.leads, *self.agents) if not each.strip() or not each.isprintable()]:
            raise SettingsError(f"leads and agents must list names of groups, addresses, @domains or sub:…. It was: {wrong[0]!r}")

    @property
    def callback(self) -> str:
        """Where the issuer sends browsers back to."""
        return f"{self.public_url.rstrip('/')}/desk/openid/callback"

    def __repr__(self) -> str:
        return f"OpenIdSettings({self.issuer!r}, {self.client_id!r})"  # without the secret

    @classmethod
    def read(cls, given: Any) -> OpenIdSettings:
        """Reads what stands in `credentials.yml`, and the secret.

        Raises:
            SettingsError: a setting is unknown, missing, of another type or no good.
        """
        if not isinstance(given, Mapping):
            raise SettingsError(f"openid must hold settings, as docs/desk.md lists them. It was: {given!r}")
        if missing := [name for name in ("issuer", "client_id", "public_url") if name not in given]:
            raise SettingsError(f"openid must say {', '.join(missing)}")
        try:
            found = read_settings(cls, given)
        except SettingsError as problem:
            raise SettingsError(f"openid: {problem}") from None
        return found if found.client_secret else replace(found, client_secret=os.environ.get(VARIABLE, "").strip())


def secure(address: str) -> bool:
    """Whether nobody between can read or change what is asked at an address: by TLS, or since it is this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = bool(re.fullmatch(r"[\x21-\x7e]+", address)) and not parts.fragment and "@" not in parts.netloc
    return plain and bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL))
