"""A small client of the desk, for benchmarks and tests: an agent's browser, as far as the server sees it."""

import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.support.chat import PATIENCE_S, Answer, ask, form_of, streamed

PASSWORD = "correct horse battery"


class DeskClient:
    """One agent who is signed in."""

    def __init__(self, url: str, agent: str, password: str = PASSWORD) -> None:
        self.url, self.agent = f"{url}/desk", agent
        signed_in = ask(f"{self.url}/api/sign-in", {"agent": agent, "password": password})
        if signed_in.status != 200:
            raise RuntimeError(f"{agent} was not signed in: {signed_in}")
        self.cookie, self.session = signed_in.headers["Set-Cookie"].partition(";")[0], signed_in.body

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "x-heed-csrf": self.session["csrf"]}

    def get(self, path: str) -> Answer:
        return ask(f"{self.url}/api/{path}", None, self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return ask(f"{self.url}/api/{path}", {} if body is None else body, {**self.headers, **headers}, "POST")

    def put(self, path: str, body: Any) -> Answer:
        return ask(f"{self.url}/api/{path}", body, self.headers, "PUT")

    def act(self, conversation: str, what: str, operation: str = "", **fields: Any) -> Answer:
        """Does something with a conversation: take, say, note, back, close, transfer."""
        return self.post(f"{at(conversation)}/{what}", {"operation": operation or uuid.uuid4().hex, **fields})

    def lines(self, conversation: str) -> list[tuple[str, str]]:
        """Who said what."""
        return [(line["from"], line["text"]) for line in self.get(at(conversation)).body["messages"]]

    def upload(self, conversation: str, name: str, content: bytes) -> Answer:
        body, headers = form_of(name, content)
        return self.post(f"{at(conversation)}/uploads", body, **headers)

    def stream(self, timeout: float = PATIENCE_S) -> Iterator[tuple[str, dict[str, Any]]]:
        """What happens at the desk, as it happens: names and data."""
        request = urllib.request.Request(f"{self.url}/api/events", headers={"Cookie": self.cookie})
        return streamed(request, timeout)


def at(conversation: str) -> str:
    """The address of a conversation, below that of the desk's requests."""
    return f"conversations/{quote(conversation, safe='')}"
