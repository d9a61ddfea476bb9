"""Mails broken byte by byte, for as long as it is told: nothing that a mail holds is an error of its reader, and none takes long."""

from __future__ import annotations

import random
import time

from bench.messaging.parsers import HANGS_S
from bench.results import Result
from bot.channels.mail.loops import automatic, bounced
from bot.channels.mail.reading import read_mail
from bot.channels.mail.senders import authenticated
from data.formats.text.mail_parts import parsed
from tests.support.messaging.mail import OURS, SERVER, EmailKit

# What means something in a mail.
TOKENS = [
    b"\n", b"\r\n", b"\n\n", b":", b";", b"=", b'"', b"(", b"<", b">", b"> ", b"\x00", b"\xff", b"9" * 40, b"--b", b"wrote:", b"Date: ",
    b"=?utf-8?B?", b"=?gb2312?Q?", b"?=", b"boundary=", b"charset=", b"utf-7", b"rot13", b"filename*=utf-8''%ff", b"message/rfc822",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", b"Content-Transfer-Encoding: ", b"base64", b"uuencode", b"quoted-printable",
]  # fmt: skip


def mails(seconds: float, seed: int = 1) -> list[Result]:
    """Reads broken mails for so many seconds of the processor."""
    kit, dice = EmailKit(), random.Random(seed)
    right = [posted.body for posted in (kit.text("1", "hello"), *kit.others(), *(posted for _, posted in kit.forgeries()))]
    count, errors, slowest_s, started = 0, 0, 0.0, time.process_time()
    while time.process_time() - started < seconds:
        content = broken(dice, right, TOKENS)
        begun = time.process_time()
        try:
            read(content)
        except Exception as problem:
            errors += 1
            print(repr(problem)[:200], content[:400])
        slowest_s, count = max(slowest_s, time.process_time() - begun), count + 1
    test = f"mails broken byte by byte, {seconds:.0f} s"
    return [
        Result(test, "mails", count),
        Result(test, "uncaught errors", errors, goal="0", holds=not errors),
        Result(test, "slowest", round(slowest_s * 1000, 1), "ms", f"≤ {HANGS_S * 1000:.0f}", slowest_s <= HANGS_S),
    ]


def read(content: bytes) -> None:
    """Reads a mail as the channel does."""
    mail = parsed(content)
    bounced(mail, content)
    found = read_mail(mail)
    automatic(mail, found, frozenset({OURS}))
    authenticated(mail, SERVER, found.sender)
    for text in (found.id, found.sender, found.reply_to, found.subject, found.text, *found.before, *(each.name for each in found.media)):
        text.encode()


def broken(dice: random.Random, right: list[bytes], tokens: list[bytes]) -> bytes:
    """One of the right ones, changed in a few places."""
    content = bytearray(dice.choice(right))
    for _ in range(dice.randint(1, 12)):
        place, way = dice.randrange(len(content) + 1), dice.randrange(5)
        if way == 0:
            content[place:place] = dice.choice(tokens) * dice.choice([1, 1, 1, 2, 50])
        elif way == 1:
            del content[place : place + dice.randint(1, 30)]
        elif way == 2:
            content[place : place + 1] = bytes([dice.randrange(256)])
        elif way == 3:
            other = dice.choice(right)
            start = dice.randrange(max(1, len(other)))
            content[place:place] = other[start : start + dice.randint(1, 200)]
        else:
            content[place:place] = content[max(0, place - dice.randint(1, 100)) : place] * dice.choice([1, 1, 3, 20])
    return bytes(content)
