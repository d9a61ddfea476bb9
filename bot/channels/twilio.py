"""Twilio: SMS and WhatsApp (https://www.twilio.com/docs/messaging). Choices are numbered."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sanic.response import HTTPResponse, raw

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, require_host
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient
from bot.channels.frame.delivery import Delivery, Failure, Media, Message, Unreadable, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import Forged, require_same, sign
from bot.state.deliveries.contract import Rate, TryLater
from data.errors import SettingsError

# Too many calls or messages; a login that is no good, an account that is closed for now.
NOT_NOW, NO_LOGIN = ("20429", "14107", "30001", "63018"), ("20003", "20005")
MOST_MEDIA = 10
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class TwilioSettings(ChannelSettings):
    """
    Attributes:
        account_sid: `AC…`; auth_token: of the account; signs what Twilio delivers.
        public_url: needed: Twilio signs the address that it calls.
    """

    account_sid: str = ""
    auth_token: str = secret_from("TWILIO_AUTH_TOKEN")
    api_url: str = "https://api.twilio.com"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.account_sid.startswith("AC") or not self.account_sid.isalnum():
            raise SettingsError(f"account_sid must be an account's, as AC0123…. It was: {self.account_sid!r}")
        if not self.public_url:
            raise SettingsError("public_url must be given, as https://bot.shop.example: Twilio signs the address that it calls")


class TwilioChannel(MessagingChannel[TwilioSettings]):
    """The account of an address is the company's number, as `+44…` or `whatsapp:+44…`, the user the customer's."""

    channel = "twilio"
    settings_type = TwilioSettings
    able = Capabilities(length=1_600, unit="utf16", images=True, rate=Rate(60, burst=5))

    async def verify(self, delivery: Delivery) -> None:
        form: dict[str, set[str]] = {}
        for name, value in delivery.form():
            form.setdefault(name, set()).add(value)
        signed = "".join(f"{name}{value}" for name in sorted(form) for value in sorted(form[name]))
        given = delivery.header("X-Twilio-Signature")
        for url in _with_and_without_port(delivery.url):
            try:
                return require_same(given, base64.b64encode(sign(self.settings.auth_token, url, signed, algorithm="sha1")))
            except Forged:
                continue
        raise Forged("the signature is not Twilio's; is public_url the address that Twilio calls?")

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        form = dict(delivery.form())
        if not form.get("MessageSid"):
            raise Unreadable("a message of Twilio's has a MessageSid")
        if status := form.get("MessageStatus"):  # what became of a message of ours: From is the company's number
            address = Address(self.channel, form.get("From", ""), form.get("To", ""))
            reason = f"{form.get('ErrorCode', '')} {form.get('ErrorMessage', '')}".strip()
            return [Failure(address, form["MessageSid"], f"{status}: {reason}")] if status in ("failed", "undelivered") else []
        count = int(form["NumMedia"]) if form.get("NumMedia", "").isascii() and form.get("NumMedia", "").isdigit() else 0
        places = range(min(count, MOST_MEDIA))
        media = tuple(Media(form.get(f"MediaContentType{place}", ""), form.get(f"MediaUrl{place}", "")) for place in places)
        address = Address(self.channel, form.get("To", ""), form.get("From", ""))
        return [Message(address, form["MessageSid"], form.get("Body", ""), form.get("ButtonPayload", ""), media)]

    def acknowledgement(self, delivery: Delivery) -> HTTPResponse:
        return raw(b'<?xml version="1.0" encoding="UTF-8"?><Response/>', content_type="text/xml")

    async def send(self, part: Part, to: Recipient) -> str:
        said = {"MediaUrl": part.image} if part.image else {"Body": part.text}
        told = f"{self.settings.public_url.rstrip('/')}/webhooks/{self.channel}/webhook"
        form = {"From": to.address.account, "To": to.address.user, "StatusCallback": told, **said}
        url = f"{self.settings.api_url}/2010-04-01/Accounts/{self.settings.account_sid}/Messages.json"
        answer = await self.api.call("POST", url, data=form, auth=self._login)
        return text_at(answer.body, "sid")

    async def download(self, media: Media) -> bytes:
        require_host(media.reference, self.settings.api_url, ("twilio.com",))
        return await self.api.fetch(media.reference, auth=self._login)

    def explain(self, answer: Answer) -> Exception | None:
        code = text_at(answer.body, "code")
        if code in NO_LOGIN:
            return TryLater(f"account_sid or auth_token is no good, or the account is closed: {code}", 60.0)
        return TryLater(f"too many messages: {code}", answer.retry_after_s) if code in NOT_NOW else None

    async def check(self) -> list[str]:
        url = f"{self.settings.api_url}/2010-04-01/Accounts/{self.settings.account_sid}.json"
        found = (await self.api.call("GET", url, auth=self._login)).body
        return [f"the account {text_at(found, 'friendly_name')} is {text_at(found, 'status')}"]

    @property
    def _login(self) -> tuple[str, str]:
        return self.settings.account_sid, self.settings.auth_token


def _with_and_without_port(url: str) -> list[str]:
    """An address as Twilio may have signed it: with the port, and without."""
    scheme, rest = url.split("://", 1)
    host, slash, path = rest.partition("/")
    parts = urlsplit(url)
    name = host.removesuffix(f":{parts.port}") if parts.port else host
    return [f"{scheme}://{name}{slash}{path}", f"{scheme}://{name}:{parts.port or PORTS[scheme]}{slash}{path}"]
