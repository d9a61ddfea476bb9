"""XML, cipher texts and mails, mutated by a fuzzer that is led by the lines that they reach: their readers refuse them, and never hang.

(atheris, which does this with libFuzzer, has no wheel for Python 3.10 and needs Clang to be built.)
"""

from __future__ import annotations

import base64
import importlib
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from types import CodeType, FrameType
from typing import Any

from bench.messaging.mails import TOKENS, broken
from bench.messaging.mails import read as read_one_mail
from bench.messaging.parsers import HANGS_S
from bench.results import Result
from bot.channels.frame.delivery import Unreadable
from bot.channels.frame.signatures import Forged
from bot.channels.frame.xml import read_fields
from bot.channels.platforms.weixin_crypt import MessageCrypt
from tests.support.messaging.cases import XML, examples
from tests.support.messaging.mail import EmailKit
from tests.support.messaging.wechat import APP, WeChatKit
from tests.support.messaging.wecom import WeComKit
from tests.support.messaging.weixin import KEY, TOKEN

# Whose lines lead the fuzzer.
WATCHED = [
    "email.feedparser", "email._header_value_parser", "email.headerregistry", "email.utils", "email.header", "email.message",
    "defusedxml.ElementTree", "bot.channels.frame.xml", "bot.channels.platforms.weixin_crypt", "bot.channels.mail.reading",
    "bot.channels.mail.loops", "bot.channels.mail.senders", "data.formats.text.mail_parts", "data.formats.text.mail_text",
    "data.formats.text.html_text",
]  # fmt: skip
XML_TOKENS = [
    b"<xml>", b"</xml>", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"&#0;", b"&lt;", b"<?xml version='1.0'?>",
    b"\x00", b"\xff\xfe", b"<a b='", b"/>", b"<Encrypt>", b"<MsgType>", b"9" * 40, "\u202e\U0001f600".encode(), b"<a>" * 100, b"=", b"AAAA",
]  # fmt: skip
NICE = 19
# A mutation of this size at most: what is slow grows with it.
LONGEST = 20_000


@dataclass
class Found:
    """What came of it.

    Attributes:
        inputs: how many were read; kept: those that reached lines in an order that none before had.
        errors: those that raised what nobody expects.
        slowest: the input that took longest while its lines were followed, which takes many times as long as reading it.
        slowest_s: the processor's time for reading it again without that.
    """

    inputs: int = 0
    kept: int = 0
    errors: list[str] = field(default_factory=list)
    slowest: bytes = b""
    slowest_s: float = 0.0


def weixin(content: bytes) -> None:
    """The first byte says which reader gets the rest: bare XML, an envelope, a cipher text, or a message that is encrypted before."""
    crypt, kind, rest = MessageCrypt(TOKEN, KEY, APP), content[:1], content[1:]
    try:
        if kind < b"\x40":
            read_fields(rest)
        elif kind < b"\x80":
            read_fields(crypt.decrypt(read_fields(rest).get("Encrypt", "")))
        elif kind < b"\xc0":
            crypt.decrypt(base64.b64encode(rest).decode())
        else:
            read_fields(crypt.decrypt(WeChatKit.envelope.seal(rest)))
    except (Unreadable, Forged):
        pass


READERS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {"weixin": (weixin, XML_TOKENS), "mail": (read_one_mail, TOKENS)}
NAMES = {"weixin": "XML and cipher texts of WeChat, WeCom and 微信客服", "mail": "mails"}


def fuzzing(seconds: float) -> Iterator[Result]:
    """Fuzzes each for so many seconds of the processor, the two beside each other."""
    with ProcessPoolExecutor(len(READERS), get_context("spawn"), os.nice, (NICE,)) as pool:
        for name, found in zip(READERS, pool.map(_fuzz, READERS, [seconds] * len(READERS)), strict=True):
            test = f"{NAMES[name]}, mutated for {seconds:.0f} s, led by the lines that they reach"
            print("\n".join(found.errors[:5]))
            yield Result(test, "inputs", found.inputs)
            yield Result(test, "inputs that reached something new", found.kept)
            yield Result(test, "uncaught errors", len(found.errors), goal="0", holds=not found.errors)
            slowest = round(found.slowest_s * 1000, 1)
            yield Result(test, "slowest", slowest, "ms", f"≤ {HANGS_S * 1000:.0f}", found.slowest_s <= HANGS_S)


def corpus(name: str) -> list[bytes]:
    """Right ones to begin with, and attacks that are known."""
    if name == "mail":
        kit = EmailKit()
        return [posted.body for posted in (kit.text("1", "hello"), *kit.others(), *(each for _, each in kit.forgeries()))]
    kits = [WeChatKit(), WeComKit()]
    said = [each for kit in kits for each in examples(kit)]
    sealed = [kit.seal(each) for kit in kits for each in examples(kit)]
    attacks = [each[:4_000] for each in XML]
    return [*(b"\x00" + each for each in (*said, *attacks)), *(b"\x40" + each for each in sealed), *(b"\xff" + each for each in said)]


def _fuzz(name: str, seconds: float) -> Found:
    read, tokens = READERS[name]
    kept, dice, found, reached = corpus(name), random.Random(1), Found(), Reached()
    started, longest_s = time.process_time(), 0.0
    while time.process_time() - started < seconds:
        content = broken(dice, kept, tokens)[:LONGEST]
        begun = time.process_time()
        try:
            new = reached.by(lambda content=content: read(content))  # type: ignore[misc]
        except Exception as problem:
            new = True
            found.errors.append(f"{problem!r:.200} {content!r:.400}")
        if (took_s := time.process_time() - begun) > longest_s:
            longest_s, found.slowest = took_s, content
        found.inputs += 1
        if new:
            found.kept += 1
            kept.append(content)
    begun = time.process_time()
    with suppress(Exception):  # it is among the errors already
        read(found.slowest)
    found.slowest_s = time.process_time() - begun
    return found


class Reached:
    """The steps from line to line that were taken so far, in the modules that are watched."""

    def __init__(self) -> None:
        self._files = {str(importlib.import_module(name).__file__) for name in WATCHED}
        self._steps: set[tuple[CodeType, int, int]] = set()

    def by(self, work: Callable[[], None]) -> bool:
        """Does something; returns whether it took a step that nothing before did."""
        before = len(self._steps)
        sys.settrace(self._called)
        try:
            work()
        finally:
            sys.settrace(None)
        return len(self._steps) > before

    def _called(self, frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in self._files:
            return None
        last, code, steps = 0, frame.f_code, self._steps

        def line(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal last
            if event == "line":
                steps.add((code, last, frame.f_lineno))
                last = frame.f_lineno
            return line

        return line
