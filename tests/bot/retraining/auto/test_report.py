"""The report of a retraining reaches a webhook and a mailbox, and says what happened."""

import contextlib
import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime, timezone
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks.webhooks import Webhook

from bot.handover.way_settings import MailWay, WebhookWay
from bot.models.verdicts import GateRecord
from bot.retraining.auto.progress import Progress
from bot.retraining.auto.report import LISTED, Report, send
from tests.support.rasa_process import free_port

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BEGUN = datetime(2026, 3, 1, 2, 0, tzinfo=timezone.utc)
VERDICT = GateRecord("v2", "v1", True, (), 100, 91, 88, 5, 2, 0.4, 1, 2)


def report(**changes: object) -> Report:
    progress = Progress(BEGUN, imported=12, labelled=40, waiting=7, candidate="v2", ending="promoted", withheld=["It says: 5 days."])
    for name, value in changes.items():
        setattr(progress, name, value)
    return Report(progress, VERDICT, last_hash="ab" * 32)


def test_it_says_what_happened() -> None:
    said = report().text()
    assert "a new model is served" in said
    assert "91 of 100" in said
    assert "It says: 5 days." in said
    assert "ab" * 32 in said
    refused = report(ending="refused", reasons=[f"reason {number}" for number in range(LISTED + 2)]).text()
    assert "the gate refused" in refused
    assert "… and 2 more" in refused
    failed = Report(Progress(BEGUN), failed="no memory")
    assert failed.subject == "Heed's retraining: it failed"
    assert "Why: no memory" in failed.text()


@contextlib.contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_webhook_gets_it_signed_after_a_failure() -> None:
    got: list[tuple[dict[str, str], bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(
                ({name.lower(): value for name, value in self.headers.items()}, self.rfile.read(int(self.headers["Content-Length"])))
            )
            self.send_response(500 if len(got) == 1 else 204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    port = free_port()
    with running(HTTPServer(("127.0.0.1", port), Receiver)):
        assert send(report(), {"webhook": WebhookWay(f"http://127.0.0.1:{port}/hook", SECRET)}, (0.0,)) == []
    (first, _), (headers, body) = got
    assert first["webhook-id"] == headers["webhook-id"] == "retraining_20260301T020000Z"
    Webhook(SECRET).verify(body, headers)
    record = json.loads(body)
    assert record["type"] == "retraining.ended"
    assert {"ending": "promoted", "imported": 12, "right": 91, "audit": "ab" * 32}.items() <= record["data"].items()


def test_a_mailbox_gets_it() -> None:
    got: list[bytes] = []

    class Mailbox(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    lines = iter(self.rfile.readline, b".\r\n")
                    got.append(b"".join(lines))
                self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
                if verb == b"QUIT":
                    return

    port = free_port()
    with running(socketserver.TCPServer(("127.0.0.1", port), Mailbox)):
        way = MailWay(("team@example.com",), "heed@example.com", "127.0.0.1", port, "none")
        assert send(report(), {"email": way}, ()) == []
    message = message_from_bytes(got[0])
    assert message["Subject"] == "Heed's retraining: a new model is served"
    assert message["To"] == "team@example.com"
    assert "12 dialogues were new" in message.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_what_does_not_arrive_is_said_without_its_address() -> None:
    way = WebhookWay(f"http://127.0.0.1:{free_port()}/a-secret", SECRET)
    (problem,) = send(report(), {"webhook": way}, (0.0,))
    assert problem.startswith("the report did not arrive by webhook (")
    assert "a-secret" not in problem
