"""The order system of the sample shop, for trying look-ups out: `python -m data.demo_shop`, which `make run` starts, too.

    GET /orders/JL-482913    200 {"number": …, "email": …, "postcode": …, "status": …, …}, or 404

It ends with the process that started it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

PORT = 5080
CUSTOMER = {"email": "ada@example.com", "postcode": "LS1 4AP"}


def orders(today: date) -> dict[str, dict[str, Any]]:
    """The shop's orders by the digits of their numbers; their dates lie around a day."""

    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    return {
        "482913": {"status": "shipped", "carrier": "DPD", "shipped_on": day(-1), "expected_on": day(2)},
        "300417": {"status": "packed", "packed_on": day(0), "expected_on": day(4)},
        "591204": {"status": "delivered", "delivered_on": day(-3)},
        "847213": {"status": "cancelled"},
        "560918": {"status": "held at customs"},
        "10234": {"status": "shipped", "carrier": "Royal Mail", "shipped_on": day(-2), "expected_on": day(1)},
    }


class Orders(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        number = "".join(sign for sign in unquote(self.path.removeprefix("/orders/")) if sign.isdigit())
        order = orders(date.today()).get(number) if self.path.startswith("/orders/") else None
        record = {"number": number, **CUSTOMER, **order} if order else {"error": "there is no such order"}
        body = json.dumps(record).encode()
        self.send_response(200 if order else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: an address holds an order's number."""


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    parent = os.getppid()
    try:
        shop = ThreadingHTTPServer(("127.0.0.1", port), Orders)
    except OSError as error:
        sys.exit(f"The demo shop can't listen on port {port} ({error.strerror}); `python -m data.demo_shop PORT` takes another one.")
    threading.Thread(target=shop.serve_forever, daemon=True).start()
    print(f"The demo shop knows order JL-482913 of {CUSTOMER['email']}, on port {port}.", flush=True)
    while os.getppid() == parent:
        time.sleep(0.5)


if __name__ == "__main__":
    main()
