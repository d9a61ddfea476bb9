"""Verify → read → inbox → acknowledge: nothing is acknowledged before it is stored, and nothing stored that isn't the platform's."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sanic.response import HTTPResponse
from sanic.response import text as text_response

from bot import metrics
from bot.channels.frame import people
from bot.channels.frame.api import Unknown
from bot.channels.frame.delivery import Delivery, Failure, Message, Owned, PersonSaid, Reaction, Unreadable
from bot.channels.frame.signatures import Forged
from bot.server.http.errors import BadRequest, NotReady
from bot.server.http.requests import LONGEST_TEXT
from bot.server.serving import Serving
from bot.state.deliveries.contract import DeliveryError
from bot.state.messages import Inbound, TooManyWaiting
from bot.state.reaching import StateUnavailable
from bot.state.redis.client import Unavailable

if TYPE_CHECKING:
    from bot.channels.frame.channel import Incoming, MessagingChannel

logger = logging.getLogger(__name__)

LONGEST_ID = 300
# The intent of a file that comes without words, if the domain has it.
FILE_INTENT = "share_file"
NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)]?\s*")


class Intake:
    """Takes what a platform delivers to one channel."""

    def __init__(self, channel: MessagingChannel[Any], serving: Serving) -> None:
        self._channel, self._serving = channel, serving

    async def request(self, delivery: Delivery) -> HTTPResponse:
        """The answer to a delivery over HTTP.

        Raises:
            BadRequest: 403 for one that isn't the platform's, 400 for one that can't be read, `able.away_status`
                where either takes a platform, or Redis, that is away.
            StateUnavailable, TooManyWaiting: not all of it was stored; delivered again, all is stored once.
        """
        came = time.monotonic()
        try:
            await self._channel.verify(delivery)
        except (DeliveryError, Unknown, *Unavailable) as problem:
            logger.warning("A delivery to %s can't be verified for the moment: %s", self._channel.channel, problem)
            raise NotReady(self._channel.able.away_status) from None
        except Exception as problem:
            if not isinstance(problem, Forged):
                logger.exception("A delivery to %s can't be verified, and is refused.", self._channel.channel)
            self._count("forged")
            raise BadRequest(403, "forged", "the signature is missing, wrong or too old") from None
        try:
            answer = await self._channel.challenge(delivery)
            incoming: Sequence[Incoming] = () if answer else await self._channel.read(delivery)
        except Unreadable as problem:
            self._count("unreadable")
            raise BadRequest(400, "unreadable", str(problem)) from None
        except (DeliveryError, Unknown, *Unavailable) as problem:
            logger.warning("A delivery to %s can't be read for the moment: %s", self._channel.channel, problem)
            raise NotReady(self._channel.able.away_status) from None
        except (LookupError, TypeError, ValueError, AttributeError):
            logger.exception("A delivery to %s can't be read.", self._channel.channel)
            self._count("unreadable")
            raise BadRequest(400, "unreadable", "the delivery can't be read") from None
        await self.take(incoming)
        return answer or await self._passive(incoming, came + self._channel.passive_s) or self._channel.acknowledgement(delivery)

    async def _passive(self, incoming: Sequence[Incoming], deadline: float) -> HTTPResponse | None:
        """The reply, where the platform takes it in the response and it is there in time."""
        if not self._channel.passive_s or len(incoming) != 1 or not isinstance(incoming[0], Message):
            return None
        with suppress(*Unavailable):
            passive = self._serving.service.platforms.passive
            if reply := await passive.wait(incoming[0].address.conversation, incoming[0].id, deadline - time.monotonic()):
                return text_response(reply, content_type=self._channel.passive_type)
        return None

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Stores all that came, in its order; when this returns, it will be answered.

        Raises:
            StateUnavailable: Redis is away.
            TooManyWaiting: a conversation is flooded; what others wrote is stored all the same.
        """
        flooded: TooManyWaiting | None = None
        for each in incoming:
            try:
                self._count(await self._store(each))
            except TooManyWaiting as problem:
                flooded = problem
                self._count("refused")
            except Unavailable as problem:
                raise StateUnavailable(f"what came was not stored: {problem}") from problem
        if flooded:
            raise flooded

    async def _store(self, each: Incoming) -> str:
        """Stores one thing that came; returns what became of it."""
        service = self._serving.service
        if isinstance(each, Reaction):
            await self._rate(each)
        elif isinstance(each, Failure):
            await service.platforms.failed(each.address.conversation, each.message, each.reason)
        elif isinstance(each, Owned):
            change = f"change:{each.address.conversation}:{each.change}"
            if not await self._channel.kept.get(change):
                if await self._newest(each):
                    await people.own(service.desk, each)
                await self._channel.kept.put(change, "1", self._channel.able.horizon_s)
        elif isinstance(each, PersonSaid):
            await self._newest(each)
            await people.said(service.desk, each)
        else:
            return await self._accept(each)
        return "accepted"

    async def _accept(self, message: Message) -> str:
        """Stores a message; returns what became of it: `accepted`, or `unreadable` where there is nothing to answer."""
        address = message.address
        conversation = address.conversation
        if not (address.account and address.user and message.id) or max(len(conversation), len(message.id)) > LONGEST_ID:
            logger.error("A message to %s names no account, no customer or not itself, or by ids that are too long.", self._channel.channel)
            return "unreadable"
        if message.to_people and not (await self._serving.service.desk.owner(conversation)).with_person:
            return "to_people"  # of a conversation that people began, nothing is kept
        contacts = self._serving.service.platforms.contacts
        text = _clean(message.text)
        choice = None
        if message.button:
            choice = await contacts.pressed(conversation, message.button)
        elif number := NUMBER.fullmatch(text):
            choice = await contacts.numbered(conversation, int(number[1]))
        if choice is None and text and self._channel.able.says_titles:
            choice = await contacts.titled(conversation, text)
        if not choice and not text and not message.media:
            return "unreadable"  # a button that was never shown here, or blanks
        said = choice.payload if choice else _typed(text) or self._wordless(message)
        names = " ".join(f"[{_clean(media.name) or media.kind}]" for media in message.media)
        shown = " ".join(part for part in (choice.title if choice else text, names) if part)
        about = {"shown": shown}
        if message.media:
            about["media"] = json.dumps([{"kind": each.kind, "reference": each.reference, "name": each.name} for each in message.media])
        inbound = Inbound(conversation, message.id, said, self._channel.channel, about)
        if message.edited:
            return "edited" if await self._serving.service.edit(inbound) else "too_late"
        await contacts.note(conversation, message.contact, message.at)
        uploads = self._channel.files.described(message)
        event = {"message_id": message.id, "text": shown, **({"uploads": uploads} if uploads else {})}
        await self._serving.service.accept(inbound, event)
        await self._channel.files.want(message)
        self._channel.noticing.show(message)
        return "accepted"

    async def _newest(self, each: Owned | PersonSaid) -> bool:
        """Whether nothing newer is known of who has a conversation: deliveries overtake each other, and come again minutes later."""
        name = f"owned:{each.address.conversation}"
        if each.at and each.at < float(await self._channel.kept.get(name) or 0):
            return False
        if each.at:
            await self._channel.kept.put(name, repr(each.at), self._channel.able.horizon_s)
        return True

    async def _rate(self, reaction: Reaction) -> None:
        conversation = reaction.address.conversation
        if event := await self._serving.service.platforms.contacts.event_of(conversation, reaction.message):
            await self._serving.service.opinions.reply(conversation, event, reaction.value, "")

    def _wordless(self, message: Message) -> str:
        """What is said by a file without words: the domain's own intent for it, else what it is."""
        known = self._serving.model.ready and FILE_INTENT in self._serving.model.intents
        return f"/{FILE_INTENT}" if known else f"[{message.media[0].kind}]"

    def _count(self, outcome: str) -> None:
        metrics.receipts.labels(self._channel.channel, outcome).inc()


def _typed(text: str) -> str:
    """Rasa reads “/intent” as a command; from a customer's keyboard it is only text."""
    return "\N{FRACTION SLASH}" + text[1:] if text.startswith("/") else text


def _clean(text: str) -> str:
    """A text as a person typed it: without control characters, not too long."""
    text = text.encode("utf-8", "replace").decode()[:LONGEST_TEXT]
    return "".join(char if char.isprintable() or char in "\n\t" or ord(char) > 0x9F else " " for char in text).strip()
