"""One customer who floods a server, from a process of their own, so that what is timed is the server and not the load generator.

python -m bench.state.flooder PORT CLIENTS TOKEN    sends bodies of 5 MB until its input ends, then prints how many were refused
"""

import socket
import subprocess
import sys
import threading
from contextlib import suppress

BODY = b"x" * 5_000_000
HEAD = (
    b"POST /chat/messages HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
    b"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
)


class Flooder:
    """Floods until it is stopped."""

    def __init__(self, port: int, clients: int, token: str) -> None:
        command = [sys.executable, "-m", "bench.state.flooder", str(port), str(clients), token]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self) -> int:
        """Returns how many of its requests were refused."""
        printed, _ = self._process.communicate()
        return int(printed)


def send(port: int, token: str) -> bool:
    """Sends one body; returns whether the server said 413. It may hang up before it has read all."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        with suppress(ConnectionError):
            connection.sendall(HEAD % (token.encode(), len(BODY)) + BODY)
        return b" 413 " in connection.recv(100)


def main() -> None:
    port, clients, token = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    ended, refused = threading.Event(), [0] * clients

    def flood(number: int) -> None:
        while not ended.is_set():
            with suppress(OSError):
                refused[number] += send(port, token)

    threads = [threading.Thread(target=flood, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    ended.set()
    for thread in threads:
        thread.join()
    print(sum(refused))


if __name__ == "__main__":
    main()
