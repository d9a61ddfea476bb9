"""Telegram's Bot API (https://core.telegram.org/bots/api): by webhook where `public_url` is set, else by asking for updates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, NoLogin
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient, Take
from bot.channels.frame.delivery import Delivery, Media, Message, Reaction, objects_at, pick, seconds_at, text_at
from bot.channels.frame.markup import telegram_html
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import require_same
from bot.server.files.file_types import ENDINGS
from bot.state.deliveries.contract import Rate, Refused, TryLater
from data.errors import SettingsError

UPDATES = ["message", "edited_message", "callback_query", "message_reaction"]
MEDIA = ("photo", "voice", "audio", "video", "video_note", "document", "sticker", "animation", "location", "contact")
PHOTOS = ("image/png", "image/jpeg")
LONG_POLL_S = 25
DAY_S = 86_400.0
CURSOR_S = 30 * DAY_S
THUMBS: Mapping[str, Any] = {"👍": "up", "👎": "down"}
# What a chat begins with: the app's button “Start” says it.
START, HELLO = re.compile(r"/start(@\w+)?( .*)?", re.DOTALL), "Hello"


@dataclass(frozen=True)
class TelegramSettings(ChannelSettings):
    """
    Attributes:
        access_token: the bot's, from @BotFather.
        webhook_secret: what Telegram proves itself with; needed with `public_url`.
        api_url: a Bot API server of your own, if you run one.
    """

    access_token: str = secret_from("TELEGRAM_ACCESS_TOKEN")
    webhook_secret: str = secret_from("TELEGRAM_WEBHOOK_SECRET", needed=False)
    api_url: str = "https://api.telegram.org"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not re.fullmatch(r"\d{1,20}:[\w-]+", self.access_token, re.ASCII):
            raise SettingsError("access_token must be a bot's, as 110201543:AAHdq… from @BotFather")
        if self.public_url and not re.fullmatch(r"[\w-]{8,256}", self.webhook_secret, re.ASCII):
            raise SettingsError("webhook_secret must be 8 to 256 letters, digits, '_' or '-'; set the variable TELEGRAM_WEBHOOK_SECRET")


class TelegramChannel(MessagingChannel[TelegramSettings]):
    channel = "telegram"
    settings_type = TelegramSettings
    able = Capabilities(
        length=4_096, unit="utf16", style=telegram_html, buttons=20, button_title=60, images=True, files=frozenset(ENDINGS), caption=1_024,
        rate=Rate(60, 1_800, burst=3),
    )  # fmt: skip

    async def verify(self, delivery: Delivery) -> None:
        require_same(delivery.header("X-Telegram-Bot-Api-Secret-Token"), self.settings.webhook_secret)

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        return await self._read(delivery.json())

    async def send(self, part: Part, to: Recipient) -> str:
        about = _about(to)
        if part.image:
            try:
                return text_at((await self._call("sendPhoto", {**about, "photo": part.image})).body, "result", "message_id")
            except Refused:  # it can't be fetched from there: the address is what is left
                return text_at((await self._call("sendMessage", {**about, "text": part.image})).body, "result", "message_id")
        if part.buttons:
            rows = [[{"text": button.title, "callback_data": button.id}] for button in part.buttons]
            about["reply_markup"] = {"inline_keyboard": rows}
        answer = await self._call("sendMessage", {**about, "text": part.text, "parse_mode": "HTML"})
        return text_at(answer.body, "result", "message_id")

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        """Photos are shown, and made smaller; what is too large or too long for one goes out as it is."""
        about = {name: value if isinstance(value, str) else json.dumps(value) for name, value in _about(to).items()}
        about |= {"caption": part.text, "parse_mode": "HTML"} if part.text else {}

        async def sent(method: str, field: str) -> str:
            url = f"{self.settings.api_url}/bot{self.settings.access_token}/{method}"
            answer = await self.api.call("POST", url, data=about, files={field: (file.name, content, file.type)})
            return text_at(answer.body, "result", "message_id")

        if file.type in PHOTOS:
            with suppress(Refused):
                return await sent("sendPhoto", "photo")
        return await sent("sendDocument", "document")

    def explain(self, answer: Answer) -> Exception | None:
        if answer.status == 429:
            wait_s = pick(answer.body, "parameters", "retry_after")
            return TryLater("too many messages", float(wait_s) if isinstance(wait_s, int) else answer.retry_after_s)
        # Of a token that it doesn't know; that a chat isn't there, it says by 400.
        return NoLogin("Telegram doesn't know it") if (answer.status, text_at(answer.body, "description")) == (404, "Not Found") else None

    async def begin(self) -> None:
        if self.settings.public_url:
            url = f"{self.settings.public_url.rstrip('/')}/webhooks/{self.channel}/webhook"
            await self._call("setWebhook", {"url": url, "secret_token": self.settings.webhook_secret, "allowed_updates": UPDATES})

    @property
    def listens(self) -> bool:
        return not self.settings.public_url

    async def listen(self, take: Take) -> None:
        await self._call("deleteWebhook", {"drop_pending_updates": False})  # while there is one, updates can't be asked for
        cursor = int(await self.kept.get("cursor") or 0)
        while True:
            asked = {"offset": cursor, "timeout": LONG_POLL_S, "allowed_updates": UPDATES}
            for update in objects_at((await self._call("getUpdates", asked, timeout=LONG_POLL_S + 10)).body, "result"):
                await take(await self._read(update))
                cursor = int(text_at(update, "update_id")) + 1
                await self.kept.put("cursor", str(cursor), CURSOR_S)

    async def download(self, media: Media) -> bytes:
        path = text_at((await self._call("getFile", {"file_id": media.reference})).body, "result", "file_path")
        return await self.api.fetch(f"{self.settings.api_url}/file/bot{self.settings.access_token}/{quote(path)}")

    async def noticed(self, message: Message) -> None:
        if message.contact.get("callback"):
            await self._call("answerCallbackQuery", {"callback_query_id": message.contact["callback"]})
        await self._call("sendChatAction", {"chat_id": message.address.chat or message.address.user, "action": "typing"})

    async def check(self) -> list[str]:
        found = [f"the bot is @{text_at((await self._call('getMe', {})).body, 'result', 'username')}"]
        hook = pick((await self._call("getWebhookInfo", {})).body, "result")
        if error := text_at(hook, "last_error_message"):
            found.append(f"Telegram's last delivery failed: {error}")
        return [*found, f"{text_at(hook, 'pending_update_count') or 0} updates wait at Telegram"]

    async def _read(self, update: dict[str, Any]) -> list[Incoming]:
        if pressed := pick(update, "callback_query"):
            address = self._address(pick(pressed, "message"), text_at(pressed, "from", "id"))
            contact = {"callback": text_at(pressed, "id")}
            return [Message(address, f"callback.{text_at(pressed, 'id')}", button=text_at(pressed, "data"), contact=contact)]
        if reaction := pick(update, "message_reaction"):
            values = [THUMBS[emoji] for each in objects_at(reaction, "new_reaction") if (emoji := text_at(each, "emoji")) in THUMBS]
            address = self._address(reaction, text_at(reaction, "user", "id"))
            return [Reaction(address, text_at(reaction, "message_id"), value) for value in values[:1]]
        edited = "message" not in update
        message = pick(update, "edited_message" if edited else "message")
        if not isinstance(message, dict) or pick(message, "from", "is_bot") is not False:
            return []
        text = text_at(message, "text") or text_at(message, "caption")
        if text_at(message, "chat", "type") != "private":
            addressed, text = await self._addressed(message, text)
            if not addressed:
                return []
        media = tuple(Media(kind, _file(message[kind]), text_at(message[kind], "file_name")) for kind in MEDIA if kind in message)
        text = HELLO if START.fullmatch(text) else text
        address = self._address(message, text_at(message, "from", "id"))
        id = f"{text_at(message, 'chat', 'id')}.{text_at(message, 'message_id')}"
        contact = {"message": pick(message, "message_id")} if address.chat else {}
        return [Message(address, id, text, media=media, contact=contact, at=seconds_at(message, "date"), edited=edited)]

    def _address(self, message: Any, user: str) -> Address:
        bot, chat = self.settings.access_token.partition(":")[0], text_at(message, "chat", "id")
        thread = text_at(message, "message_thread_id") if pick(message, "is_topic_message") is True else ""
        return Address(self.channel, bot, user, chat if chat != user else "", thread)

    async def _addressed(self, message: dict[str, Any], text: str) -> tuple[bool, str]:
        """Whether a group's message is meant for us: it mentions the bot, or answers it; and its text without the mention."""
        name = await self.kept.value("username", self._username)
        mention = re.compile(rf"@{re.escape(name)}\b", re.IGNORECASE)
        replied = text_at(message, "reply_to_message", "from", "id") == self.settings.access_token.partition(":")[0]
        return replied or bool(mention.search(text)), mention.sub("", text).strip()

    async def _username(self) -> tuple[str, float]:
        return text_at((await self._call("getMe", {})).body, "result", "username"), DAY_S

    async def _call(self, method: str, fields: dict[str, Any], **options: Any) -> Answer:
        return await self.api.post(f"{self.settings.api_url}/bot{self.settings.access_token}/{method}", fields, **options)


def _about(to: Recipient) -> dict[str, Any]:
    """Where a message goes."""
    address = to.address
    about: dict[str, Any] = {"chat_id": address.chat or address.user}
    if address.thread:
        about["message_thread_id"] = int(address.thread)
    if address.chat and to.contact.get("message"):
        about["reply_parameters"] = {"message_id": to.contact["message"], "allow_sending_without_reply": True}
    return about


def _file(media: Any) -> str:
    """The id of a file; of a photo, which comes in several sizes, that of the largest."""
    return text_at(media, "file_id") or text_at(media, -1, "file_id")
