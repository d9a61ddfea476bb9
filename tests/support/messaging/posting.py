"""Sends a delivery."""

import http.client

from tests.support.messaging.kit import Posted


def post(port: int, posted: Posted) -> tuple[int, bytes]:
    """Sends a delivery as it is, headers of any bytes included."""
    if posted.by:
        return posted.by(posted)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.putrequest(posted.method, posted.address)
        for name, value in posted.headers.items():
            connection.putheader(name, value.encode("utf-8"))
        connection.putheader("content-length", str(len(posted.body)))
        connection.endheaders(posted.body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
