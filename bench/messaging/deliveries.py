"""Each message delivered five times, two at once, to several channels side by side, whose platforms go away for half a minute, are
overloaded or break off, while the processes are killed: one turn each, each reply once, in order."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench.messaging.place import Place
from bench.results import Result
from bot.state.redis.keys import UNDELIVERED, key
from tests.support.messaging.kit import Kit, Posted
from tests.support.messaging.platform import Call, Says
from tests.support.messaging.posting import post

USERS, TIMES = 20, 5
BETWEEN_KILLS_S = 3.0
# Answers of a platform that is not well, with how often each is given.
TOO_FAST, AWAY, BROKEN = 0.02, 0.02, 0.01
# All platforms are away once, for so long.
AWAY_AFTER_S, AWAY_S = 10.0, 30.0
# What waited while they were away may be tried again this late.
QUIET_S = 70.0


@dataclass
class Killed:
    """How often a process was killed until now."""

    times: int = 0


def deliveries(place: Place, channels: list[str], count: int, kills: int) -> list[Result]:
    """Delivers `count` messages to each channel, all channels at once, and kills a process every few seconds."""
    kits = [kit for kit in place.kits if kit.channel in channels]
    place.state.delete(UNDELIVERED)
    for kit in kits:
        _make_unwell(place, kit)
    with _killing(place, kills) as killed, _away(place, kits), ThreadPoolExecutor(USERS * len(kits)) as threads:
        sent = [threads.submit(_user, place, kit, user, count // USERS, kills, killed) for kit in kits for user in range(USERS)]
        for each in sent:
            each.result()
    _wait_until_quiet(place, kits)
    return [result for kit in kits for result in _judge(place, kit, count, kills)]


def _make_unwell(place: Place, kit: Kit) -> None:
    """Has a platform answer some messages as one that is overloaded, away, or breaks off after it took them."""
    api, dice = place.platforms[kit.channel], random.Random(1)
    api.taken.clear()

    def unwell(call: Call, number: int) -> Says:
        usual, thrown = kit.usual, dice.random()
        if not kit.shown(call) or thrown > TOO_FAST + AWAY + BROKEN:
            return usual(call, number)
        if thrown < TOO_FAST:
            return Says(429, {}, {"Retry-After": "1"}, takes=False)
        if thrown < TOO_FAST + AWAY:
            return Says(503, takes=False)
        said = usual(call, number)
        return Says(said.status, said.body, takes=said.takes, drops=True)

    api.usual = unwell


def _user(place: Place, kit: Kit, user: int, count: int, kills: int, killed: Killed) -> None:
    """One customer's messages, one after the other, each delivered five times, two at once: by a platform that never gives up."""
    for number in range(count):
        while killed.times < number * kills // count:
            time.sleep(0.05)  # so that there is something to be killed until the last
        posted = kit.text(f"7{user:02}{number:04}", f"say {user} {number}", f"9{user:03}")
        with ThreadPoolExecutor(2) as pair:
            list(pair.map(lambda _: _until_taken(place, posted), range(2)))  # noqa: B023
        for _ in range(TIMES - 2):
            _until_taken(place, posted)


def _until_taken(place: Place, posted: Posted) -> None:
    while True:
        server = random.choice(place.servers)
        try:
            if post(server.port, posted)[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)


@contextmanager
def _killing(place: Place, kills: int) -> Iterator[Killed]:
    """Kills one process after the other, and starts each again."""
    killed = Killed()

    def run() -> None:
        try:
            for number in range(kills):
                time.sleep(BETWEEN_KILLS_S)
                server = place.servers[number % len(place.servers)]
                server.kill()
                killed.times += 1
                server.start()
                server.wait_until_ready()
        finally:
            killed.times = kills  # who waits for the next one goes on

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(run)
        yield killed
        running.result()


@contextmanager
def _away(place: Place, kits: list[Kit]) -> Iterator[None]:
    """Nobody answers at the platforms for half a minute."""

    def run() -> None:
        time.sleep(AWAY_AFTER_S)
        with ExitStack() as stack:
            for kit in kits:
                stack.enter_context(place.platforms[kit.channel].down())
            time.sleep(AWAY_S)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _wait_until_quiet(place: Place, kits: list[Kit]) -> None:
    seen, since = -1, time.monotonic()
    while time.monotonic() - since < QUIET_S:
        taken = sum(len(place.platforms[kit.channel].taken) for kit in kits)
        if taken != seen:
            seen, since = taken, time.monotonic()
        time.sleep(0.2)


def _judge(place: Place, kit: Kit, count: int, kills: int) -> Iterator[Result]:
    shown: dict[str, list[int]] = defaultdict(list)
    times: Counter[str] = Counter()
    keys: set[str] = set()
    for call in place.platforms[kit.channel].taken:
        again = call.headers.get("x-line-retry-key") or call.headers.get("webhook-id") or ""
        found = kit.shown(call)
        if found and again not in keys:
            keys |= {again} - {""}
            user, number = found.text.split()
            times[found.text] += 1
            shown[user].append(int(number))
    lost = count - len(times)
    said = sum(f'"{kit.channel}:' in fields["undelivered"] for _, fields in place.state.xrange(UNDELIVERED))
    turns = sum(len(place.state.xrange(key(kit.conversation(f"9{user:03}"), "outbox"))) for user in range(USERS))
    test = f"{kit.channel}: {count:,} messages delivered {TIMES} times, {kills} kill -9, platform unwell"
    yield Result(test, "events of the outbox, a message and its reply each", turns, goal=f"{2 * count:,}", holds=turns == 2 * count)
    yield Result(test, "replies lost in silence", max(0, lost - said), goal="0", holds=lost <= said)
    yield Result(test, "replies that did not arrive, and were reported", lost)
    yield Result(test, "replies reported as unknown", said)
    twice = sum(each > 1 for each in times.values())
    yield Result(test, "replies that arrived twice", twice, goal="0", holds=not twice)
    disorder = sum(numbers != sorted(numbers) for numbers in shown.values())
    yield Result(test, "customers whose replies came out of order", disorder, goal="0", holds=not disorder)
