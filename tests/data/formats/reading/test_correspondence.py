"""Who is who in a mailbox: by the company's own domain, in mails and in tables of mails."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from data.formats.raw_dialogues import Message
from data.formats.reading.correspondence import Correspondence
from tests.support.logs import said_in


def mail(number: int, source: str, to: str, subject: str, text: str, before: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = source, to, subject
    message["Date"], message["Message-ID"] = f"Mon, 06 Jul 2026 1{number}:00:00 +0000", f"<{number}@mx>"
    if before:
        message["References"] = before
    message.set_content(text)
    return bytes(message)


def test_mails_in_two_folders_are_one_mailbox_and_colleagues_talk_is_no_answer(tmp_path: Path) -> None:
    mails = {
        "Inbox/1.eml": mail(1, "Hal <hal@bakes.example>", "service@teig.example", "KX20", "Why does the mixer stop?"),
        "Sent Items/2.eml": mail(2, "Roth <m.roth@teig.example>", "hal@bakes.example", "RE: KX20", "Clean the grille.", "<1@mx>"),
        "Inbox/3.eml": mail(3, "Hal <hal@bakes.example>", "service@teig.example", "RE: KX20", "That was it.", "<1@mx> <2@mx>"),
        "Inbox/4.eml": mail(4, "joy@plugs.example", "service@teig.example", "Plug", "Is there a 400 V plug?"),
        "Sent Items/5.eml": mail(5, "sommer@teig.example", "m.roth@teig.example", "FW: Plug", "She still owes us money."),
        "Sent Items/6.eml": mail(6, "sommer@teig.example", "joy@plugs.example", "RE: Plug", "Yes, for 140 euros.", "<4@mx>"),
    }
    for name, content in mails.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert sorted(said_in(tmp_path)) == [
        [("customer", "Is there a 400 V plug?"), ("agent", "Yes, for 140 euros.")],
        [("customer", "Why does the mixer stop?"), ("agent", "Clean the grille."), ("customer", "That was it.")],
    ]


def test_in_a_table_of_mails_too(tmp_path: Path) -> None:
    (tmp_path / "inbox.csv").write_text(
        "Thread ID,Date,From,To,Subject,Body\n"
        "a,02/16/2026 11:00 AM,Ray <ray@dental.example>,support@steri.example,Cycle,Why is the cycle aborted?\n"
        "a,02/16/2026 11:05 AM,Steri <noreply@steri.example>,ray@dental.example,[Auto-Reply] Cycle,Your mail is here.\n"
        "a,02/16/2026 12:00 PM,Kim <kim@steri.example>,ray@dental.example,Re: Cycle,Clean the gasket.\n"
        "b,02/17/2026 11:00 AM,Jo <jo@clinic.example>,support@steri.example,Bill,Was it charged twice?\n"
        "b,02/17/2026 12:00 PM,Kim <kim@steri.example>,dev@steri.example,Fwd: Bill,They always pay late.\n"
        "b,02/17/2026 01:00 PM,Dev <dev@steri.example>,jo@clinic.example,Re: Bill,It comes back in five days.\n"
    )
    assert said_in(tmp_path / "inbox.csv") == [
        [("customer", "Why is the cycle aborted?"), ("agent", "Clean the gasket.")],
        [("customer", "Was it charged twice?"), ("agent", "It comes back in five days.")],
    ]


@pytest.mark.parametrize(
    ("mails", "own"),
    [
        ([("a@x.example", "us@shop.example"), ("us@shop.example", "b@y.example"), ("c@z.example", "us@shop.example")], "shop.example"),
        ([("a@gmail.com", "shop@gmail.com"), ("shop@gmail.com", "b@gmail.com"), ("c@gmail.com", "shop@gmail.com")], "shop@gmail.com"),
        ([("a@firm.example", "b@firm.example"), ("b@firm.example", "a@firm.example"), ("a@firm.example", "c@y.example")], ""),
        ([("a@x.example", "b@y.example"), ("b@y.example", "a@x.example")], ""),
    ],
    ids=["its domain", "its address with a provider", "all in one company", "two alone"],
)
def test_whose_mailbox_it_is(mails: list[tuple[str, str]], own: str) -> None:
    correspondence = Correspondence()
    for source, to in mails:
        correspondence.note(Message(1, "", "Hello", speaker=source, to=to))
    assert correspondence.own == own
