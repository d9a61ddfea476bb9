"""Signing in to a mailbox once, in a browser: OAuth's authorization code with PKCE (RFC 7636), for the refresh token of the channel.

The browser may be on another machine than this: what it is led to in the end is pasted here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from oauthlib.oauth2 import WebApplicationClient

from bot.channels.frame.api import Api, Unknown
from bot.channels.frame.delivery import text_at
from bot.channels.mail.settings import TOKENS, EmailSettings
from bot.state.deliveries.contract import DeliveryError
from data.errors import DataError

# Nothing listens there: the browser says that it can't be reached, and shows the address with the code.
REDIRECTS_TO = "http://localhost:8765"
PAGES = {
    "google": ("https://accounts.google.com/o/oauth2/v2/auth", "https://mail.google.com/"),
    "microsoft": ("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize", TOKENS["microsoft"][1]),
}


@dataclass(frozen=True)
class SigningIn:
    """One sign-in.

    Attributes:
        settings: with `oauth` and `client_id`.
    """

    settings: EmailSettings
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    @property
    def page(self) -> str:
        """The provider's page, where somebody signs in as the mailbox and allows it to be read and written from."""
        page, scope = PAGES[self.settings.oauth]
        asked = {
            "client_id": self.settings.client_id,
            "redirect_uri": REDIRECTS_TO,
            "response_type": "code",
            "scope": scope,
            "state": self.state,
            "code_challenge": WebApplicationClient(self.settings.client_id).create_code_challenge(self.verifier, "S256"),
            "code_challenge_method": "S256",
            "login_hint": self.settings.user or self.settings.address,
            # Google gives a refresh token only to who asks for it so.
            **({"access_type": "offline", "prompt": "consent"} if self.settings.oauth == "google" else {}),
        }
        return f"{page.format(tenant=self.settings.tenant)}?{urlencode(asked)}"

    async def refresh_token(self, api: Api, pasted: str) -> str:
        """The refresh token, by the address that the browser was led to.

        Raises:
            DataError: it is another sign-in's, or none; or the provider gives no refresh token.
        """
        found = {name: values[0] for name, values in parse_qs(urlsplit(pasted.strip()).query).items()}
        if found.get("error"):
            raise DataError(f"the sign-in failed: {found['error']} {found.get('error_description', '')}".strip())
        if not found.get("code") or not secrets.compare_digest(found.get("state", "").encode(), self.state.encode()):
            raise DataError(f"the address must be the one that the browser was led to by this sign-in, as {REDIRECTS_TO}/?code=…&state=…")
        form = {"grant_type": "authorization_code", "code": found["code"], "redirect_uri": REDIRECTS_TO, "code_verifier": self.verifier}
        login = {"client_id": self.settings.client_id, "client_secret": self.settings.client_secret}
        given = {name: value for name, value in {**form, **login}.items() if value}
        try:
            answer = await api.call("POST", self.settings.token_address, data=given)
        except (DeliveryError, Unknown) as problem:
            raise DataError(f"the provider gives no refresh token: {problem}") from None
        if not (token := text_at(answer.body, "refresh_token")):
            raise DataError("the provider gives no refresh token: was offline access asked for, and allowed?")
        return token
