"""`rasa run` processes killed with -9: while customers write, and in the middle of a turn."""

import asyncio
import random
import time

import redis

from bench.results import Result
from bench.state.balance import balance, balanced
from bench.state.customers import Ledger, customers, send, session, visit
from bench.state.place import Place, rasa, redis_server
from bot.state.redis.keys import key
from tests.support.slow_actions import SlowActions


async def kills(place: Place) -> list[Result]:
    """kill -9 of one of two processes, again and again."""
    wanted, times = (300, 3) if place.short else (10_000, 50)
    ledger = Ledger()
    with redis_server(place) as server:
        async with rasa(place, server.url, 2) as processes:
            urls, killed = [process.url for process in processes], 0
            async with customers(urls, ledger, 20, 0.2 if place.short else 2.0):
                while killed < times or ledger.count < wanted:
                    await asyncio.sleep(random.uniform(0.5, 2.0))
                    if killed < times:
                        victim = random.choice(processes)
                        victim.kill()
                        victim.start()
                        await asyncio.to_thread(victim.wait_until_ready)
                        killed += 1
            found = await balance(server.url, ledger)
    return balanced(f"{killed} kill -9 of one of two processes", found, ledger)


async def mid_turn(place: Place) -> list[Result]:
    """kill -9 while a turn waits for its action: how long until another process has finished it, beyond the action itself."""
    taken = []
    action_s = 2.0
    actions = SlowActions(place.folder, place.actions_port, action_s)
    try:
        with redis_server(place) as server:
            for _ in range(1 if place.short else 10):
                async with rasa(place, server.url, 2) as processes, session() as http:
                    ledger = Ledger()
                    to = await visit(http, [processes[0].url], ledger)
                    await send(http, [processes[0].url], ledger, to, "slowly please")
                    with redis.Redis.from_url(server.url, decode_responses=True) as client:
                        await asyncio.sleep(1.0)
                        holder = next(iter(client.xpending_range("heed:work", "workers", "-", "+", 1)))["consumer"]
                        victim = next(process for process in processes if f"-{process.process.pid}-" in holder)
                        victim.kill()
                        killed = time.monotonic()
                        while client.xlen(key(to.conversation, "outbox")) < 2:  # the first is the customer's own message
                            await asyncio.sleep(0.02)
                        taken.append(time.monotonic() - killed - action_s)
    finally:
        actions.stop()
    worst = max(taken)
    return [Result(f"turn killed in the middle, {len(taken)} times", "taken over after, at most", round(worst, 2), "s", "≤ 5", worst <= 5)]
