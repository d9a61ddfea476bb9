"""A customer who chatted, rated and sent a file is erased while the server runs: nothing stays, and who comes back begins anew."""

import time

import jwt
import pytest

from bench.web.channel_break_ins import PDF
from bot.server.erasure.remains import holds_any
from bot.state.redis.url import VARIABLE
from tests.integration.conftest import IDENTITY_SECRET
from tests.support.chat import Chat
from tests.support.heed_command import heed
from tests.support.rasa_process import RasaProcess

WORD = "quaggazyx"


def chat_of(server: RasaProcess, customer: str) -> Chat:
    return Chat(server.url, identity=jwt.encode({"sub": customer, "exp": time.time() + 60}, IDENTITY_SECRET, "HS256"))


def test_an_identified_customer_is_erased_under_a_running_server(server: RasaProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, server.redis_url)
    chat, other = chat_of(server, "anna"), chat_of(server, "bert")
    for customer, word in ((chat, WORD), (other, "okapizyx")):
        assert customer.say(f"where is my order of the {word} lamp, please?", message_id=f"m-{word}").status == 200
        assert customer.post("ratings", {"conversation": 2, "comment": f"the {word} was late"}).status < 300
        assert customer.upload(f"{word}.pdf", PDF + word.encode()).status == 201
    held = [file for file in server.folder.rglob("*") if file.is_file() and holds_any(file, [WORD.encode()])]
    assert held != []
    done = heed("conversations", "erase", "--customer", "anna", "--yes", cwd=server.folder)
    assert done.returncode == 0, done.stderr
    held = [str(file) for file in server.folder.rglob("*") if file.is_file() and holds_any(file, [WORD.encode()])]
    assert held == []
    assert [file for file in server.folder.rglob("*") if file.is_file() and holds_any(file, [b"okapizyx"])] != []
    back = chat_of(server, "anna")
    assert back.events() == []
    assert back.say("where is my order").status == 200
    assert WORD not in str(back.events())
    assert "okapizyx" in str(chat_of(server, "bert").events())
