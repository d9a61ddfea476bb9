"""How fast deliveries are acknowledged while turns take long."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.messaging.place import Place
from bench.results import Result
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


def deadlines(place: Place, seconds: float, channels: Sequence[str] = ()) -> list[Result]:
    """Sends each channel, or those that are named, 50 deliveries a second, each by another customer, whose turns take five seconds."""
    return [_one(place, kit, seconds) for kit in place.kits if kit.channel in (channels or DEADLINES)]


def _one(place: Place, kit: Kit, seconds: float) -> Result:
    begins, count = time.monotonic() + 0.2, int(seconds * PER_SECOND)
    run = random.Random(1).randrange(10**6)
    ready = [kit.text(f"{run}{number}", say(text="late", wait_s=TURN_S), f"{run}{number}") for number in range(count)]

    def deliver(number: int) -> float:
        due = begins + number / PER_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        started = time.monotonic()
        status, _ = post(place.servers[number % len(place.servers)].port, ready[number])
        return time.monotonic() - started if status == 200 else NEVER_S

    with ThreadPoolExecutor(AT_ONCE) as threads:
        took = sorted(threads.map(deliver, range(count)))
    p99 = took[int(0.99 * len(took))]
    test = f"{kit.channel}: {PER_SECOND} deliveries a second, turns of {TURN_S:.0f} s"
    return Result(
        test, "acknowledged, p99", round(p99 * 1000), "ms", f"≤ {DEADLINES[kit.channel] * 1000:.0f}", p99 <= DEADLINES[kit.channel]
    )
