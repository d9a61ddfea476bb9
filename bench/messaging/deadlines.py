"""How fast deliveries are acknowledged while turns take long."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.messaging.place import Place
from bench.results import Result
from bench.web.attacks import thread_waited_ms
from bot.state.redis.keys import SENDING, WORK
from tests.support.messaging.kit import Kit
from tests.support.messaging.posting import post
from tests.support.scripted_replies import say

PER_SECOND = 50
TURN_S = 5.0
# Some deliveries wait for their reply.
AT_ONCE = int(PER_SECOND * TURN_S)
# A delivery that was refused is one that was acknowledged too late.
NEVER_S = 60.0
# What each platform waits for an acknowledgement at most, in seconds; DingTalk names none. Mails are read, not delivered.
DEADLINES = {
    "slack": 3.0,
    "telegram": 60.0,
    "whatsapp": 1.0,
    "messenger": 5.0,
    "instagram": 5.0,
    "twilio": 15.0,
    "line": 2.0,
    "webhook": 15.0,
    "teams": 15.0,
    "wechat": 5.0,
    "wecom": 5.0,
    "wecom_kf": 5.0,
    "chatwoot": 5.0,
    "feishu": 3.0,
    "dingtalk": 3.0,
}


def deadlines(place: Place, seconds: float, channels: Sequence[str] = ()) -> Iterator[Result]:
    """Sends each channel, or those that are named, 50 deliveries a second, each by another customer, whose turns take five seconds."""
    for kit in place.kits:
        if kit.channel in (channels or DEADLINES):
            _wait_until_idle(place)
            yield from _one(place, kit, seconds)


def _wait_until_idle(place: Place) -> None:
    """Waits until no turn is left of the channel before."""
    while place.state.xlen(WORK) or place.state.xlen(SENDING):
        time.sleep(0.5)


def _one(place: Place, kit: Kit, seconds: float) -> Iterator[Result]:
    begins, count = time.monotonic() + 0.2, int(seconds * PER_SECOND)
    run = random.Random(1).randrange(10**6)
    ready = [kit.text(f"{run}{number}", say(text="late", wait_s=TURN_S), f"{run}{number}") for number in range(count)]

    def deliver(number: int) -> tuple[float, float]:
        due = begins + number / PER_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        server = place.servers[number % len(place.servers)]
        main = f"{server.process.pid}/task/{server.process.pid}"
        before, mine = thread_waited_ms(main), thread_waited_ms()
        started = time.monotonic()
        try:
            status, _ = post(server.port, ready[number])
        except OSError:
            status = 0
        took = time.monotonic() - started if status == 200 else NEVER_S
        waited = max(thread_waited_ms(main) - before, thread_waited_ms() - mine) / 1000
        return took, max(0.0, took - waited)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        timed = list(threads.map(deliver, range(count)))
    test = f"{kit.channel}: {PER_SECOND} deliveries a second, turns of {TURN_S:.0f} s"
    # The second says what a machine without other work would: what several waited for at once is taken off once only.
    for metric, place_in in (("acknowledged, p99", 0), ("… without the server's or the sender's wait for a core", 1)):
        p99 = sorted(each[place_in] for each in timed)[int(0.99 * count)]
        goal = DEADLINES[kit.channel]
        yield Result(test, metric, round(p99 * 1000), "ms", f"≤ {goal * 1000:.0f}", p99 <= goal)
