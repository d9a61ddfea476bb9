"""What WhatsApp, Messenger and Instagram share: Meta's webhooks and Graph API (https://developers.facebook.com/docs/graph-api)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from sanic.response import HTTPResponse, text

from bot.channels.frame.api import Answer
from bot.channels.frame.channel import MessagingChannel
from bot.channels.frame.delivery import Delivery, pick, text_at
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import Forged, require_same, sign
from bot.state.deliveries.contract import Refused, TryLater

# A token that is no good; an account or number that Meta has blocked or locked for now, until its owner does something.
NO_LOGIN = (190, 368, 131031)
# Too many calls or messages: of the app, the account, the number, to this person; and what Meta calls temporary, or an error of its own.
NOT_NOW = (1, 2, 4, 17, 32, 341, 613, 1200, 80006, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004)
NO_LOGIN_PAUSE_S, PAUSE_S = 60.0, 6.0
THUMBS: Mapping[str, Any] = {"👍": "up", "👎": "down"}
DAY_S = 86_400
# Where Meta keeps what customers send.
FILES = ("fbcdn.net", "fbsbx.com", "cdninstagram.com", "facebook.com", "instagram.com", "whatsapp.net")


@dataclass(frozen=True)
class MetaSettings(ChannelSettings):
    """
    Attributes:
        access_token: of a system user, for WhatsApp; of the page, for Messenger and Instagram.
        app_secret: of the app; signs what Meta delivers.
        verify_token: a text of yours, given to Meta where the webhook is set up.
        graph_url: the Graph API with its version.
    """

    access_token: str = secret_from("META_ACCESS_TOKEN")
    app_secret: str = secret_from("META_APP_SECRET")
    verify_token: str = secret_from("META_VERIFY_TOKEN")
    graph_url: str = "https://graph.facebook.com/v21.0"


Settings = TypeVar("Settings", bound=MetaSettings)


class MetaChannel(MessagingChannel[Settings]):
    """The base of Meta's channels."""

    async def verify(self, delivery: Delivery) -> None:
        if delivery.method == "GET":
            if delivery.query.get("hub.mode") != "subscribe":
                raise Forged("only a subscription comes as GET")
            return require_same(delivery.query.get("hub.verify_token", ""), self.settings.verify_token)
        expected = "sha256=" + sign(self.settings.app_secret, delivery.body).hex()
        return require_same(delivery.header("X-Hub-Signature-256"), expected)

    async def challenge(self, delivery: Delivery) -> HTTPResponse | None:
        return text(delivery.query.get("hub.challenge", "")) if delivery.method == "GET" else None

    def explain(self, answer: Answer) -> Exception | None:
        """https://developers.facebook.com/docs/graph-api/guides/error-handling"""
        error = pick(answer.body, "error")
        if not isinstance(error, dict):
            return None
        said = f"{text_at(error, 'code')} {text_at(error, 'message')}"
        if error.get("code") in NO_LOGIN:
            return TryLater(f"Meta does not take the token, or has blocked the account: {said}", NO_LOGIN_PAUSE_S)
        if error.get("code") in NOT_NOW or error.get("is_transient") is True:
            return TryLater(said, answer.retry_after_s or PAUSE_S)
        return Refused(said)

    async def check(self) -> list[str]:
        found = pick((await self.graph("GET", f"debug_token?input_token={quote(self.settings.access_token, safe='')}")).body, "data")
        if pick(found, "is_valid") is not True:
            raise TryLater(f"the access token is no good: {text_at(found, 'error', 'message')}")
        ends = seconds_left(found)
        return [
            f"the token is the app's {text_at(found, 'application')}",
            f"it {f'has {ends / DAY_S:.0f} days left' if ends else 'does not end'}",
        ]

    async def graph(self, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Calls the Graph API; `options` are those of `Api.call`. The token in a header, since an address would stand in logs."""
        headers = {"Authorization": f"Bearer {self.settings.access_token}"}
        return await self.api.call(method, f"{self.settings.graph_url}/{path}", json=body, headers=headers, **options)


def seconds_left(token: Any) -> float:
    """Seconds that a token is good for, by what Meta says of it; 0 if it doesn't end."""
    ends = text_at(token, "expires_at")
    return max(1.0, float(ends) - time.time()) if ends.isdigit() and ends != "0" else 0.0
