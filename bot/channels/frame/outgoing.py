"""Outbox → render → send: a channel as the deliveries see it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.channels.frame.address import Address
from bot.channels.frame.attached import Attached, FileLinks
from bot.channels.frame.rendering import Part, linked, render, with_file
from bot.state.deliveries.contacts import Choice, Contacts
from bot.state.deliveries.contract import Rate, Refused, Sending
from bot.state.deliveries.passive import PassiveReplies
from bot.state.turns.outbox import Event
from bot.state.turns.owner import ASSISTANT

if TYPE_CHECKING:
    from bot.channels.frame.channel import MessagingChannel, Recipient


class Sender:
    """Renders and sends for one channel (`bot.state.deliveries.contract.Sends`)."""

    def __init__(self, channel: MessagingChannel[Any], contacts: Contacts, passive: PassiveReplies, links: FileLinks) -> None:
        self._channel, self._contacts, self._passive, self._links = channel, contacts, passive, links

    @property
    def horizon_s(self) -> int:
        return self._channel.able.horizon_s

    @property
    def recognises(self) -> bool:
        return self._channel.able.recognises

    @property
    def recognises_s(self) -> float:
        return self._channel.able.recognises_s

    @property
    def rate(self) -> Rate:
        return self._channel.able.rate

    def takes(self, type: str) -> bool:
        return type in self._channel.able.files or bool(self._channel.settings.public_url)

    async def parts(self, conversation: str, event: Event) -> list[Part]:
        async def show(buttons: Sequence[tuple[str, str]]) -> Sequence[Choice]:
            return await self._contacts.show(conversation, event.id, buttons)

        if event.content.get("elsewhere"):  # it came from the platform's own desk
            return []
        parts = await render(event.content, self._channel.able, show)
        upload = event.content.get("upload") if event.kind == "agent" else None
        if upload and (file := self._links.attached(upload, conversation, self._channel.webhook, int(event.id.partition("-")[0]) / 1000)):
            parts = with_file(parts, file, self._channel.able)
        owner = str(event.content.get("owner", "")) if event.kind == "handover" and self._channel.able.desk else ""
        # Without a text, it begins anew with the assistant, since the customer has written: the desk knows that.
        return [*parts, Part(owner=owner)] if owner and (owner != ASSISTANT or parts) else parts

    async def send(self, part: Part, sending: Sending) -> str:
        from bot.channels.frame.channel import Recipient

        window_s = self._channel.able.window_s
        if window_s and not part.owner and time.time() > sending.contact_at + window_s:
            raise Refused(f"the customer's last message is older than {window_s / 3600:.0f} hours; the platform takes no answer by now")
        to = Recipient(Address.of(sending.conversation), sending.key, sending.contact, sending.contact_at)
        # Only a reply's end: what is sent after it could overtake the response.
        reply = self._channel.passive(part, to) if self._channel.passive_s and part.last and not part.file else ""
        if reply and await self._passive.offer(sending.conversation, reply):
            return ""
        return await (self._send_file(part, part.file, to) if part.file else self._channel.send(part, to))

    async def _send_file(self, part: Part, file: Attached, to: Recipient) -> str:
        """Sends a file; a link to it, where the platform refuses the file and there is one."""
        content = await file.content()
        try:
            return await self._channel.send_file(part, file, content, to)
        except Refused:
            if not file.address:
                raise
        return await self._channel.send(linked(file, self._channel.able, part.runs), to)
