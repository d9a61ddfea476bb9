"""Others try to read a conversation on the web channel and to write into it."""

import itertools
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jwt
import requests

from bench.results import Result
from bot.channels.web.identities import ALGORITHM, LEEWAY_S
from bot.channels.web.tokens import ACCESS, Tokens
from bot.server.http.secrets import server_key
from bot.workspace import Workspace
from tests.support.chat import Answer, Chat, ask

SECRET = "wombat-4711"
PDF = b"%PDF-1.7\n%%EOF"
HANGS_S = 20.0
# Prime: short runs see all kinds of token and of attempt, too.
STRIDE = 7_919


@dataclass(frozen=True)
class Victim:
    """A conversation that says a secret, and what others might get to know of it."""

    chat: Chat
    upload: str
    button: str
    events: list[str]

    @classmethod
    def of(cls, url: str) -> "Victim":
        chat = Chat(url)
        chat.say(f"my order {SECRET}")
        button = chat.say(f"choose {SECRET}").body["replies"][0]["buttons"][0]["payload"]
        upload = chat.upload(f"{SECRET}.pdf", PDF + SECRET.encode() + b"%%EOF").body["upload"]
        chat.say(upload=upload, text="choice")
        return cls(chat, upload, button, [event["event"] for event in chat.events()])

    def state(self) -> Any:
        """All that a write would change."""
        return self.chat.events(), self.chat.get("transcript").body


def wrong_tokens(victim: Victim, other: Chat, key: bytes) -> dict[str, str]:
    """Tokens that must not open the victim's conversation."""
    claims = {"aud": ACCESS, "sub": victim.chat.conversation, "exp": time.time() + 900}
    head, _, signature = victim.chat.token.split(".")
    none = jwt.encode(claims, "", "none")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyJWT finds these keys short, and so do we
        forged = {f"forged with {name}": jwt.encode(claims, word, ALGORITHM) for name, word in (("secret", "secret"), ("no key", "\0"))}
    own = Tokens(key)
    return {
        "none": "",
        "another's": other.token,
        "alg none": none,
        "alg none, with a signature": f"{none.rstrip('.')}.{signature}",
        "another algorithm": jwt.encode(claims, key * 2, "HS512"),
        "another payload under the signature": f"{head}.{other.token.split('.')[1]}.{signature}",
        "expired": own.access(victim.chat.conversation, life_s=-LEEWAY_S - 1),
        "refresh": victim.chat.session["refresh_token"],
        "button": victim.button,
        "no expiry": jwt.encode({"aud": ACCESS, "sub": victim.chat.conversation}, key, ALGORITHM),
        "no audience": jwt.encode({"sub": victim.chat.conversation, "exp": time.time() + 900}, key, ALGORITHM),
        **forged,
    }


def break_ins(victim: Victim) -> dict[str, Callable[[str, str, str], Answer]]:
    """What may be tried with a token: functions of the server, the token and a fresh id."""

    def get(path: str) -> Callable[[str, str, str], Answer]:
        return lambda url, token, _: ask(f"{url}/chat/{path}", None, _bearer(token))

    def address(path: str) -> Callable[[str, str, str], Answer]:
        return lambda url, token, _: ask(f"{url}/chat/{path}{'&' if '?' in path else '?'}access_token={quote(token)}")

    def post(path: str, **body: Any) -> Callable[[str, str, str], Answer]:
        return lambda url, token, name: ask(
            f"{url}/chat/{path}", {**body, **({"message_id": name} if path == "messages" else {})}, _bearer(token)
        )

    def events(after: str, header: bool) -> Callable[[str, str, str], Answer]:
        return lambda url, token, _: _stream(url, token, after, header)

    first = victim.events[0]
    return {
        "all events": events("", False),
        "its event ids": events(first, False),
        "its event ids, in the header": events(first, True),
        "transcript": get("transcript"),
        "transcript by address": address("transcript?locale=de"),
        "have it mailed": post("transcript/mail", address="other@example.com"),
        "its upload": get(f"uploads/{victim.upload}"),
        "its upload by address": address(f"uploads/{victim.upload}"),
        "a path to its upload": get(f"uploads/..%2f{victim.chat.conversation}%2f{victim.upload}"),
        "say something": post("messages", text="hello"),
        "say something there": post("messages", text="hello", conversation=victim.chat.conversation),
        "send its upload": post("messages", upload=victim.upload),
        "press its button": post("messages", button=victim.button),
        "rate its answer": post("ratings", event=victim.events[1], value="down"),
        "go on with its token": post("sessions", refresh_token=victim.chat.token),
        "be its customer": post("sessions", identity=victim.chat.session["refresh_token"]),
    }


def attempts(url: str, folder: Path, count: int) -> list[Result]:
    """Others try to read a conversation and to write into it."""
    victim, other = Victim.of(url), Chat(url)
    before = victim.state()
    assert SECRET in str(before)
    tokens = wrong_tokens(victim, other, server_key(Workspace(folder).secret))
    tries = list(itertools.product(tokens.items(), break_ins(victim).items()))
    reads: list[str] = []
    statuses: Counter[int] = Counter()
    for number in range(count):
        (whose, token), (what, attempt) = tries[number * STRIDE % len(tries)]
        answer = attempt(url, token, f"attempt-{number}")
        statuses[answer.status] += 1
        if SECRET in str(answer.body) or (answer.status == 201 and answer.body["conversation"] == victim.chat.conversation):
            reads.append(f"{what} with token {whose}: {answer}")
    writes = int(victim.state() != before)
    print(f"statuses: {dict(statuses)}", *reads, sep="\n")
    test = f"{count} attempts across sessions, {len(tokens)} kinds of token × {len(tries) // len(tokens)} ways"
    return [
        Result(test, "reads", len(reads), "reads", "0", not reads),
        Result(test, "writes", writes, "writes", "0", not writes),
        Result(test, "server errors", sum(n for status, n in statuses.items() if status >= 500), "answers", "0", max(statuses) < 500),
    ]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _stream(url: str, token: str, after: str, header: bool) -> Answer:
    """Reads an event stream up to what is new."""
    headers = {**_bearer(token), **({"Last-Event-ID": after} if header and after else {})}
    with requests.get(
        f"{url}/chat/events", {"after": after} if after and not header else {}, headers=headers, stream=True, timeout=HANGS_S
    ) as answer:
        text = ""
        for chunk in answer.iter_content(None, decode_unicode=False):
            text += chunk.decode()
            if "event: live" in text or answer.status_code != 200:
                break
        return Answer(answer.status_code, text)
