"""E-mail's own ways: threads, answers as mails, what came back, a mailbox that is read by one process at a time."""

import asyncio
import json
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

import pytest

from bot.server.files.uploads import Files
from bot.state.redis.keys import UNDELIVERED, key
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.files import sent
from tests.support.messaging.kit import Kit
from tests.support.messaging.mail import OURS, EmailKit, received, returned
from tests.support.messaging.mail_servers import MailPlatform
from tests.support.messaging.platform import Platform
from tests.support.messaging.server import served, until
from tests.support.scripted_replies import say

KIT = EmailKit()
Start = Callable[[Kit], Platform]
NEW: dict[str, str | None] = {"References": None, "Subject": "Lamp LX-5"}


@pytest.fixture
def servers(platform_of: Start) -> MailPlatform:
    found = platform_of(KIT)
    assert isinstance(found, MailPlatform)
    return found


def mails(servers: MailPlatform) -> list[EmailMessage]:
    return [received(call) for call in servers.taken]


def test_an_answer_stands_in_its_thread_as_text_and_as_html(state: RedisClient, servers: MailPlatform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, servers.url)) as server:
            assert (await server.post(KIT.mail("1", "how high is it?", headers=NEW)))[0] == 200
            await until(lambda: len(mails(servers)) == 1)
            first = mails(servers)[0]
            # A mail program that keeps only what it answers to.
            answer = {"References": None, "In-Reply-To": str(first["Message-ID"]), "Subject": "AW: [Ticket 5] Lamp LX-5"}
            wrote = f"On Fri, 27 Nov 2026 at 09:12, The shop <{OURS}> wrote:"
            quoted = f"{say(text='**40** cm & more: https://shop.example/lx5')}\n\n{wrote}\n> before"
            assert (await server.post(KIT.mail("2", quoted, headers=answer)))[0] == 200
            await until(lambda: len(mails(servers)) == 2)
            assert [turn.text for turn in server.agent.turns][:1] == ["Lamp LX-5\nhow high is it?"]
            assert len({turn.sender_id for turn in server.agent.turns}) == 1

    asyncio.run(main())
    first, second = mails(servers)
    assert (first["To"], first["From"]) == ("c4711@customer.example", f"The shop <{OURS}>")
    assert (first["Subject"], first["In-Reply-To"]) == ("Re: Lamp LX-5", "<1.4711@customer.example>")
    assert str(second["References"]).split() == [str(first["Message-ID"]).strip(), "<2.4711@customer.example>"]
    assert (first["Auto-Submitted"], first["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    page = second.get_body(("html",))
    assert page
    assert '<b>40</b> cm &amp; more: <a href="https://shop.example/lx5">https://shop.example/lx5</a>' in page.get_content()


def test_files_are_named(state: RedisClient, servers: MailPlatform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, servers.url)) as server:
            photo, page, charset, _ = KIT.others()
            for mail in (photo, page, charset):
                assert (await server.post(mail))[0] == 200
            await until(lambda: len(server.agent.turns) == 3)
            turns = {turn.text: turn for turn in server.agent.turns}
            shown = turns["see the photo"].metadata
            assert shown["shown"] == "see the photo [lämp.png]"
            assert json.loads(shown["media"]) == [{"kind": "image", "reference": "<1.4711@customer.example>#2", "name": "lämp.png"}]
            assert "Where is my order?" in turns  # of the HTML, without what it quotes

    asyncio.run(main())


def test_a_mail_that_came_back_is_reported(state: RedisClient, servers: MailPlatform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, servers.url)) as server:
            await server.post(KIT.text("1", "hello"))
            await until(lambda: state.hlen(key(KIT.conversation(), "sent")) == 1)
            [id] = state.hkeys(key(KIT.conversation(), "sent"))
            assert (await server.post(KIT.mail("b", "", content=returned(id))))[0] == 200
            await until(lambda: state.xlen(key(KIT.conversation(), "undelivered")) == 1)
            assert len(server.agent.turns) == 1

    asyncio.run(main())
    [(_, fields)] = state.xrange(UNDELIVERED)
    assert json.loads(fields["undelivered"])["why"] == "failed"


def test_another_process_takes_the_mailbox_over_within_five_seconds(state: RedisClient, servers: MailPlatform) -> None:
    async def main() -> float:
        async with served(channel_of(KIT, servers.url)) as server:
            await server.post(KIT.text("1", "hello"))
        state.set("heed:channel:email:listen:lease", "a process that was killed", px=3_000)
        killed = time.monotonic()
        servers.do(servers.inbox.put(KIT.text("2", "while nobody read").body))
        async with served(channel_of(KIT, servers.url)) as server:
            await until(lambda: len(server.agent.turns) == 1)
            took = time.monotonic() - killed
            servers.do(servers.inbox.hang_up())  # a connection that breaks is made again
            assert (await server.post(KIT.text("3", "after")))[0] == 200
        return took

    assert 2.0 < asyncio.run(main()) < 5.0


def test_where_it_was_is_known_also_when_the_server_numbers_anew(state: RedisClient, servers: MailPlatform) -> None:
    async def main() -> None:
        before = {"Date": formatdate(time.time() - 3_600)}
        servers.do(servers.inbox.put(KIT.mail("0", "before the first start", headers=before).body))
        for number, text in enumerate(["one", "two"], start=1):
            async with served(channel_of(KIT, servers.url)) as server:
                assert (await server.post(KIT.text(str(number), text)))[0] == 200
                await until(lambda number=number: len(mails(servers)) == number)
                assert [turn.text for turn in server.agent.turns] == [text]
        servers.inbox.validity = 2
        async with served(channel_of(KIT, servers.url)) as server:
            assert (await server.post(KIT.text("3", "three")))[0] == 200
            await until(lambda: len(mails(servers)) == 3)
            assert [turn.text for turn in server.agent.turns] == ["three"]

    asyncio.run(main())


def test_a_sender_or_a_thread_that_writes_too_often_is_left_to_people(state: RedisClient, servers: MailPlatform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, servers.url, mails_per_hour=3)) as server:
            answers = [(await server.post(KIT.mail(str(number), "hello", headers=NEW)))[0] for number in range(5)]
            assert answers == [200, 200, 200, 403, 403]  # each in a thread of its own
            assert (await server.post(KIT.mail("0", "hello", headers=NEW)))[0] == 200  # known: it counts once
            assert (await server.post(KIT.text("9", "hello", user="other")))[0] == 200
            await until(lambda: len(server.agent.turns) == 4)

    asyncio.run(main())


def test_a_mail_that_breaks_the_reader_stands_in_nobodys_way(
    state: RedisClient, servers: MailPlatform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    channel = channel_of(KIT, servers.url)
    read = channel.read

    async def breaks(delivery: Any) -> Any:
        if b"poison" in delivery.body:
            raise LookupError("unknown encoding")
        return await read(delivery)

    monkeypatch.setattr(channel, "read", breaks)

    async def main() -> None:
        async with served(channel) as server:
            assert (await server.post(KIT.text("1", "poison")))[0] == 403
            assert (await server.post(KIT.text("2", "hello")))[0] == 200

    asyncio.run(main())
    assert "is left to people" in caplog.text


def test_a_mail_that_the_server_does_not_give_stands_in_nobodys_way(
    state: RedisClient, servers: MailPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    servers.inbox.withheld.append(b"poison")

    async def main() -> None:
        async with served(channel_of(KIT, servers.url)) as server:
            await server.post(KIT.text("0", "hello"))
            servers.do(servers.inbox.put(KIT.text("1", "poison").body))
            assert (await server.post(KIT.text("2", "hello")))[0] == 200

    asyncio.run(main())
    assert "is left to people" in caplog.text


def test_a_mail_whose_file_cannot_be_kept_for_the_moment_is_tried_again_and_then_left(
    state: RedisClient, servers: MailPlatform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    free, full = Files.free_bytes, [True]
    monkeypatch.setattr(Files, "free_bytes", lambda files: 0 if full and full.pop() else free(files))

    async def main() -> None:
        async with served(channel_of(KIT, servers.url)) as server:
            assert (await server.post(sent(KIT, servers.url)))[0] == 200
            assert (full, Files().count(KIT.conversation())) == ([], 1)
            monkeypatch.setattr("bot.channels.email.TRIES", 1)
            monkeypatch.setattr(Files, "free_bytes", lambda _: 0)
            mail = sent(KIT, servers.url).body.replace(b"<1.4711", b"<2.4711")
            number = servers.do(servers.inbox.put(mail))
            assert (await server.post(KIT.text("3", "after")))[0] == 200
            assert number not in servers.inbox.seen

    asyncio.run(main())
    assert "is left to people" in caplog.text


def test_a_flooded_conversation_stops_no_other(state: RedisClient, servers: MailPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.state.turns.inbox.LONGEST_QUEUE", 2)

    async def slow(text: str) -> list[dict[str, Any]]:
        await asyncio.sleep(1.0 if "flood" in text else 0.0)
        return [{"text": text}]

    async def main() -> None:
        async with served(channel_of(KIT, servers.url), turn=slow) as server:
            answers = [(await server.post(KIT.text(f"{number}", "flood")))[0] for number in range(5)]
            assert (answers[0], answers[-1]) == (200, 403)  # it is left unread, for people
            assert (await server.post(KIT.text("9", "hello", user="other")))[0] == 200

    asyncio.run(main())


def test_who_wrote_is_who_is_vouched_for_wherever_the_answer_goes(state: RedisClient, servers: MailPlatform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, servers.url)) as server:
            for number, address in enumerate(["victim@other.example", "office@customer.example"]):
                assert (await server.post(KIT.mail(f"{number}", "hello", headers={"Reply-To": address})))[0] == 200
                await until(lambda number=number: len(mails(servers)) == number + 1)
            assert {turn.sender_id for turn in server.agent.turns} == {KIT.conversation()}
        async with served(channel_of(KIT, servers.url, trusted_server="", own_addresses=["form@shop.example"])) as server:
            for number, headers in enumerate([{}, {"From": "form@shop.example"}], start=2):
                assert (await server.post(KIT.mail(f"{number}", "hello", headers={"Reply-To": "bob@other.example", **headers})))[0] == 200
                await until(lambda number=number: len(mails(servers)) == number + 1)
            assert [turn.sender_id.split(":")[2] for turn in server.agent.turns] == ["c4711@customer.example", "bob@other.example"]

    asyncio.run(main())
    assert [mail["To"] for mail in mails(servers)] == [
        "c4711@customer.example", "office@customer.example", "bob@other.example", "bob@other.example",
    ]  # fmt: skip


def test_a_long_id_goes_back_as_it_came(state: RedisClient, servers: MailPlatform) -> None:
    long = f"<{'a1' * 60}@customer.example>"

    async def main() -> None:
        async with served(channel_of(KIT, servers.url)) as server:
            await server.post(KIT.mail("1", "hello", headers={"Message-ID": long, "References": "<first.4711@customer.example>"}))
            await until(lambda: len(servers.taken) == 1)  # both are of one conversation: together they would be one turn
            await server.post(KIT.mail("2", "hello", content=KIT.text("2", "hello").body.replace(b"<2.4711", "<é.4711".encode())))
            await until(lambda: len(servers.taken) == 2)

    asyncio.run(main())
    answer, other = (call.body.partition(b"\r\n\r\n")[0] for call in servers.taken)
    assert f"In-Reply-To: {long}\r\n".encode() in answer
    assert f"References: <first.4711@customer.example>\r\n {long}\r\n".encode() in answer
    assert b"In-Reply-To: <first.4711@customer.example>\r\n" in other  # of one that isn't ASCII, nothing


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"address": "no address"}, "address"),
        ({"own_addresses": ["a@b.example", "c"]}, "address"),
        ({"imap_host": ""}, "imap_host"),
        ({"smtp_host": "smtp.shop.example"}, "smtp_encryption"),
        ({"imap_encryption": "ssl"}, "imap_encryption"),
        ({"mails_per_hour": 0}, "mails_per_hour"),
    ],
)
def test_bad_settings_are_named(servers: MailPlatform, settings: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        channel_of(KIT, servers.url, **settings)


def test_checking_logs_in_to_both_servers(state: RedisClient, servers: MailPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    async def checked() -> list[str]:
        channel = channel_of(KIT, servers.url)
        async with served(channel):
            return await channel.check()

    assert asyncio.run(checked()) == [f"INBOX of {OURS} can be read, and 127.0.0.1 takes mails"]
    monkeypatch.setenv("EMAIL_PASSWORD", "not the password")
    with pytest.raises(Exception, match="can't be read from"):
        asyncio.run(checked())
