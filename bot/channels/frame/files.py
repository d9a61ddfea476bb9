"""Files that customers send: had from the platform once their message is acknowledged, and kept as those of the web are, for the desk."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.channels.frame.api import Unknown
from bot.channels.frame.delivery import Media, Message
from bot.server.files.file_types import ENDINGS, VOICES, voice_type_of
from bot.server.files.inspection import Inspector
from bot.server.files.reservations import Reservations
from bot.server.files.uploads import LEAST_FREE, MOST_FILES, Files
from bot.server.files.virus_scan import scan
from bot.server.http.errors import BadRequest
from bot.server.serving import Serving
from bot.state.deliveries.contract import Refused, TryLater
from bot.state.deliveries.downloads import Wanted
from bot.state.reaching import StateUnavailable
from bot.state.redis.client import Unavailable
from bot.state.redis.tasks import end, to_its_end

if TYPE_CHECKING:
    from bot.channels.frame.channel import MessagingChannel

logger = logging.getLogger(__name__)

# Also for what another process, or one that was killed, left.
LOOKS_EVERY_S = 5.0
# A file that couldn't be had for so long is given up: platforms forget theirs after hours or days.
GIVE_UP_S = 6 * 60 * 60.0
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 600.0
# A download that takes longer is broken off: less than a lease.
LONGEST_S = 90.0
# Refusals that pass, by their HTTP status.
PASSES = (429, 503)
# What else the platforms tell of, in their words.
NO_FILES = ("location", "link", "contact", "contacts", "sticker", "share", "fallback", "template")
# Of one message.
MOST_OF_MESSAGE = 10
# That a process has at once: one whose platform is slow doesn't keep others waiting.
SIDE_BY_SIDE = 4
# Megabytes that customers of all channels may send in a day.
MB_A_DAY = 2_000


class Collecting:
    """Has one channel's files."""

    def __init__(self, channel: MessagingChannel[Any], serving: Serving) -> None:
        self._channel, self._serving = channel, serving
        self._downloads = serving.service.platforms.downloads(channel.channel)
        self._files, self._inspector, self._reservations = Files(), Inspector(), Reservations(0, MB_A_DAY)
        self._news = asyncio.Event()

    def described(self, message: Message) -> list[dict[str, str]]:
        """A message's files as the desk finds them later; what can't be had is not among them."""
        return [{"upload": id, "name": media.name or media.kind} for id, media in self._of(message)]

    async def want(self, message: Message) -> None:
        """Has a message's files kept: at once, where they came with it; else soon, whatever happens to this process.

        Raises:
            TryLater: one that came with it can't be kept for the moment; those that can are.
            StateUnavailable, redis.RedisError, OSError: Redis is away.
        """
        conversation = message.address.conversation
        troubles: list[TryLater] = []
        for id, media in self._of(message):
            if media.content:
                try:
                    await self._keep(conversation, id, media.name or media.kind, media.content)
                except Refused as problem:
                    self._lost(conversation, media.kind, problem)
                except (TryLater, OSError) as problem:
                    troubles.append(TryLater(f"a customer's file ({media.kind}) can't be kept for the moment: {problem}"))
            else:
                await self._downloads.want(Wanted(conversation, id, media.kind, media.reference, media.name, time.time()))
                self._news.set()
        if troubles:
            raise troubles[0]

    async def run(self) -> None:
        """Has files, some side by side, until it is cancelled."""
        tasks = [asyncio.ensure_future(self._work()) for _ in range(SIDE_BY_SIDE)]
        try:
            await asyncio.gather(*tasks)
        finally:
            await to_its_end(end(tasks))

    async def _work(self) -> None:
        while True:
            self._news.clear()
            try:
                while await self._next():
                    pass
            except (StateUnavailable, *Unavailable):
                pass  # Redis is away, which its monitor says; a lease ends by itself
            except Exception:  # none would be had any more
                logger.exception("Files of %s can't be had.", self._channel.channel)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), LOOKS_EVERY_S)

    async def _next(self) -> bool:
        """Has a file whose time has come, if there is one. Who ends meanwhile gives it to others at once: a lease lasts for minutes."""
        asking = asyncio.ensure_future(self._downloads.next())
        try:
            if wanted := await asyncio.shield(asking):
                await self._have(wanted)
            return wanted is not None
        except asyncio.CancelledError:
            await to_its_end(self._give_back(asking))
            raise

    async def _give_back(self, asking: asyncio.Future[Wanted | None]) -> None:
        with suppress(*Unavailable):
            if wanted := await asking:
                await self._downloads.later(wanted, 0.0)

    def _of(self, message: Message) -> list[tuple[str, Media]]:
        """A message's files, each with the id that it is kept under: the same when the message is delivered again."""
        conversation, asks = message.address.conversation, self._channel.has_files
        named = [
            (hashlib.sha256(f"{conversation}\n{message.id}\n{number}".encode("utf-8", "replace")).hexdigest()[:32], media)
            for number, media in enumerate(message.media[:MOST_OF_MESSAGE])
        ]
        return [(id, media) for id, media in named if media.content or (asks and media.reference and media.kind not in NO_FILES)]

    async def _have(self, wanted: Wanted) -> None:
        conversation, upload = wanted.conversation, wanted.upload
        try:
            if not self._files.find(conversation, upload) and await self._serving.service.kept([conversation]):
                download = self._channel.download(Media(wanted.kind, wanted.reference, wanted.name))
                content = await asyncio.wait_for(download, LONGEST_S)
                if await self._downloads.still(wanted):
                    try:
                        await self._keep(conversation, upload, wanted.name or wanted.kind, content)
                    finally:
                        if not await self._downloads.still(wanted):  # its customer was erased meanwhile
                            self._files.remove(conversation, upload)
        except (TryLater, Unknown, asyncio.TimeoutError, OSError) as problem:  # no OSError is Redis', whose clients have their own
            if isinstance(problem, OSError):
                logger.error("A file of %s can't be kept for the moment: %r", conversation, problem)
            age_s = time.time() - wanted.since
            if age_s < GIVE_UP_S:
                pause_s = min(LONGEST_PAUSE_S, max(SHORTEST_PAUSE_S, age_s, getattr(problem, "after_s", 0.0)))
                return await self._downloads.later(wanted, pause_s)
            self._lost(conversation, wanted.kind, problem)
        except Refused as problem:
            self._lost(conversation, wanted.kind, problem)
        except (StateUnavailable, *Unavailable):
            raise
        except Exception as problem:  # one file doesn't keep others from being had
            logger.exception("A file of %s can't be had.", conversation)
            self._lost(conversation, wanted.kind, problem)
        return await self._downloads.done(wanted)

    async def _keep(self, conversation: str, id: str, name: str, content: bytes) -> None:
        """Keeps a file, within the same bounds as one of the web.

        Raises:
            Refused: it is not of a type that is kept, the conversation has too many, or the virus scan refuses it.
            TryLater: the disk is full, too much was sent of late, or the virus scan didn't answer.
        """
        files = self._files
        if files.find(conversation, id):
            return
        if files.free_bytes() < LEAST_FREE:
            raise TryLater("there is no room on the disk")
        if files.count(conversation) >= MOST_FILES:
            raise Refused(f"a conversation may have {MOST_FILES} files at most")
        type = await self._inspector.type_of(content) or voice_type_of(content)
        if type is None:
            raise Refused(f"a file must be one of {', '.join((*ENDINGS.values(), *VOICES.values()))}, and in order")
        account = ":".join(conversation.split(":")[:2])
        try:
            async with self._reservations.reserve(self._serving.service.limits, conversation, account, len(content)) as reserved:
                path = await asyncio.to_thread(files.write, conversation, content, id)
                try:
                    await scan(self._channel.settings.scan_command, path)
                    files.keep(path, name, type)
                except BaseException:
                    path.unlink(missing_ok=True)
                    raise
                reserved.kept_s = self._serving.model.keep_s
        except BadRequest as problem:
            raise (TryLater if problem.status in PASSES else Refused)(str(problem)) from None

    def _lost(self, conversation: str, kind: str, problem: Exception) -> None:
        said = self._channel.api.masked(str(problem) or repr(problem))
        logger.warning("A customer's file (%s) of %s is not kept: %s", kind, conversation, said)
