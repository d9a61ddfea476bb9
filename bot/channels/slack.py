"""Slack: Events API and interactivity (https://api.slack.com), or Socket Mode where an app-level token is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, Unknown, require_host
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient, Take
from bot.channels.frame.connection import AGAIN, connection, taken
from bot.channels.frame.delivery import Delivery, Media, Message, Reaction, objects_at, pick, read_object, seconds_at, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import require_fresh, require_same, sign
from bot.channels.platforms.slack_messages import button_of, element, plain_of, pressed_in
from bot.server.files.file_types import ENDINGS
from bot.state.deliveries.contract import Rate, Refused, TryLater

NO_RIGHT = "missing_scope"
NO_LOGIN = ("invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive", NO_RIGHT)
NOT_NOW = ("ratelimited", "rate_limited", "service_unavailable", "team_added_to_org")
MAYBE = ("fatal_error", "internal_error", "request_timeout")
THUMBS = {"+1": "up", "thumbsup": "up", "-1": "down", "thumbsdown": "down"}
FILES = ("slack.com", "slack-files.com", "slack-gov.com")
THREAD_S = 7 * 86_400.0
# Kinds of messages that a person writes: beside the usual one, with a file, from a thread to its channel, and by /me.
WRITTEN = ("", "file_share", "thread_broadcast", "me_message")


@dataclass(frozen=True)
class SlackSettings(ChannelSettings):
    """The bot's token is `xoxb-…`; an app token, `xapp-…` with `connections:write`, turns Socket Mode on."""

    bot_token: str = secret_from("SLACK_BOT_TOKEN")
    signing_secret: str = secret_from("SLACK_SIGNING_SECRET")
    app_token: str = secret_from("SLACK_APP_TOKEN", needed=False)
    api_url: str = "https://slack.com/api"


class SlackChannel(MessagingChannel[SlackSettings]):
    channel = "slack"
    settings_type = SlackSettings
    able = Capabilities(
        length=3_000, buttons=25, button_title=75, images=True, files=frozenset(ENDINGS), caption=3_000, rate=Rate(60, burst=3)
    )

    async def verify(self, delivery: Delivery) -> None:
        timestamp = delivery.header("X-Slack-Request-Timestamp")
        require_fresh(timestamp)
        expected = "v0=" + sign(self.settings.signing_secret, f"v0:{timestamp}:", delivery.body).hex()
        require_same(delivery.header("X-Slack-Signature"), expected)

    async def challenge(self, delivery: Delivery) -> HTTPResponse | None:
        if delivery.body.startswith(b"payload="):
            return None
        body = delivery.json()
        return json_response({"challenge": text_at(body, "challenge")}) if body.get("type") == "url_verification" else None

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        if delivery.body.startswith(b"payload="):
            return pressed_in(read_object(dict(delivery.form())["payload"]))
        return await self._event(delivery.json())

    async def send(self, part: Part, to: Recipient) -> str:
        channel = to.address.chat or str(to.contact.get("channel") or to.address.user)
        said: dict[str, Any] = {"channel": channel, "text": part.plain or part.image, "unfurl_links": False, "unfurl_media": False}
        if to.address.thread:
            said["thread_ts"] = to.address.thread
        if part.image:
            try:
                image = {"type": "image", "image_url": part.image, "alt_text": "image"}
                return text_at((await self._call("chat.postMessage", {**said, "blocks": [image]})).body, "ts")
            except Refused:  # it can't be fetched from there: the address is what is left
                return text_at((await self._call("chat.postMessage", said)).body, "ts")
        elements = [element(run) for run in part.runs]
        blocks: list[Any] = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]
        if part.buttons:
            blocks.append({"type": "actions", "elements": [button_of(button.title, button.id) for button in part.buttons]})
        return text_at((await self._call("chat.postMessage", {**said, "blocks": blocks})).body, "ts")

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        """In three calls; until the last one, nothing is seen. The bot needs the right `files:write`."""
        channel = to.address.chat or str(to.contact.get("channel") or "")
        if not channel:
            raise Refused("the customer's channel is not known")
        try:
            asked = {"filename": file.name, "length": str(len(content))}
            place = await self._form("files.getUploadURLExternal", asked)
            await self.api.call("POST", text_at(place.body, "upload_url"), content=content, headers={"Content-Type": file.type})
        except Unknown as problem:
            raise TryLater(str(problem)) from None
        shared = {"files": [{"id": text_at(place.body, "file_id"), "title": file.name}], "channel_id": channel}
        about = {"thread_ts": to.address.thread, "initial_comment": part.plain}
        await self._call("files.completeUploadExternal", {**shared, **{name: value for name, value in about.items() if value}})
        return ""

    def explain(self, answer: Answer) -> Exception | None:
        error = text_at(answer.body, "error")
        if answer.status != 200 or not error:
            return None
        if error in MAYBE:
            return Unknown(error)
        if error == NO_RIGHT and text_at(answer.body, "needed").startswith("files:"):
            return Refused(f"the bot has no right to send files: {text_at(answer.body, 'needed')}")
        if error in NO_LOGIN:
            return TryLater(f"the bot token is no good: {error}", 60.0)
        return TryLater(error, answer.retry_after_s) if error in NOT_NOW else Refused(error)

    async def download(self, media: Media) -> bytes:
        login = {"Authorization": f"Bearer {self.settings.bot_token}"}
        about = await self.api.call("GET", f"{self.settings.api_url}/files.info", params={"file": media.reference}, headers=login)
        url = text_at(about.body, "file", "url_private")
        require_host(url, self.settings.api_url, FILES)  # a file of another service's, which Slack only names, has a foreign address
        return await self.api.fetch(url, headers=login)

    async def check(self) -> list[str]:
        found = (await self._call("auth.test", {})).body
        return [f"the bot is {text_at(found, 'user')} in {text_at(found, 'team')}"]

    @property
    def listens(self) -> bool:
        return bool(self.settings.app_token)

    async def listen(self, take: Take) -> None:
        opened = await self._call("apps.connections.open", {}, self.settings.app_token)
        async with connection(text_at(opened.body, "url"), self.settings.api_url) as socket:
            async for frame in socket:
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    continue
                envelope = read_object(frame.data)
                if envelope.get("type") == "disconnect":
                    return
                status = await taken(self.channel, take, self._enveloped(envelope))
                if "envelope_id" in envelope and status != AGAIN:
                    await socket.send_json({"envelope_id": envelope["envelope_id"]})

    async def _enveloped(self, envelope: dict[str, Any]) -> Sequence[Incoming]:
        if envelope.get("type") == "interactive":
            return pressed_in(pick(envelope, "payload"))
        return await self._event(pick(envelope, "payload")) if envelope.get("type") == "events_api" else []

    async def _event(self, body: Any) -> list[Incoming]:
        event, team = pick(body, "event"), text_at(body, "team_id")
        edited = text_at(event, "subtype") == "message_changed"
        if edited and isinstance(pick(event, "message"), dict):
            event = {**event["message"], "channel": event.get("channel"), "channel_type": event.get("channel_type"), "type": "message"}
        kind, user, channel = text_at(event, "type"), text_at(event, "user"), text_at(event, "channel")
        if kind == "reaction_added":
            value = THUMBS.get(text_at(event, "reaction"))
            found = Address(self.channel, team, user), text_at(event, "item", "ts")
            return [Reaction(*found, value)] if value and text_at(event, "item", "channel").startswith("D") else []  # type: ignore[arg-type]
        if kind not in ("message", "app_mention") or not user or pick(event, "bot_id") or text_at(event, "subtype") not in WRITTEN:
            return []
        text, ts = text_at(event, "text"), text_at(event, "ts")
        contact, chat, thread = {"channel": channel}, "", ""
        if text_at(event, "channel_type") != "im":
            chat, thread = channel, text_at(event, "thread_ts") or ts
            if not await self._addressed(body, text, user, f"thread:{team}:{chat}:{thread}", kind):
                return []
        media = tuple(Media(text_at(each, "mimetype"), text_at(each, "id"), text_at(each, "name")) for each in objects_at(event, "files"))
        # A mention comes as two events, of one channel and time.
        address = Address(self.channel, team, user, chat, thread)
        return [
            Message(
                address, f"{channel}.{ts}", plain_of(text), media=media, contact=contact, at=seconds_at(ts.partition(".")[0]), edited=edited
            )
        ]

    async def _addressed(self, body: Any, text: str, user: str, thread: str, kind: str) -> bool:
        """Whether a channel's message is meant for us: it mentions the bot, or is of a thread in which only one person talks to it."""
        bots = [text_at(each, "user_id") for each in objects_at(body, "authorizations")]
        if kind == "app_mention" or any(f"<@{bot}{end}" in text for bot in bots if bot for end in ">|"):
            await self.kept.put(thread, user, THREAD_S)
            return True
        caller = await self.kept.get(thread)
        if caller and caller != user:
            await self.kept.forget(thread)  # people talk among themselves by now
        return caller == user

    async def _form(self, method: str, fields: dict[str, str]) -> Answer:
        """Calls one of the methods that take no JSON."""
        headers = {"Authorization": f"Bearer {self.settings.bot_token}"}
        return await self.api.call("POST", f"{self.settings.api_url}/{method}", data=fields, headers=headers)

    async def _call(self, method: str, fields: dict[str, Any], token: str = "") -> Answer:
        headers = {"Authorization": f"Bearer {token or self.settings.bot_token}"}
        return await self.api.post(f"{self.settings.api_url}/{method}", fields, headers=headers)
