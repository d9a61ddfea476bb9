"""Microsoft Teams, by the Bot Connector (https://learn.microsoft.com/en-us/microsoftteams/platform/bots)."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, require_host
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient
from bot.channels.frame.delivery import Delivery, Media, Message, Reaction, Unreadable, objects_at, pick, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import Forged
from bot.channels.frame.tokens import token_in, with_token
from bot.channels.platforms.bot_framework import TokenCheck
from bot.channels.platforms.teams_cards import CARD, card, pressed_button, teams_xml
from bot.state.deliveries.contract import Rate, Refused, TryLater
from data.errors import SettingsError

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Where Teams' own services are (public cloud, GCC, GCC High, DoD): a token may name any address, and replies carry our credentials there.
SERVICES = (
    "https://smba.trafficmanager.net",
    "https://smba.infra.gcc.teams.microsoft.com",
    "https://smba.infra.gov.teams.microsoft.us",
    "https://smba.infra.dod.teams.microsoft.us",
)
# Where files are that were shared.
FILES = ("sharepoint.com", "sharepoint.us", "sharepoint-mil.us", "svc.ms")
SCOPE = "https://api.botframework.com/.default"
TEXTS = ("text/html", "text/plain")
MENTION = re.compile(r"<at[^<>]{0,200}>[^<>]{0,200}</at>", re.IGNORECASE)


@dataclass(frozen=True)
class TeamsSettings(ChannelSettings):
    """
    Attributes:
        app_id: the bot's, as Azure shows it; app_password: a client secret of it.
        tenant_id: the organisation's; of a bot for one organisation, whose messages alone are taken. Empty: of any.
        service_urls: where replies may go; Teams' own services.
    """

    app_id: str = ""
    tenant_id: str = ""
    app_password: str = secret_from("TEAMS_APP_PASSWORD")
    service_urls: tuple[str, ...] = SERVICES
    login_url: str = "https://login.microsoftonline.com"
    keys_url: str = "https://login.botframework.com/v1/.well-known/keys"

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, value in (("app_id", self.app_id), ("tenant_id", self.tenant_id or self.app_id)):
            if not GUID.fullmatch(value):
                raise SettingsError(f"{name} must be as 11111111-2222-3333-4444-555555555555. It was: {value!r}")


class TeamsChannel(MessagingChannel[TeamsSettings]):
    """The account of an address is the bot's app id, the user the customer's Entra id (or Teams', where there is none)."""

    channel = "teams"
    settings_type = TeamsSettings
    able = Capabilities(length=4_000, style=teams_xml, buttons=6, button_title=60, images=True, rate=Rate(120, burst=7))

    def __init__(self, settings: TeamsSettings) -> None:
        super().__init__(settings)
        self._tokens = TokenCheck(settings.app_id, settings.keys_url, "msteams")

    async def verify(self, delivery: Delivery) -> None:
        claims = await self._tokens.claims(self.api, delivery.header("Authorization"))
        body = delivery.json()
        service = text_at(body, "serviceUrl")
        if not service or text_at(claims, "serviceurl").rstrip("/") != service.rstrip("/"):
            raise Forged("the token is for another serviceUrl")
        if _origin(service) not in self.settings.service_urls:
            raise Forged(f"replies may not go to {_origin(service)!r}")
        tenant = text_at(body, "channelData", "tenant", "id") or text_at(body, "conversation", "tenantId")
        if self.settings.tenant_id and tenant != self.settings.tenant_id:
            raise Forged("the message is of another organisation")

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        activity = delivery.json()
        if text_at(activity, "channelId") != "msteams":
            raise Unreadable("an activity of Teams' has the channelId msteams")
        kind, conversation = text_at(activity, "type"), text_at(activity, "conversation", "id")
        private = text_at(activity, "conversation", "conversationType") == "personal"
        chat, _, thread = ("", "", "") if private else conversation.partition(";messageid=")
        user = text_at(activity, "from", "aadObjectId") or text_at(activity, "from", "id")
        address = Address(self.channel, self.settings.app_id, user, chat, thread)
        if kind == "messageReaction":
            likes = [each for each in objects_at(activity, "reactionsAdded") if text_at(each, "type") == "like"]
            return [Reaction(address, text_at(activity, "replyToId"), "up") for _ in likes[:1]]
        edited = kind == "messageUpdate" and text_at(activity, "channelData", "eventType") == "editMessage"
        if (kind != "message" and not edited) or not user:
            return []
        button, text = pressed_button(pick(activity, "value")), text_at(activity, "text")
        if not private and not button and not self._mentioned(activity):
            return []  # people talk among themselves
        files = [each for each in objects_at(activity, "attachments") if text_at(each, "contentType") not in TEXTS]
        media = tuple(Media(text_at(each, "contentType"), _address(each), text_at(each, "name")) for each in files)
        contact = {"service": text_at(activity, "serviceUrl").rstrip("/"), "conversation": conversation}
        return [Message(address, text_at(activity, "id"), _plain(text, activity), button, media, contact, edited=edited)]

    async def send(self, part: Part, to: Recipient) -> str:
        said: dict[str, Any] = {"text": part.text, "textFormat": "xml"}
        if part.image:
            kind = mimetypes.guess_type(urlsplit(part.image).path)[0] or "image/png"
            said = {"attachments": [{"contentType": kind, "contentUrl": part.image}]}
        elif part.buttons:
            said = {"attachments": [{"contentType": CARD, "content": card(part)}], "summary": part.plain}
        answer = await self._post(to.contact, {"type": "message", **said})
        return text_at(answer.body, "id")

    async def download(self, media: Media) -> bytes:
        if _origin(media.reference) not in self.settings.service_urls:  # a file that was shared: its address is good for a while
            require_host(media.reference, "", FILES)
            return await self.api.fetch(media.reference)

        async def fetch(token: str) -> bytes:
            return await self.api.fetch(media.reference, headers={"Authorization": f"Bearer {token}"})

        return await with_token(self.kept, self._new_token, fetch)

    async def noticed(self, message: Message) -> None:
        await self._post(message.contact, {"type": "typing"})

    def explain(self, answer: Answer) -> Exception | None:
        if answer.status == 412:
            return TryLater("the conversation is busy", answer.retry_after_s)
        return None

    async def check(self) -> list[str]:
        await self._new_token()
        keys = objects_at((await self.api.call("GET", self.settings.keys_url)).body, "keys")
        return [f"the bot {self.settings.app_id} has access; the Bot Connector has {len(keys)} keys"]

    async def _post(self, contact: Any, activity: dict[str, Any]) -> Answer:
        service, conversation = text_at(contact, "service"), text_at(contact, "conversation")
        if not conversation or _origin(service) not in self.settings.service_urls:
            raise Refused("Teams says where to write to with each message of a customer's, and there was none yet")
        url = f"{service}/v3/conversations/{quote(conversation, safe='')}/activities"

        async def post(token: str) -> Answer:
            return await self.api.post(url, activity, headers={"Authorization": f"Bearer {token}"})

        return await with_token(self.kept, self._new_token, post)

    async def _new_token(self) -> tuple[str, float]:
        form = {"grant_type": "client_credentials", "client_id": self.settings.app_id, "client_secret": self.settings.app_password}
        url = f"{self.settings.login_url}/{self.settings.tenant_id or 'botframework.com'}/oauth2/v2.0/token"
        return token_in(await self.api.call("POST", url, data={**form, "scope": SCOPE}))

    def _mentioned(self, activity: Any) -> bool:
        bot = text_at(activity, "recipient", "id")
        mentions = [each for each in objects_at(activity, "entities") if text_at(each, "type") == "mention"]
        return any(bot and text_at(each, "mentioned", "id") == bot for each in mentions)


def _plain(text: str, activity: Any) -> str:
    """A text without mentions."""
    for each in objects_at(activity, "entities"):
        if text_at(each, "type") == "mention" and (name := text_at(each, "text")):
            text = text.replace(name, " ")
    return re.sub(" {2,}", " ", MENTION.sub(" ", text)).strip()


def _address(attachment: Any) -> str:
    return text_at(attachment, "content", "downloadUrl") or text_at(attachment, "contentUrl")


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
