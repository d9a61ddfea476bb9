"""A conversation goes by e-mail to whoever can read the mailbox, and to nobody else."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from bot.channels.web.channel import WebChannel
from bot.channels.web.mail_codes import MailCodes
from bot.channels.web.mail_texts import TEXTS
from bot.channels.web.routes.transcript import SPEAKERS
from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import Tokens
from bot.state.rate_limits import HOUR_S, Budget, of_address
from bot.state.redis.keys import key
from bot.workspace import Workspace
from tests.bot.conftest import CONVERSATION, RedisClient
from tests.support.chat import Answer, ask
from tests.support.mailbox import mailbox
from tests.support.messaging.server import served
from tests.support.rasa_process import free_port

TOKENS = Tokens(b"k" * 32)
SAID = {"event": "user", "text": "Where is the enamel pot?", "timestamp": 1_782_945_000.0, "message_id": "m"}

# The second one isn't taken by the mail server, which knows no SMTPUTF8; the last one as it says.
WRONG = [
    "no address",
    "jörg@home.example",
    "jo@home.example\r\nBcc: all@home.example",
    "jo@home.example, all@home.example",
    7,
    "gone@home.example",
]


@pytest.fixture(autouse=True)
def several_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sanic, "test_mode", True)


class Customer:
    """Asks the route, with a token of a conversation."""

    def __init__(self, port: int, conversation: str = CONVERSATION, locale: str = "de-DE") -> None:
        self._url = f"http://127.0.0.1:{port}/webhooks//chat/transcript/mail"
        self._headers = {"Authorization": f"Bearer {TOKENS.access(conversation, locale)}"}

    async def mail(self, **body: Any) -> Answer:
        return await asyncio.to_thread(ask, self._url, body, self._headers)


@asynccontextmanager
async def company(folder: Path, smtp_port: int) -> AsyncIterator[int]:
    """A server of a company that tells its people by e-mail; its port."""
    email = {"to": ["team@shop.example"], "sender": "chat@shop.example", "host": "127.0.0.1", "port": smtp_port, "encryption": "none"}
    (folder / "endpoints.yml").write_text(json.dumps({"handover": {"email": email}}))
    with Workspace(folder).used():
        async with served(WebChannel(WebSettings(), TOKENS)) as running:
            yield running.port


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found
    return found[0]


def test_it_is_mailed_to_who_confirms_the_address(state: RedisClient, tmp_path: Path) -> None:
    smtp_port = free_port()

    async def main() -> None:
        async with mailbox(smtp_port) as mails, company(tmp_path, smtp_port) as port:
            customer = Customer(port)
            assert (await customer.mail(address="jo@home.example")).status == 404  # nothing was said
            state.rpush(key(CONVERSATION, "events"), json.dumps(SAID))
            assert (await customer.mail(address="jo@home.example")).status == 202
            [asked] = mails
            assert (asked["To"], asked["From"], asked["Auto-Submitted"]) == ("jo@home.example", "chat@shop.example", "auto-generated")
            assert (await customer.mail(address="jo@münchen.example")).status == 202
            assert mails.pop()["To"] == "jo@xn--mnchen-3ya.example"
            assert "enamel" not in asked.as_string() + str(asked.get_content())  # nothing of what a visitor wrote
            assert asked["Subject"] == f"Ihr Code: {code_in(asked.get_content())}"
            code = code_in(asked.get_content())
            refused = await customer.mail(address="jo@home.example", code=f"{(int(code) + 1) % 10**6:06}")
            assert (refused.status, refused.body["error"]["code"]) == (400, "wrong_code")
            elsewhere = await customer.mail(address="someone@else.example", code=code)
            assert elsewhere.body["error"]["code"] == "wrong_code"
            sent = await customer.mail(address="jo@home.example", code=code, name="Juniper Lane", zone="Europe/Berlin")
            assert sent.status == 204
            [_, copy] = mails
            assert copy["Subject"] == "Eine Kopie unseres Gesprächs"
            assert "\nJuniper Lane" in copy.get_content()
            assert "CEST  Sie\r\nWhere is the enamel pot?" in copy.get_content()
            assert not [name for name in state.scan_iter() if "home.example" in name]

    asyncio.run(main())


def test_nobody_is_flooded(state: RedisClient, tmp_path: Path) -> None:
    smtp_port = free_port()

    async def main() -> None:
        async with mailbox(smtp_port) as mails, company(tmp_path, smtp_port) as port:
            for number in range(10):
                conversation = f"{number:032x}"
                state.rpush(key(conversation, "events"), json.dumps(SAID))
                answer = await Customer(port, conversation).mail(address=f"Jo+{number}@home.example")
            assert (answer.status, answer.body["error"]["code"]) == (429, "too_many")
            assert int(answer.headers["Retry-After"]) > 60
            assert len(mails) == 6
            tried = [await Customer(port, f"{0:032x}").mail(address="jo@home.example", code=f"{number:06}") for number in range(12)]
            assert {answer.status for answer in tried[-2:]} == {429}

    asyncio.run(main())


def test_codes_of_many_mailboxes_cant_be_guessed(state: RedisClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.routes.transcript_mail.TRIES_IN_ALL", Budget(33, HOUR_S))

    async def main() -> None:
        async with company(tmp_path, free_port()) as port:

            async def guess(number: int) -> int:
                conversation = f"{number:032x}"
                state.rpush(key(conversation, "events"), json.dumps(SAID))
                return (await Customer(port, conversation).mail(address=f"jo{number}@home.example", code="123456")).status

            assert [await guess(number) for number in range(32)] == [400] * 30 + [429] * 2
            for name in state.scan_iter(of_address("*", "mail tries")):  # from elsewhere
                if name != of_address("all", "mail tries"):
                    state.delete(name)
            assert [await guess(number) for number in range(4)] == [400] * 3 + [429]

    asyncio.run(main())


def test_what_is_no_address_of_one_person_is_refused(state: RedisClient, tmp_path: Path) -> None:
    smtp_port = free_port()

    async def main() -> None:
        async with mailbox(smtp_port, {"gone": "550 no such mailbox"}) as mails, company(tmp_path, smtp_port) as port:
            state.rpush(key(CONVERSATION, "events"), json.dumps(SAID))
            for address in WRONG:
                answer = await Customer(port).mail(address=address)
                assert (address, answer.status, answer.body["error"]["code"]) == (address, 400, "invalid_address")
            assert (await Customer(port).mail(address="jo@home.example", code="12345")).body["error"]["code"] == "invalid_code"
            assert (await Customer(port).mail(address="jo@home.example", to="all@home.example")).body["error"]["code"] == "unknown_field"
            assert mails == []

    asyncio.run(main())


def test_a_server_without_mail_says_so_before(state: RedisClient, tmp_path: Path) -> None:
    async def main() -> None:
        with Workspace(tmp_path).used():
            async with served(WebChannel(WebSettings(), TOKENS)) as running:
                answer = await Customer(running.port).mail(address="jo@home.example")
                assert (answer.status, answer.body["error"]["code"]) == (404, "no_mail")

    asyncio.run(main())


def test_a_mail_server_that_is_away_is_for_later(state: RedisClient, tmp_path: Path) -> None:
    async def main() -> None:
        async with company(tmp_path, free_port()) as port:
            state.rpush(key(CONVERSATION, "events"), json.dumps(SAID))
            assert (await Customer(port).mail(address="jo@home.example")).status == 503

    asyncio.run(main())


def test_a_code_is_of_one_conversation_and_holds_for_two_periods(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000_000.0
    monkeypatch.setattr("bot.channels.web.mail_codes.time.time", lambda: now)
    codes = MailCodes(b"key")
    code = codes.code("a", "jo@home.example")
    assert codes.fits("a", "jo@home.example", code)
    assert not codes.fits("b", "jo@home.example", code)
    assert not MailCodes(b"other").fits("a", "jo@home.example", code)
    now += 600
    assert codes.fits("a", "jo@home.example", code)
    now += 600
    assert not codes.fits("a", "jo@home.example", code)


def test_all_languages_of_the_transcript_have_e_mails() -> None:
    assert TEXTS.keys() == SPEAKERS.keys()
    for texts in TEXTS.values():
        assert re.findall(r"\{\w+\}", "".join(texts)) == ["{code}", "{minutes}"]
