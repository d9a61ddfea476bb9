"""A load balancer's probes, from a process of their own, so that what is timed is the server and not the load generator.

python -m bench.state.prober URL…    probes each 20 times a second until its input ends, then prints the milliseconds as JSON
"""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

EVERY_S = 0.05


class Prober:
    """Probes until it is stopped."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "bench.state.prober", *urls], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self) -> list[float]:
        """Returns how long each answer took, in ms; without an answer, until that was known."""
        printed, _ = self._process.communicate()
        return list(json.loads(printed))


def probe(url: str) -> float:
    started = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            answer.read()
    except urllib.error.HTTPError as refusal:
        refusal.close()  # it is an open answer, too
    except OSError:
        pass
    return 1000 * (time.monotonic() - started)


def main() -> None:
    ended = threading.Event()
    threading.Thread(target=_wait_for_end_of_input, args=[ended], daemon=True).start()
    taken_ms: list[float] = []
    while not ended.wait(EVERY_S):
        taken_ms += map(probe, sys.argv[1:])
    print(json.dumps(taken_ms))


def _wait_for_end_of_input(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main()
