"""POST /chat/transcript/mail: the whole conversation by e-mail, to an address that its reader has confirmed.

Anybody may write in the chat, so nothing that was written there is mailed to an address before a code from that mailbox is told here. The
e-mail with the code has no words of a visitor's. Neither address nor code is kept.
"""

from __future__ import annotations

import logging
import secrets
from email.message import EmailMessage

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.web.auth import Authenticator, refuse_after
from bot.channels.web.mail_codes import DIGITS, PERIOD_S, MailCodes
from bot.channels.web.mail_texts import texts_of
from bot.channels.web.routes.transcript import LONGEST_NAME, named, written, zone_of
from bot.channels.web.tokens import Visitor
from bot.handover.contact import LONGEST, checked_mail_address
from bot.handover.way_settings import MailWay
from bot.handover.ways import FAILURES, mail_of, refused_for_good, send_mail
from bot.server.http.errors import BadRequest, NotReady
from bot.server.http.requests import pattern_field, plain_text, read_body, read_json
from bot.server.lifecycle import serving
from bot.server.serving import Serving
from bot.state.rate_limits import HOUR_S, Budget, of_address, of_conversation
from data.errors import DataError

logger = logging.getLogger(__name__)

CODE = (rf"\d{{{DIGITS}}}", f"the {DIGITS} digits of the e-mail")
SHORT = (rf"(?s:.{{0,{LONGEST_NAME}}})", f"{LONGEST_NAME} characters at most")
# E-mails that go to one mailbox, for one conversation, for one network address, and in all.
TO_ONE, FOR_CONVERSATION, FOR_ADDRESS, IN_ALL = Budget(6, HOUR_S), Budget(10, HOUR_S), Budget(20, HOUR_S), Budget(600, HOUR_S)
# Codes that may be tried from one network address, in all, and for a mailbox: a million guesses take two weeks.
TRIES_FROM_ADDRESS, TRIES_IN_ALL, TRIES = Budget(30, HOUR_S), Budget(3_000, HOUR_S), Budget(10, HOUR_S)


def serve_transcript_mail(chat: Blueprint, authenticator: Authenticator) -> None:
    """Adds the route."""
    tokens = authenticator.tokens
    codes = MailCodes(tokens.key_of("mail codes"))

    @chat.post("/transcript/mail", stream=True)
    async def mail(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        fields = read_json(await read_body(request), {"address", "code", "name", "zone"})
        found = serving(request)
        way = _way(found)
        to = _address(fields)
        mailbox = of_address(tokens.pseudonym(_without_tag(to)), "mailbox")
        if not (said := await found.service.said(visitor.conversation)):
            raise BadRequest(404, "unknown_conversation", "nothing was said in this conversation yet")
        if "code" not in fields:
            await _count(found, mailbox, visitor, authenticator.origin(request))
            await _send(way, _code_mail(way, to, codes.code(visitor.conversation, to), visitor.locale))
            return empty(status=202)
        await _count_try(found, mailbox, authenticator.origin(request))
        if not codes.fits(visitor.conversation, to, pattern_field(fields, "code", *CODE)):
            raise BadRequest(400, "wrong_code", "this is not the code from the e-mail, or it is too old; have another one sent")
        name, zone = (pattern_field({each: fields.get(each, "")}, each, *SHORT) for each in ("name", "zone"))
        text = written(said, visitor.locale, named(name), zone_of(zone))
        await _count(found, mailbox, visitor, authenticator.origin(request))
        await _send(way, _copy_mail(way, to, text, visitor.locale))
        return empty()


def sends_mail(found: Serving) -> bool:
    """Whether a conversation can be mailed: `handover: email:` says by which server."""
    return isinstance(found.people.ways.get("email"), MailWay)


def _way(found: Serving) -> MailWay:
    way = found.people.ways.get("email")
    if not isinstance(way, MailWay):
        raise BadRequest(404, "no_mail", "this server sends no e-mails; handover: email: in endpoints.yml says by which server it may")
    return way


def _address(fields: dict[str, object]) -> str:
    try:
        return checked_mail_address(plain_text(fields, "address", LONGEST))
    except DataError as problem:
        raise BadRequest(400, "invalid_address", str(problem)) from None


def _without_tag(address: str) -> str:
    """A mailbox has any number of addresses, as jo+chat@example.com; they count as one."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


async def _count_try(found: Serving, mailbox: str, origin: str) -> None:
    """Counts a try of a code, before it is compared.

    Raises:
        BadRequest: there were too many.
    """
    counted = (
        (of_address(origin, "mail tries"), TRIES_FROM_ADDRESS),
        (of_address("all", "mail tries"), TRIES_IN_ALL),
        (f"{mailbox}:tries", TRIES),
    )
    for name, budget in counted:
        refuse_after(await found.service.limits.spend(name, budget))


async def _count(found: Serving, mailbox: str, visitor: Visitor, origin: str) -> None:
    """Counts an e-mail, before it goes out.

    Raises:
        BadRequest: there were too many.
    """
    counted = (
        (of_address(origin, "mails"), FOR_ADDRESS),
        (of_conversation(visitor.conversation, "mails"), FOR_CONVERSATION),
        (mailbox, TO_ONE),
        (of_address("all", "mails"), IN_ALL),
    )
    for name, budget in counted:
        refuse_after(await found.service.limits.spend(name, budget))


async def _send(way: MailWay, message: EmailMessage) -> None:
    try:
        await send_mail(way, message)
    except FAILURES as error:
        # Not the error's own words: they name the customer.
        logger.warning("A conversation can't be mailed to its customer (%s).", type(error).__name__)
        if refused_for_good(error):
            raise BadRequest(400, "invalid_address", "the mail server takes no e-mail for this address") from None
        raise NotReady() from None


def _code_mail(way: MailWay, to: str, code: str, locale: str) -> EmailMessage:
    texts = texts_of(locale)
    body = f"{texts.why_code}\n\n    {code}\n\n{texts.otherwise.format(minutes=int(PERIOD_S // 60))}"
    return mail_of(way, to, texts.code.format(code=code), body, secrets.token_hex(16))


def _copy_mail(way: MailWay, to: str, text: str, locale: str) -> EmailMessage:
    texts = texts_of(locale)
    return mail_of(way, to, texts.copy, f"{texts.why_copy}\n\n{text}", secrets.token_hex(16))
