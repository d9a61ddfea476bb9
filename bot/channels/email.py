"""E-mail: a mailbox is read over IMAP, answers go out over SMTP, each thread a conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from imaplib import IMAP4

from imap_tools import ImapToolsError

from bot import metrics
from bot.channels.frame.address import Address
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient, Take
from bot.channels.frame.delivery import Delivery, Failure, Message
from bot.channels.frame.rendering import Part
from bot.channels.frame.signatures import Forged
from bot.channels.mail.counting import few
from bot.channels.mail.loops import automatic, bounced
from bot.channels.mail.mailbox import Mailbox, MailboxError
from bot.channels.mail.oauth import logging_in
from bot.channels.mail.posting import connected, post
from bot.channels.mail.reading import Mail, read_mail
from bot.channels.mail.senders import authenticated
from bot.channels.mail.settings import EmailSettings
from bot.channels.mail.writing import recipient, write_mail
from bot.server.files.file_types import ENDINGS
from bot.state.deliveries.contract import Rate, TryLater
from bot.state.messages import TooManyWaiting
from bot.state.redis.client import Unavailable
from data.formats.text.mail_parts import parsed

logger = logging.getLogger(__name__)

DAY_S = 86_400
# Ids are recognised for so long; of a mailbox whose numbers have changed, the mails of so many days are looked at again.
HORIZON_S, LOOKS_BACK_DAYS = 14 * DAY_S, 7
KEPT_S = 90.0 * DAY_S
# A mail that the server doesn't give, or whose files can't be kept, is left to people after so many tries.
TRIES = 3
# Mails with files are long, and are parsed beside the event loop; in no thread that others may have taken.
READING = ThreadPoolExecutor(1, "mails")


class EmailChannel(MessagingChannel[EmailSettings]):
    channel = "email"
    settings_type = EmailSettings
    able = Capabilities(length=100_000, files=frozenset(ENDINGS), caption=100_000, horizon_s=HORIZON_S, rate=Rate(60, 600, burst=10))

    async def verify(self, delivery: Delivery) -> None:
        raise Forged("mails come from the mailbox, not over HTTP")

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        """What a mail says; `delivery.body` is the mail."""
        loop = asyncio.get_running_loop()
        mail = await loop.run_in_executor(READING, parsed, delivery.body)
        returned = await loop.run_in_executor(READING, bounced, mail, delivery.body)
        lost = [(id, sent) for id, key in returned if (sent := await self.kept.get(f"sent:{key}"))]
        if lost:
            return [Failure(Address.of(conversation), id, "the mail came back undelivered") for id, conversation in lost]
        found, outcome, why = await loop.run_in_executor(READING, self._judged, mail)
        if outcome:
            return self._left(outcome, f"a mail from {found.sender} is not answered: {why}")
        # A form of our own writes for whom an answer goes to; everybody else is who they are, wherever they want their answers.
        user = found.reply_to if found.sender in self.settings.ours else found.sender
        address = Address(self.channel, self.settings.address.lower(), user, thread=found.thread)
        if not await few(self.kept, {user, found.reply_to, address.conversation}, found.id, self.settings.mails_per_hour, HORIZON_S):
            return self._left("refused", f"a mail from {found.sender} is not answered: there are too many within an hour")
        contact = {"subject": found.subject, "before": [*found.before, found.id], "reply_to": found.reply_to}
        return [Message(address, found.id, found.text, media=found.media, contact=contact, at=found.at)]

    async def send(self, part: Part, to: Recipient) -> str:
        return await self._post(write_mail(part, to, self.settings.address, self.settings.name), to)

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        mail = write_mail(part, to, self.settings.address, self.settings.name)
        kind, _, subtype = file.type.partition("/")
        mail.add_attachment(content, maintype=kind, subtype=subtype, filename=file.name)
        return await self._post(mail, to)

    async def _post(self, mail: EmailMessage, to: Recipient) -> str:
        settings = self.settings
        await self.kept.put(f"sent:{to.key}", to.address.conversation, KEPT_S)
        async with logging_in(settings, self.api, self.kept) as login:
            await post(settings, login, mail, recipient(to))
        return str(mail["Message-ID"])

    @property
    def listens(self) -> bool:
        return True

    async def listen(self, take: Take) -> None:
        box = await self._opened()
        try:
            last, numbered_anew = await self._left_at(box)
            began = float(await self.kept.get("began") or 0)
            while True:
                new = await box.after(last)
                for last in new:
                    await self._take(take, box, last, began if last <= numbered_anew else 0.0)
                    await self.kept.put("cursor", f"{box.validity} {last}", KEPT_S)
                if not new:
                    await box.wait()
        finally:
            box.close()

    async def check(self) -> list[str]:
        try:
            (await self._opened()).close()
        except (OSError, IMAP4.error, ImapToolsError) as problem:
            raise TryLater(f"{self.settings.imap_host} can't be read from: {problem}") from None
        async with logging_in(self.settings, self.api, self.kept) as login:
            (await connected(self.settings, login)).close()
        return [f"{self.settings.folder} of {self.settings.address} can be read, and {self.settings.smtp_host} takes mails"]

    async def _take(self, take: Take, box: Mailbox, uid: int, since: float) -> None:
        """Stores a mail, and marks it as read. One that can't be had or kept, again and again, doesn't stand in the way of others."""
        tries = f"tries:{box.validity}/{uid}"
        try:
            await self._store(take, box, uid, since)
        except TooManyWaiting:
            logger.warning("A conversation has too many mails that wait; mail %d of %s is left to people.", uid, self.settings.folder)
        except (MailboxError, IMAP4.error, ImapToolsError, OSError, TryLater) as problem:
            tried = int(await self.kept.get(tries) or 0) + 1
            await self.kept.put(tries, str(tried), DAY_S)
            if tried < TRIES:
                raise
            metrics.receipts.labels(self.channel, "unreadable").inc()
            logger.error("Mail %d of %s can't be had with its files, and is left to people: %r", uid, self.settings.folder, problem)

    async def _store(self, take: Take, box: Mailbox, uid: int, since: float) -> None:
        """Stores a mail that was written since then, and marks it as read; one that isn't answered stays as it is, for people."""
        content = await box.read(uid)
        try:
            incoming = await self.read(Delivery("MAIL", f"{box.validity}/{uid}", {}, content)) if content else []
        except Unavailable:
            raise
        except Exception:  # whatever a mail does to its reader, it doesn't stand in the way of those behind it
            metrics.receipts.labels(self.channel, "unreadable").inc()
            logger.exception("Mail %d of %s can't be read, and is left to people.", uid, self.settings.folder)
            return
        if incoming and all(not isinstance(each, Message) or each.at >= since for each in incoming):
            await take(incoming)
            await box.mark_read(uid)

    async def _left_at(self, box: Mailbox) -> tuple[int, int]:
        """The number of the last mail that was taken; and, if the server has numbered its mails anew, of the last that it has.

        At the first start, all that are there are somebody else's.
        """
        validity, _, uid = (await self.kept.get("cursor") or "").partition(" ")
        if validity == str(box.validity):
            return int(uid), 0
        last = box.next - 1
        if validity:
            return min([*await box.since(datetime.now(timezone.utc) - timedelta(days=LOOKS_BACK_DAYS)), box.next]) - 1, last
        await self.kept.put("began", str(int(time.time())), KEPT_S)  # a mail's date has no fractions of a second
        await self.kept.put("cursor", f"{box.validity} {last}", KEPT_S)
        return last, 0

    def _judged(self, mail: EmailMessage) -> tuple[Mail, str, str]:
        """A mail, and if it isn't answered, how that is counted and why."""
        found, server, ours = read_mail(mail), self.settings.trusted_server, self.settings.ours
        reason = automatic(mail, found, ours)
        if server and found.reply_to.rpartition("@")[2] != found.sender.rpartition("@")[2]:
            found = replace(found, reply_to=found.sender)  # the server vouches for the sender, not for whom else it names
            reason = reason or automatic(mail, found, ours)
        if reason:
            return found, "automatic", reason
        if server and not authenticated(mail, server, found.sender):
            return found, "forged", f"{server} does not vouch for it"
        return found, "", ""

    def _left(self, outcome: str, why: str) -> list[Incoming]:
        metrics.receipts.labels(self.channel, outcome).inc()
        logger.info("%s", why)
        return []

    async def _opened(self) -> Mailbox:
        settings = self.settings
        async with logging_in(settings, self.api, self.kept) as login:
            box = Mailbox(settings.imap_host, settings.imap_port, settings.imap_encryption, login, settings.folder)
            await box.open()
        return box
