"""A small client of the web channel, for benchmarks and tests: opens a conversation, sends, waits, and follows the events."""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PATIENCE_S = 30.0


@dataclass(frozen=True)
class Answer:
    """What a server answered; `body` is its JSON, or its text where it is none."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def ask(url: str, body: Any = None, headers: Mapping[str, str] | None = None, method: str | None = None) -> Answer:
    """One request; what isn't bytes is sent as JSON."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return Answer(answer.status, _read(answer.read()), dict(answer.headers))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _read(error.read()), dict(error.headers))


class Chat:
    """One customer's conversation."""

    def __init__(self, url: str, **session: str) -> None:
        """Opens it; `session` is the request's body: refresh_token, identity, locale."""
        opened = ask(f"{url}/chat/sessions", session)
        if opened.status != 201:
            raise RuntimeError(f"no conversation was opened: {opened}")
        self.url, self.session = url, opened.body

    @property
    def conversation(self) -> str:
        return str(self.session["conversation"])

    @property
    def token(self) -> str:
        return str(self.session["access_token"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return ask(f"{self.url}/chat/{path}", body, {**self.headers, **headers})

    def get(self, path: str) -> Answer:
        return ask(f"{self.url}/chat/{path}", None, self.headers)

    def say(self, text: str | None = None, wait_s: int = 20, **message: Any) -> Answer:
        """Sends a message, and waits for its answer; further fields go into the request as they are."""
        body = {"message_id": uuid.uuid4().hex, **({} if text is None else {"text": text}), **message}
        return self.post("messages", body, **({"Prefer": f"wait={wait_s}"} if wait_s else {}))

    def upload(self, name: str, content: bytes) -> Answer:
        """Sends a file."""
        body, headers = form_of(name, content)
        return self.post("uploads", body, **headers)

    def events(self, after: str = "") -> list[dict[str, Any]]:
        """What is kept of the conversation, after an event."""
        found = []
        for name, data in self.stream(after):
            if name == "live":
                break
            found.append(data)
        return found

    def stream(self, after: str = "", timeout: float = PATIENCE_S) -> Iterator[tuple[str, dict[str, Any]]]:
        """The events of the conversation as they come: their names and data."""
        address = f"{self.url}/chat/events?access_token={self.token}" + (f"&after={after}" if after else "")
        return streamed(address, timeout)


def form_of(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """A form with one file, and the header that says so."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def streamed(request: str | urllib.request.Request, timeout: float) -> Iterator[tuple[str, dict[str, Any]]]:
    """Server-sent events as they come: their names and data."""
    with urllib.request.urlopen(request, timeout=timeout) as lines:
        name = ""
        for line in lines:
            kind, _, value = line.decode().rstrip("\n").partition(": ")
            if kind == "event":
                name = value
            elif kind == "data":
                yield name, json.loads(value)


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
