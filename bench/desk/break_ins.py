"""Break-ins at the desk: what of it is read, what is changed, and which of a customer's texts becomes a script."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

from bench.desk.attempts import Attempt, Known, attempts
from bench.desk.place import Place
from bench.results import Result
from bot.state.redis.keys import AGENTS, CANNED, key
from tests.support.chat import Answer, Chat, ask
from tests.support.desk_client import PASSWORD, DeskClient

logger = logging.getLogger(__name__)

# Stands in all that nobody else may read: what the customer says, the file, notes, canned answers.
SECRET, PLANTED = "SECRETWORD", "PLANTED"
PDF = f"%PDF-1.7 {SECRET} %%EOF".encode()


def break_ins(place: Place) -> Iterator[Result]:
    """Sends all attempts, and looks after each what it was answered with and what it changed."""
    known = _prepare(place)
    before = _kept(place, known)
    read, written, made = 0, 0, 0
    for attempt in attempts(known):
        made += 1
        answer = _send(place, attempt)
        if _read(answer):
            read += 1
            logger.warning("read: %s %s %s: %s", attempt.kind, attempt.method, attempt.path, answer.body)
        after = _kept(place, known)
        if after != before or (answer.status < 300 and attempt.method in ("POST", "PUT")):
            written += 1
            logger.warning("written: %s %s %s: %s", attempt.kind, attempt.method, attempt.path, answer.body)
            before = after
    yield Result("break-ins at the desk", "attempts", made, goal="≥ 300", holds=made >= 300)
    yield Result("break-ins at the desk", "reads", read, goal="0", holds=not read)
    yield Result("break-ins at the desk", "writes", written, goal="0", holds=not written)


def _prepare(place: Place) -> Known:
    url = place.server.url
    chat = Chat(url)
    chat.say(f"where is my order {SECRET}")
    chat.say("a person please")
    upload = chat.upload(f"{SECRET}.pdf", PDF).body["upload"]
    mia, noah = DeskClient(url, "mia"), DeskClient(url, "noah")
    mia.act(chat.conversation, "take")
    mia.act(chat.conversation, "note", text=f"a note {SECRET}")
    mia.put("canned", {"canned": [{"name": "hello", "text": SECRET}]})
    ended, changes = DeskClient(url, "noah"), DeskClient(url, "eve")
    ended.post("sign-out")
    changes.post("password", {"old": PASSWORD, "new": "another password"})
    tokens = (each.cookie.partition("=")[2] for each in (ended, changes))
    return Known(
        chat.conversation, upload, noah.cookie, noah.session["csrf"], mia.session["csrf"], next(tokens), next(tokens), Chat(url).token
    )


def _send(place: Place, attempt: Attempt) -> Answer:
    try:
        return ask(place.server.url + attempt.path, attempt.body, attempt.headers, attempt.method)
    except (ValueError, OSError) as refused:  # the client itself refuses to send it, or the server hung up
        return Answer(0, str(refused))


def _read(answer: Answer) -> bool:
    """Whether an answer says what it shouldn't: something secret, an agent's name, or any of the server's files."""
    shown = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    return any(word in shown for word in (SECRET, "Mia", "Noah", '"csrf": ', "root:", "tracker_store", "DeskChannel"))


def _kept(place: Place, known: Known) -> tuple[object, ...]:
    """What nobody else may change."""
    owner = place.state.hgetall(key(known.conversation, "owner"))
    owner.pop("beat", None)
    parts = [place.state.xrange(key(known.conversation, "outbox")), place.state.lrange(key(known.conversation, "notes"), 0, -1)]
    return (owner, *parts, place.state.hgetall(AGENTS), place.state.get(CANNED), place.state.exists(key(known.conversation, "typing")))
