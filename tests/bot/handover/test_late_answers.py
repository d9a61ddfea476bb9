"""Who left an e-mail address and closed the chat is answered there, once; who is there, or left a phone number, isn't."""

import asyncio
import time

import pytest

from bot.handover import late_answers as mailing
from bot.handover.late_answers import mail_late_answers
from bot.handover.way_settings import MailWay
from bot.handover.ways import FAILURES
from bot.state import late_answers
from bot.state.conversations import erase
from bot.state.late_answers import LateAnswers
from bot.state.redis.keys import LATE, key
from tests.bot.conftest import RedisClient
from tests.support.mailbox import mailbox
from tests.support.rasa_process import free_port
from tests.support.turns import said, serving

ABOUT = {"why": "talk_to_person", "asked": "Where is it?", "language": "de-AT", "channel": "web"}


def test_a_late_answer_is_mailed_once(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_answers, "GRACE_S", 0.0)
    monkeypatch.setattr(mailing, "LONGEST_PAUSE_S", 0.0)
    port = free_port()
    way = MailWay(("team@shop.example",), "heed@shop.example", "127.0.0.1", port, "none")

    async def main() -> None:
        async with serving() as service:
            desk, answers = service.desk, LateAnswers(service.desk.client)
            for conversation in ("away", "here", "phone", "writes", "erased"):
                state.rpush(key(conversation, "events"), "{}")
                await desk.hand_over(conversation, ABOUT)
                await desk.leave_contact(conversation, "+441134960123" if conversation == "phone" else f"{conversation}@example.com")
                await desk.take(conversation, "mia", "Mia")
                await desk.say(conversation, "mia", "Morgen früh.", "Mia")
            state.zadd(key("here", "streams"), {"tab": (time.time() + 60) * 1000})
            await service.accept(said(1, "writes"), {"text": "I am here."})
            await erase(desk.client, "erased")
            await mail_late_answers(way, answers, FAILURES)  # nobody listens yet
            assert state.zrange(LATE, 0, -1) == ["away"]
            async with mailbox(port) as mails:
                await desk.say("away", "mia", "Gegen zehn.", "Mia")
                for _ in range(2):
                    await mail_late_answers(way, answers, FAILURES)
                [mail] = mails
                assert (mail["To"], mail["Subject"]) == ("away@example.com", "Eine Antwort auf Ihre Frage")
                assert mail.get_content().splitlines()[-5:] == ["Mia:", "Morgen früh.", "", "Mia:", "Gegen zehn."]
                await desk.say("away", "mia", "Um elf.", "Mia")
                await mail_late_answers(way, answers, FAILURES)
                assert "Um elf." in mails[1].get_content()
                assert "Gegen zehn." not in mails[1].get_content()
                await desk.say("away", "mia", "", "Mia", upload={"upload": "0" * 32, "name": "label.pdf"})
                await mail_late_answers(way, answers, FAILURES)
                assert "[label.pdf]" in mails[2].get_content()
            assert not state.zrange(LATE, 0, -1)

    asyncio.run(main())


def test_what_is_refused_or_unreadable_keeps_nobody_elses_answer(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_answers, "GRACE_S", 0.0)
    port = free_port()
    way = MailWay(("team@shop.example",), "heed@shop.example", "127.0.0.1", port, "none")

    async def main() -> None:
        async with serving() as service:
            desk, answers = service.desk, LateAnswers(service.desk.client)
            for conversation in ("damaged", "full", "gone", "odd", "fine"):
                state.rpush(key(conversation, "events"), "{}")
                await desk.hand_over(conversation, ABOUT)
                await desk.leave_contact(conversation, f"{conversation}@example.com")
                await desk.take(conversation, "mia", "Mia")
                await desk.say(conversation, "mia", "Morgen früh.", "Mia")
            state.xadd(key("damaged", "outbox"), {"agent": "{broken"})
            await desk.leave_contact("odd", "odd@example.com\nBcc: all@example.com")
            async with mailbox(port, {"gone": "550 5.1.1 nobody here", "full": "452 4.2.2 full"}) as mails:
                began = time.time()
                await mail_late_answers(way, answers, FAILURES)
                assert [mail["To"] for mail in mails] == ["fine@example.com"]
                put_off = dict(state.zrange(LATE, 0, -1, withscores=True))
                assert put_off.keys() == {"damaged", "full", "odd"}
                assert put_off["full"] - began >= mailing.AGAIN_S
                said_at = f"{int((time.time() - 86_400) * 1000)}-0"
                state.delete(key("full", "outbox"))
                state.xadd(key("full", "outbox"), {"agent": '{"text": "Gegen zehn.", "name": "Mia"}'}, said_at)
                state.zadd(LATE, {"full": 1})
                await mail_late_answers(way, answers, FAILURES)
                assert 1 < state.zscore(LATE, "full") - time.time() <= mailing.LONGEST_PAUSE_S
                assert state.zscore(LATE, "full") - time.time() > mailing.LONGEST_PAUSE_S / 2

    asyncio.run(main())
