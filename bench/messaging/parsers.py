"""Bodies of all kinds for each channel's parser."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Iterator, Sequence
from typing import Any

import hypothesis

from bench.results import Result
from bot.channels.frame.channel import MessagingChannel
from tests.support.messaging.cases import bodies, examples, read
from tests.support.messaging.kit import Kit
from tests.support.messaging.kits import PARSED
from tests.support.messaging.wechat import WeChatPlainKit

# A body that takes longer to read, of the processor's time, has found a way to stop the server.
HANGS_S = 1.0


def parsers(count: int, channels: Sequence[str] = ()) -> Iterator[Result]:
    """Reads `count` bodies with each channel, or with those that are named."""
    for kit in [each.fresh() for each in PARSED if not channels or each.channel in channels]:
        errors, slowest_s = _cases(kit, count)
        test = f"{kit.channel}{' in plain mode' if isinstance(kit, WeChatPlainKit) else ''}: {count:,} bodies, right ones changed and junk"
        yield Result(test, "uncaught errors", errors, goal="0", holds=not errors)
        yield Result(test, "slowest", round(slowest_s * 1000, 1), "ms", f"≤ {HANGS_S * 1000:.0f}", slowest_s <= HANGS_S)


def channel_of(kit: Kit) -> MessagingChannel[Any]:
    """A kit's channel, of a platform that isn't there."""
    os.environ.update(kit.environment)
    module, _, name = kit.path.rpartition(".")
    found: MessagingChannel[Any] = getattr(importlib.import_module(module), name).from_credentials(kit.credentials("http://127.0.0.1:1"))
    return found


def _cases(kit: Kit, count: int) -> tuple[int, float]:
    channel = channel_of(kit)
    errors, slowest_s = 0, 0.0

    @hypothesis.seed(1)
    @hypothesis.settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(bodies(examples(kit), kit.seal))
    def one(body: bytes) -> None:
        nonlocal errors, slowest_s
        started = time.process_time()
        try:
            read(kit, channel, body)
        except Exception as problem:
            errors += 1
            print(kit.channel, repr(problem)[:200], body[:200])
        slowest_s = max(slowest_s, time.process_time() - started)

    one()
    return errors, slowest_s
