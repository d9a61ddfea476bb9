"""微信客服, WeChat's customer service, of WeCom's API (https://developer.work.weixin.qq.com/document/path/94638).

A delivery says only that there is something. One process asks for it, from a cursor on that is kept once what came before it is stored.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, Unknown
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, Recipient, Take
from bot.channels.frame.delivery import Delivery, Failure, Media, Message, objects_at, pick, seconds_at, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import secret_from
from bot.channels.frame.tokens import token_in
from bot.channels.platforms.wecom_kf_sessions import Sessions
from bot.channels.platforms.weixin import FILES, MEDIA, WeixinChannel, WeixinSettings, unlinked
from bot.channels.platforms.weixin_crypt import MessageCrypt
from bot.state.deliveries.contract import DeliveryError, Refused
from bot.state.messages import TooManyWaiting
from bot.state.turns.owner import WAITING
from data.errors import SettingsError

logger = logging.getLogger(__name__)

DAY_S = 86_400
LOOKS_EVERY_S = 0.2
# A delivery may get lost; asked without one, the platform allows fewer calls.
ASKS_EVERY_S = 60.0
# An account that can't be asked (it was deleted, or may not be seen any more) is left alone for so long: the first time, and at most.
PAUSE_S, LONGEST_PAUSE_S = 1.0, 10.0
# What a delivery's token is good for, with a margin.
TOKEN_S = 590.0
CURSOR_S = 30.0 * DAY_S
# Without a cursor the platform tells what was said in three days: what is older than this is not answered by now.
FIRST_S = 600.0
PAGE = 1_000
CUSTOMER, AGENT = 3, 5


@dataclass(frozen=True)
class WeComKfSettings(WeixinSettings):
    """
    Attributes:
        corp_id: the company's, `ww…`; secret: for access tokens; token, encoding_aes_key: as they stand where messages are received.
        accounts: the customer-service accounts that are answered, `wk…` (open_kfid); others are left to people.
        transfer_to: who gets what is handed over, in WeCom's own client: `queue`, or an agent's userid. Empty: Heed's desk.
    """

    corp_id: str = ""
    accounts: tuple[str, ...] = ()
    transfer_to: str = ""
    secret: str = secret_from("WECOM_KF_SECRET")
    token: str = secret_from("WECOM_KF_TOKEN")
    encoding_aes_key: str = secret_from("WECOM_KF_ENCODING_AES_KEY")
    api_url: str = "https://qyapi.weixin.qq.com/cgi-bin"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.corp_id or not self.accounts:
            raise SettingsError("corp_id (the company's, as ww0123…) and accounts (a list, as [wkAJ2GCAAA…]) must be given")


class WeComKfChannel(WeixinChannel[WeComKfSettings]):
    """The account of an address is the customer-service account (open_kfid), the user the customer's external_userid."""

    channel = "wecom_kf"
    settings_type = WeComKfSettings
    able = Capabilities(
        length=2_048, unit="bytes", style=unlinked, buttons=10, button_title=40, button_text=1_024, images=True, desk=True,
        files=FILES, horizon_s=4 * DAY_S, window_s=2 * DAY_S,
    )  # fmt: skip
    listens = True

    def __init__(self, settings: WeComKfSettings) -> None:
        super().__init__(settings)
        self.crypt = MessageCrypt(settings.token, settings.encoding_aes_key, settings.corp_id)
        self._sessions = Sessions(self)
        self._asked = dict.fromkeys(settings.accounts, float("-inf"))
        self._pauses: dict[str, float] = {}
        self._not_before = dict.fromkeys(settings.accounts, float("-inf"))

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        """Nothing yet: that there is something is noted, for the process that asks."""
        fields = self.fields(delivery)
        account = fields.get("OpenKfId", "")
        if fields.get("Event") == "kf_msg_or_event" and account in self.settings.accounts:
            await self.kept.put(f"wanted:{account}", f"{time.time_ns()} {fields.get('Token', '')}", TOKEN_S)
        return []

    async def listen(self, take: Take) -> None:
        while True:
            for account in self.settings.accounts:
                if time.monotonic() >= self._not_before[account]:
                    await self._look(account, take)
            await asyncio.sleep(LOOKS_EVERY_S)

    async def _look(self, account: str, take: Take) -> None:
        """Asks for what is new, if there may be something. An account that can't be asked doesn't keep the others waiting."""
        wanted = await self.kept.get(f"wanted:{account}")
        if not wanted and time.monotonic() - self._asked[account] <= ASKS_EVERY_S:
            return
        try:
            await self._ask(account, (wanted or "").partition(" ")[2], take)
        except (DeliveryError, Unknown) as problem:
            pause_s = self._pauses[account] = min(LONGEST_PAUSE_S, 2 * self._pauses.get(account, PAUSE_S / 2))
            logger.warning("%s can't be asked for messages, and is asked again in %d s: %s", account, pause_s, problem)
            self._not_before[account] = time.monotonic() + pause_s
            return
        self._pauses.pop(account, None)
        self._asked[account] = time.monotonic()
        if wanted:  # unless a newer delivery says that there is more
            await self.kept.forget(f"wanted:{account}", only=wanted)

    async def _ask(self, account: str, token: str, take: Take) -> None:
        """Stores all that is new."""
        cursor, more = await self.kept.get(f"cursor:{account}"), True
        since = 0.0 if cursor else time.time() - FIRST_S
        while more:
            page = (await self._page(account, token, cursor or "")).body
            try:
                items = [item for item in objects_at(page, "msg_list") if seconds_at(item, "send_time") >= since]
                await take([found for item in items for found in await self.read_item(item)])
            except TooManyWaiting:  # one customer's flood doesn't stop the others
                logger.warning("A customer of %s writes faster than can be answered; some of it was not taken.", account)
            more, last, cursor = pick(page, "has_more") == 1, cursor, text_at(page, "next_cursor")
            if not cursor or cursor == last:
                return
            await self.kept.put(f"cursor:{account}", cursor, CURSOR_S)

    async def _page(self, account: str, token: str, cursor: str) -> Answer:
        about = {"open_kfid": account, "cursor": cursor, "limit": PAGE, "voice_format": 0}
        try:
            return await self.call("kf/sync_msg", {**about, "token": token} if token else about)
        except Refused:
            if not token:
                raise
            return await self.call("kf/sync_msg", about)  # the token is too old

    async def read_item(self, item: dict[str, Any]) -> list[Incoming]:
        """What one entry of `msg_list` says."""
        kind, origin = text_at(item, "msgtype"), pick(item, "origin")
        event = pick(item, "event") if kind == "event" else {}
        account = text_at(event, "open_kfid") or text_at(item, "open_kfid")
        address = Address(self.channel, account, text_at(event, "external_userid") or text_at(item, "external_userid"))
        if text_at(event, "event_type") == "session_status_change":
            return list(await self._sessions.changed(address, item))
        if text_at(event, "event_type") == "msg_send_fail":
            return [Failure(address, text_at(event, "fail_msgid"), f"the platform did not deliver it, type {text_at(event, 'fail_type')}")]
        if kind != "event" and origin == AGENT:
            return list(await self._sessions.said(address, item))
        if kind == "event" or origin != CUSTOMER:
            return []
        people = await self._sessions.has(address) == "person"
        reference = text_at(item, kind, "media_id") or text_at(item, kind, "url")
        media = (Media(kind, reference, text_at(item, kind, "title") or text_at(item, kind, "name")),) if kind in MEDIA else ()
        menu, at = text_at(item, "text", "menu_id"), seconds_at(item, "send_time")
        return [Message(address, text_at(item, "msgid"), text_at(item, "text", "content"), menu, media, at=at, to_people=people)]

    async def send(self, part: Part, to: Recipient) -> str:
        if part.owner:
            if part.owner == WAITING and self.settings.transfer_to:
                await self._sessions.transfer(to.address, self.settings.transfer_to)
            return ""
        said: dict[str, Any] = {"msgtype": "text", "text": {"content": part.text or part.image}}
        if part.image and (image := await self.image(part.image)):
            said = {"msgtype": "image", "image": {"media_id": image}}
        elif part.buttons:
            menu = [{"type": "click", "click": {"id": each.id, "content": each.title}} for each in part.buttons]
            said = {"msgtype": "msgmenu", "msgmenu": {"head_content": part.text, "list": menu}}
        return await self._say(said, to)

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        return await self._say(await self.upload(file, content), to)

    async def _say(self, said: dict[str, Any], to: Recipient) -> str:
        about = {"touser": to.address.user, "open_kfid": to.address.account, "msgid": to.key}
        return text_at((await self.call("kf/send_msg", {**about, **said})).body, "msgid")

    async def check(self) -> list[str]:
        found = objects_at((await self.call("kf/account/list", {"offset": 0, "limit": 100})).body, "account_list")
        names = {text_at(each, "open_kfid"): text_at(each, "name") for each in found}
        if unknown := [account for account in self.settings.accounts if account not in names]:
            known = ", ".join(names) or "none"
            raise Refused(f"the application may not answer, or WeCom doesn't know, {', '.join(unknown)}. It knows: {known}")
        return [f"{names[account]} ({account}) is answered" for account in self.settings.accounts]

    async def new_token(self) -> tuple[str, float]:
        query = {"corpid": self.settings.corp_id, "corpsecret": self.settings.secret}
        return token_in(await self.api.call("GET", f"{self.settings.api_url}/gettoken", params=query))
