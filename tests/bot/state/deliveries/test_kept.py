"""What the processes of a channel share."""

import asyncio
from contextlib import suppress

from bot.state.deliveries.kept import Kept
from bot.state.redis.client import connect, disconnect
from bot.state.redis.tasks import end
from tests.bot.conftest import RedisClient


def test_a_token_is_made_once_for_all(state: RedisClient) -> None:
    made = []

    async def make() -> tuple[str, float]:
        made.append(1)
        await asyncio.sleep(0.05)
        return f"token {len(made)}", 60.0

    async def main() -> None:
        clients = [connect() for _ in range(3)]
        kept = [Kept(client, "pager") for client in clients]
        assert set(await asyncio.gather(*(each.value("token", make) for each in kept for _ in range(5)))) == {"token 1"}
        await kept[0].forget("token")
        assert await kept[1].value("token", make) == "token 2"
        for client in clients:
            await disconnect(client)

    asyncio.run(main())
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_a_token_that_another_has_just_made_is_not_made_again(state: RedisClient) -> None:
    """Whoever saw none, and gets the turn to make one only after another has made it, takes that one."""
    made = []

    async def make() -> tuple[str, float]:
        made.append(1)
        return f"token {len(made)}", 60.0

    class Slow(Kept):
        async def get(self, name: str) -> str | None:
            found = await super().get(name)
            await asyncio.sleep(0 if made else 0.02 * next(steps))
            return found

    async def main() -> None:
        client = connect()
        kept = [Slow(client, "pager") for _ in range(4)]
        assert set(await asyncio.gather(*(each.value("token", make) for each in kept))) == {"token 1"}
        await disconnect(client)

    steps = iter(range(100))
    asyncio.run(main())


def test_what_came_first_is_kept_and_only_what_is_meant_is_forgotten(state: RedisClient) -> None:
    async def main() -> None:
        client = connect()
        kept = Kept(client, "pager")
        assert [await kept.first("body", text, 60.0) for text in ("one", "two")] == ["one", "one"]
        await kept.forget("body", only="two")
        assert await kept.get("body") == "one"
        await kept.forget("body", only="one")
        assert await kept.get("body") is None
        await disconnect(client)

    asyncio.run(main())


def test_one_process_listens_and_another_takes_over(state: RedisClient) -> None:
    listening: list[str] = []

    async def main() -> None:
        clients = [connect() for _ in range(2)]

        async def run(name: str, kept: Kept) -> None:
            async def listen() -> None:
                listening.append(name)
                try:
                    await asyncio.Event().wait()
                finally:
                    listening.remove(name)

            while True:
                await kept.in_one_process("listen", listen)

        tasks = [asyncio.ensure_future(run(name, Kept(client, "pager"))) for name, client in zip("ab", clients)]
        await asyncio.sleep(1.0)
        assert len(listening) == 1
        first = listening[0]
        await end([tasks["ab".index(first)]])
        for _ in range(500):
            await asyncio.sleep(0.01)
            if listening and listening != [first]:
                break
        assert listening == ["b" if first == "a" else "a"]
        await end(tasks)
        for client in clients:
            await disconnect(client)

    asyncio.run(main())


def test_who_is_stopped_leaves_neither_its_work_nor_its_lease_behind(state: RedisClient) -> None:
    """Though a cancellation may be swallowed (`end`), and comes again while the work is being ended."""
    working = [False]

    async def main() -> None:
        client = connect()
        kept = Kept(client, "pager")

        async def work() -> None:
            working[0] = True
            try:
                with suppress(asyncio.CancelledError):
                    await asyncio.Event().wait()
                await asyncio.Event().wait()
            finally:
                working[0] = False

        task = asyncio.ensure_future(kept.in_one_process("listen", work))
        while not working[0]:
            await asyncio.sleep(0.01)
        await end([task])
        assert (working, await kept.get("listen:lease")) == ([False], None)
        await disconnect(client)

    asyncio.run(main())
