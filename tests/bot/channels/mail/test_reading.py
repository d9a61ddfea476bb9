"""Mails as messages: threads, texts of all kinds and encodings, addresses."""

import time
from email.message import EmailMessage

import pytest

from bot.channels.mail.loops import automatic, bounced
from bot.channels.mail.reading import address_in, read_mail
from data.formats.text.mail_parts import LONGEST_HEADER, header, parsed


def raw(headers: str, body: bytes = b"hello", kind: str = "text/plain; charset=utf-8") -> EmailMessage:
    return parsed(f"From: Ann <Ann@Customer.example>\nContent-Type: {kind}\n{headers}\n\n".encode() + body)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain; charset=gb2312", "您好，我的订单在哪里？".encode("gb18030"), "您好，我的订单在哪里？"),
        ("text/plain; charset=iso-8859-1", "Wo ist die Größe?".encode("latin-1"), "Wo ist die Größe?"),
        ("text/plain; charset=utf-8", "Wo ist die Größe?".encode("latin-1"), "Wo ist die Größe?"),
        ("text/plain; charset=no-such-thing", "où est-il ?".encode(), "où est-il ?"),
        ('text/plain; charset="', b"where is it?", "where is it?"),
        ("text/html", b"<style>p{}</style><p>where is it?</p><blockquote>before</blockquote>", "where is it?"),
        ("multipart/alternative; boundary=b", b"--b\nContent-Type: text/html\n\n<p>it</p>\n--b--", "it"),
        ("multipart/mixed; boundary=b", b"no boundary at all", ""),
        ("text/plain", b"where is it?\n\n--\nAnn\nShop 5", "where is it?"),
        ("text/plain", b"yes please\n\n-----Original Message-----\nFrom: help@shop.example\nSent: today 2026\n\nShall I?", "yes please"),
    ],
)
def test_the_text_is_what_the_sender_wrote(kind: str, body: bytes, text: str) -> None:
    assert read_mail(raw("References: <a@b>", body, kind)).text == text


def test_all_mails_of_a_thread_have_one_name() -> None:
    first = read_mail(raw("Message-ID: <1@c>"))
    assert first.thread == read_mail(raw("Message-ID: <2@c>\nReferences: <1@c> <x@y>\nIn-Reply-To: <x@y>")).thread
    assert first.thread != read_mail(raw("Message-ID: <2@c>")).thread
    ours = f"<heed.{first.thread}.{'0' * 32}@shop.example>"
    assert first.thread == read_mail(raw(f"Message-ID: <3@c>\nIn-Reply-To: {ours}")).thread
    assert first.thread == read_mail(raw(f"Message-ID: <3@c>\nReferences:\n <0@c>\n {ours}\n <9@c>")).thread


def test_the_subject_of_the_first_mail_belongs_to_what_is_asked() -> None:
    assert read_mail(raw("Subject: Re: [Shop] Order 5")).text == "Order 5\nhello"
    assert read_mail(raw("Subject: Order 5\nReferences: <a@b>")).text == "hello"
    assert read_mail(raw("Subject: =?gb2312?B?xPq6w6Os?=\nReferences: <a@b>")).subject == "您好，"
    assert read_mail(raw("Subject: hello", b"Hello there")).text == "Hello there"


def test_the_answer_goes_where_it_is_wanted() -> None:
    found = read_mail(raw("Reply-To: Bob <bob@other.example>, carl@other.example"))
    assert (found.sender, found.reply_to) == ("ann@customer.example", "bob@other.example")


@pytest.mark.parametrize("text", ["", "Ann", "<>", "a@", "@b", "ann@b\u202e.example", "a b@c", "ann@host/x", "x" * 70 + "@b.example"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert address_in(text) == ""


def test_a_mail_without_an_id_is_known_by_what_it_says() -> None:
    one, same, other = (read_mail(raw("Date: Fri, 27 Nov 2026 09:12:00 +0000", body)).id for body in (b"a", b"a", b"b"))
    assert one == same != other


def test_parts_in_parts_without_end_are_read() -> None:
    nested = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (depth, depth + 1) for depth in range(1, 2_000))
    found = read_mail(raw("Message-ID: <1@c>", nested, "multipart/mixed; boundary=b1"))
    assert (found.id, found.text) == ("<1@c>", "")


@pytest.mark.parametrize(
    "date", ["9" * 40, f"Fri, {'9' * 40} Nov 2026 09:12:00 +0000", "Fri, 27 Nov 2026 09:12:00 +9999999999", "?", "\udcff"]
)
def test_a_date_that_is_none_breaks_nothing(date: str) -> None:
    found = read_mail(parsed(f"Date: {date}\nFrom: a@b.example\n\nhello".encode("utf-8", "surrogateescape")))
    assert abs(found.at - time.time()) < 100_000


@pytest.mark.parametrize("name", ["Content-Type", "Content-Disposition", "From", "Subject", "References", "Date", "Reply-To", "Message-ID"])
def test_brackets_in_brackets_without_end_break_nothing(name: str) -> None:
    mail = parsed(f"{name}: text/plain {'(' * 20_000}\nX: y\n\nhello".encode())
    subject = header(mail, "subject")[:200]
    assert read_mail(mail).text == ("" if name == "Content-Type" else f"{subject}\nhello".strip())
    assert automatic(mail, read_mail(mail), frozenset()) == "it has no sender"


@pytest.mark.parametrize("value", ["<a@b> ", "a=b; ", "(a) "])
def test_a_header_of_a_megabyte_is_read_as_far_as_ten_thousand_characters(value: str) -> None:
    """To parse all of it would take hours."""
    for name in ("Content-Type", "From", "References"):
        mail = parsed(f"{name}: {value * (1_000_000 // len(value))}\nX: y\n\nhello".encode())
        assert len(header(mail, name)) <= LONGEST_HEADER
        found = read_mail(mail)
        automatic(mail, found, frozenset())
        assert bounced(mail, b"") == []


def test_parts_with_such_headers_are_read() -> None:
    part = b"--b\nContent-Transfer-Encoding: " + b"<a@b> " * 5_000 + b"\n\nwhere is it?\n"
    assert read_mail(raw("References: <a@b>", part + b"--b--", "multipart/mixed; boundary=b")).text == "where is it?"
    assert read_mail(raw("References: <a@b>", part * 60, "multipart/mixed; boundary=b")).text in ("", "where is it?")


@pytest.mark.parametrize("charset", ["punycode", "PunyCode", "idna", "unicode_escape", "raw-unicode-escape"])
def test_a_text_in_an_encoding_that_is_for_no_text_is_read_as_utf_8(charset: str) -> None:
    said = "where is Größe \\u0041-"
    assert read_mail(raw("References: <a@b>", said.encode(), f"text/plain; charset={charset}")).text == said
    assert len(read_mail(raw("References: <a@b>", b"a b " * 400_000 + b"-" + b"b" * 90_000, f"text/plain; charset={charset}")).text) > 1_000
