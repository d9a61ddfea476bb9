"""Others' waiting times while one customer sends bodies that are far too large."""

import asyncio
import statistics
import time
import uuid

from bench.results import Result
from bench.state.asking import ask_heed
from bench.state.customers import session
from bench.state.flooder import Flooder
from bench.state.place import Place, rasa, redis_server
from bot.channels.web.tokens import Tokens, new_conversation
from bot.server.http.secrets import server_key
from bot.workspace import Workspace

TEST = "flood of 5 MB bodies from 50 clients"


async def flood(place: Place, _: float) -> list[Result]:
    """Others' waiting times while one customer sends bodies that are far too large, from another process."""
    taken: list[float] = []
    with redis_server(place) as server:
        async with rasa(place, server.url, 1) as [process], session() as http:
            ask = ask_heed([process.url], place.folder)
            flooder = Flooder(process.port, 50, Tokens(server_key(Workspace(place.folder).secret)).access(new_conversation()))
            for _ in range(100 if place.short else 1_000):
                started = time.monotonic()
                await ask(http, uuid.uuid4().hex)
                taken.append(1000 * (time.monotonic() - started))
                await asyncio.sleep(0.02)
            refused = await asyncio.to_thread(flooder.stop)
    median, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[-1]
    return [
        Result(TEST, "others' median", round(median), "ms"),
        Result(TEST, "others' p99", round(p99), "ms", "≤ 500", p99 <= 500),
        Result(TEST, "refused", refused, "requests"),
    ]
