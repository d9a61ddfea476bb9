"""1,000 valid tokens, gathered over hours, used from one address at once: what is taken from it is what one address may ask for."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from bench.results import Result
from bench.web.attack_requests import Attacker
from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import Tokens, new_conversation
from bot.state.rate_limits import ADDRESS_CPU

SIDE_BY_SIDE = 16


@dataclass
class Taken:
    """What a server took of an address with many tokens.

    Attributes:
        statuses: how many requests were answered so; 0 for a connection that was closed.
        seconds: how long it went on.
    """

    statuses: Counter[int]
    seconds: float

    @property
    def accepted(self) -> int:
        return self.statuses[202]

    @property
    def most(self) -> int:
        """What `requests_per_minute` lets through in that time: all of a minute at once, and then at its rate."""
        per_minute = WebSettings().requests_per_minute
        return int(per_minute * (1 + self.seconds / 60)) + 1


async def use_tokens(port: int, address: str, tokens: Tokens, count: int, seconds: float = 0.0) -> Taken:
    """Sends a message with each of `count` tokens, as fast as it goes; again from the first one until so many seconds are over."""
    attackers = [Attacker(port, address, tokens.access(new_conversation())) for _ in range(count)]
    statuses: Counter[int] = Counter()
    began = time.monotonic()
    turn = 0

    async def one() -> None:
        nonlocal turn
        while turn < count or time.monotonic() - began < seconds:
            attacker = attackers[turn % count]
            turn += 1
            words = (await attacker.say("where is my order")).split(maxsplit=2)
            statuses[int(words[1]) if len(words) > 1 else 0] += 1

    await asyncio.gather(*(one() for _ in range(SIDE_BY_SIDE)))
    return Taken(statuses, time.monotonic() - began)


def results(taken: Taken, name: str) -> list[Result]:
    """How much was taken, beside what the limits say."""
    goal = f"≤ {taken.most}: 300 at once, 300 a minute"
    refused = sum(taken.statuses.values()) - taken.accepted
    return [
        Result(name, f"messages accepted in {taken.seconds:.0f} s", taken.accepted, "", goal, taken.accepted <= taken.most),
        Result(name, "requests refused meanwhile", refused, ""),
        Result(name, "most that the model works for the address", ADDRESS_CPU.amount, "CPU-s a minute"),
    ]
