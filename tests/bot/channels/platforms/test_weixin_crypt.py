"""The encryption of WeChat, WeCom and 微信客服, by the example that WeCom publishes with its sample code."""

import base64
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.frame.signatures import Forged
from bot.channels.frame.xml import read_fields
from bot.channels.platforms.weixin_crypt import MessageCrypt
from data.errors import SettingsError
from tests.support.messaging.weixin import Envelope

# https://developer.work.weixin.qq.com/document/path/90968 and the sample code beside it
TOKEN, KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
QUESTION = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
MESSAGE = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchr"
    "RYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMn"
    "vw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCm"
    "JU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
CRYPT, OTHER = MessageCrypt(TOKEN, KEY, CORP), Envelope(TOKEN, KEY, CORP)


@pytest.mark.parametrize(
    ("signed", "signature"),
    [
        (("1409659589", "263014780", QUESTION), "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"),
        (("1409659813", "1372623149", MESSAGE), "477715d11cdb4164915debcba66cb864d751f3e6"),
    ],
)
def test_the_published_signatures(signed: tuple[str, ...], signature: str) -> None:
    assert CRYPT.signature(*signed) == OTHER.sign(*signed) == signature


def test_the_published_messages() -> None:
    assert CRYPT.decrypt(QUESTION) == OTHER.open(QUESTION) == b"1616140317555161061"
    assert CRYPT.decrypt(MESSAGE) == OTHER.open(MESSAGE)
    fields = read_fields(CRYPT.decrypt(MESSAGE))
    assert (fields["FromUserName"], fields["Content"], fields["MsgId"]) == ("mycreate", "hello", "4561255354251345929")


@given(st.text(max_size=100))
@example("")
@example("x" * 5_000)
def test_what_is_written_is_read(message: str) -> None:
    assert OTHER.open(CRYPT.encrypt(message)) == CRYPT.decrypt(OTHER.seal(message.encode())) == message.encode()


def test_what_is_for_somebody_else_or_broken_is_forged() -> None:
    right = base64.b64decode(MESSAGE)
    broken = [right[:-1], right[:-16], b"", right[:16], b"\0" * 32, right[:-1] + bytes([right[-1] ^ 1]), right * 2]
    for sealed in [*(base64.b64encode(each).decode() for each in broken), "", "é", "====", MESSAGE[:-2], MESSAGE + "\n"]:
        with pytest.raises(Forged):
            CRYPT.decrypt(sealed)
    for crypt in (MessageCrypt(TOKEN, KEY, "wx0"), MessageCrypt(TOKEN, KEY[::-1][1:] + "A", CORP), MessageCrypt(TOKEN, "", CORP)):
        with pytest.raises(Forged):
            crypt.decrypt(MESSAGE)


@given(st.binary(max_size=200).map(lambda sealed: base64.b64encode(sealed).decode()) | st.text(max_size=80))
def test_any_text_is_decrypted_or_forged(sealed: str) -> None:
    with pytest.raises(Forged):
        CRYPT.decrypt(sealed)


def test_a_signature_is_good_for_five_minutes() -> None:
    def query(late_s: float) -> dict[str, str]:
        timestamp = str(int(time.time() - late_s))
        return {"timestamp": timestamp, "nonce": "1", "msg_signature": OTHER.sign(timestamp, "1", QUESTION)}

    CRYPT.require_signed(query(0), "msg_signature", QUESTION)
    for wrong in (query(310), query(-310), {**query(0), "nonce": ""}, {**query(0), "msg_signature": ""}, {}):
        with pytest.raises(Forged):
            CRYPT.require_signed(wrong, "msg_signature", QUESTION)


@pytest.mark.parametrize("key", ["short", "!" * 43, KEY + "A", KEY[:-1] + "é"])
def test_a_key_that_is_none_is_named(key: str) -> None:
    with pytest.raises(SettingsError, match="43 letters"):
        MessageCrypt(TOKEN, key, CORP)
