"""Who has a conversation at 微信客服: the assistant, or people in WeCom's own client (https://developer.work.weixin.qq.com/document/path/94669)."""

from __future__ import annotations

from typing import Any, Literal

from bot.channels.frame.address import Address
from bot.channels.frame.api import Unknown
from bot.channels.frame.delivery import Owned, PersonSaid, pick, seconds_at, text_at
from bot.channels.platforms.weixin import WeixinChannel
from bot.state.deliveries.contract import Refused, TryLater

Has = Literal["person", "assistant"]

QUEUE, PERSON = 2, 3
# By the platform's events: an agent got it, passed it on, ended it, opened it again.
CHANGES: dict[int, Has] = {1: "person", 2: "person", 3: "assistant", 4: "person"}
# For how long it is believed what the platform said when it was asked, or told.
ASSISTANT_S, PERSON_S = 86_400.0, 3_600.0
# The queue, in the setting that else names an agent.
POOL = "queue"


class Sessions:
    """What the platform says of each conversation, kept for a while."""

    def __init__(self, channel: WeixinChannel[Any]) -> None:
        self._channel = channel

    async def has(self, address: Address) -> Has:
        """Who has a conversation; asked, if it isn't known."""
        found = await self._channel.kept.get(f"owner:{address.conversation}")
        if found in ("person", "assistant"):
            return found  # type: ignore[return-value]
        try:
            state = await self._state(address)
        except Refused:  # it can't be asked; and to a person's customer, nothing can be sent
            state = None
        return await self._note(address, "person" if state in (QUEUE, PERSON) else "assistant")

    async def changed(self, address: Address, item: dict[str, Any]) -> list[Owned]:
        """What a change of session means."""
        kind = pick(item, "event", "change_type")
        if not isinstance(kind, int) or kind not in CHANGES:
            return []
        has = await self._note(address, CHANGES[kind])
        who: Literal["people", "nobody"] = "people" if has == "person" else "nobody"
        return [Owned(address, who, f"session.{text_at(item, 'msgid')}", seconds_at(item, "send_time"))]

    async def said(self, address: Address, item: dict[str, Any]) -> list[PersonSaid]:
        """What an agent wrote in WeCom's client; nothing, once their session is over."""
        if await self.has(address) != "person":
            return []
        text, name = text_at(item, "text", "content"), text_at(item, "servicer_userid")
        return [PersonSaid(address, text_at(item, "msgid"), text, name, seconds_at(item, "send_time"))]

    async def transfer(self, address: Address, to: str) -> None:
        """Gives a conversation to people; to do so twice changes nothing.

        Args:
            to: `queue`, or an agent's userid.

        Raises:
            TryLater, Refused: it is not theirs.
        """
        who = {"service_state": QUEUE} if to == POOL else {"service_state": PERSON, "servicer_userid": to}
        try:
            await self._channel.call("kf/service_state/trans", {**_about(address), **who})
        except Unknown as problem:
            raise TryLater(str(problem)) from None
        except Refused:
            if await self._state(address) not in (QUEUE, PERSON):
                raise
        await self._note(address, "person")

    async def _state(self, address: Address) -> Any:
        return pick((await self._channel.call("kf/service_state/get", _about(address))).body, "service_state")

    async def _note(self, address: Address, has: Has) -> Has:
        await self._channel.kept.put(f"owner:{address.conversation}", has, PERSON_S if has == "person" else ASSISTANT_S)
        return has


def _about(address: Address) -> dict[str, str]:
    return {"open_kfid": address.account, "external_userid": address.user}
