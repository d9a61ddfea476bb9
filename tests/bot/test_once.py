import asyncio

import pytest

from bot.channels.once import Once


class Counter:
    def __init__(self, fails: int = 0) -> None:
        self.calls, self.fails = 0, fails

    async def make(self) -> int:
        self.calls += 1
        await asyncio.sleep(0)
        if self.calls <= self.fails:
            raise RuntimeError("not yet")
        return self.calls


def test_the_same_key_is_done_once_even_at_once() -> None:
    async def ask() -> list[int]:
        once: Once[int] = Once(kept=10)
        together = await asyncio.gather(*(once.do("a", counter.make) for _ in range(5)))
        return [*together, await once.do("a", counter.make), await once.do("b", counter.make)]

    counter = Counter()
    assert asyncio.run(ask()) == [1, 1, 1, 1, 1, 1, 2]


def test_a_failure_can_be_tried_again() -> None:
    async def ask() -> int:
        once: Once[int] = Once(kept=10)
        with pytest.raises(RuntimeError, match="not yet"):
            await once.do("a", counter.make)
        return await once.do("a", counter.make)

    counter = Counter(fails=1)
    assert asyncio.run(ask()) == 2


def test_what_was_begun_is_finished_though_nobody_waits() -> None:
    async def ask() -> int:
        once: Once[int] = Once(kept=10)
        waiting = asyncio.ensure_future(once.do("a", counter.make))
        await asyncio.sleep(0)
        waiting.cancel()
        return await once.do("a", counter.make)

    counter = Counter()
    assert asyncio.run(ask()) == 1


def test_the_oldest_are_forgotten() -> None:
    async def ask() -> int:
        once: Once[int] = Once(kept=2)
        for key in "abc":
            await once.do(key, counter.make)
        return await once.do("a", counter.make)

    counter = Counter()
    assert asyncio.run(ask()) == 4
