"""XML that can't reach out, blow up, or break a reader."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.frame.delivery import Unreadable
from bot.channels.frame.xml import LONGEST, read_fields, write_fields
from tests.support.messaging.cases import XML


def test_fields_are_read() -> None:
    body = "<xml><A><![CDATA[ 你好 <b> ]]></A><B>1</B><C/><D><E>in it</E></D><B>2</B></xml>".encode()
    assert read_fields(body) == {"A": "你好 <b>", "B": "2", "C": "", "D": ""}


@pytest.mark.parametrize("body", [body for body in XML if b"<!DOCTYPE" in body or not body.endswith(b"</xml>")])
def test_attacks_and_what_is_no_xml_are_refused_at_once(body: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(Unreadable):
        read_fields(body)
    assert time.perf_counter() - started < 1.0


def test_depth_and_length_have_an_end() -> None:
    deepest = LONGEST // 7 - 10
    assert read_fields(b"<xml>" + b"<a>" * deepest + b"</a>" * deepest + b"</xml>") == {"a": ""}
    with pytest.raises(Unreadable, match="shorter"):
        read_fields(b"<xml>" + b" " * LONGEST + b"</xml>")


@given(st.dictionaries(st.from_regex(r"[A-Z][a-z]{0,8}", fullmatch=True), st.text(max_size=40), max_size=5))
def test_what_is_written_is_read(fields: dict[str, str]) -> None:
    found = read_fields(write_fields(fields).encode())
    assert found.keys() == fields.keys()
    if all(char.isprintable() for text in fields.values() for char in text):
        assert found == {name: text.strip() for name, text in fields.items()}


def test_what_ends_character_data_is_written_as_text() -> None:
    assert read_fields(write_fields({"A": "]]><B>x</B>", "C": "\0\ud800\ufffe"}).encode()) == {"A": "]]><B>x</B>", "C": ""}
