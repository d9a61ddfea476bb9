"""The model's thread: fair to who used it little, and beside the event loop."""

import asyncio
import time

import pytest

from bot.server.model.inference import FairThread, finish


def busy(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_who_used_it_least_is_next() -> None:
    async def main() -> list[str]:
        thread, done = FairThread(), []

        async def work(address: str, conversation: str, seconds: float) -> None:
            await thread.run([address, conversation], lambda: busy(seconds))
            done.append(conversation)

        attack = [asyncio.ensure_future(work("attacker", f"a{number}", 0.03)) for number in range(20)]
        while len(done) < 3:
            await asyncio.sleep(0.005)
        await work("customer", "c", 0.001)
        assert done.index("c") <= 5
        await asyncio.gather(*attack)
        return done

    assert len(asyncio.run(main())) == 21


def test_the_event_loop_goes_on_meanwhile() -> None:
    async def main() -> int:
        thread, ticks = FairThread(), 0
        working = asyncio.ensure_future(thread.run(["a"], lambda: busy(0.3)))
        while not working.done():
            await asyncio.sleep(0.01)
            ticks += 1
        assert working.result()[1] >= 0.3
        return ticks

    assert asyncio.run(main()) > 3


def test_failed_and_cancelled_work_lets_the_next_have_its_turn() -> None:
    async def main() -> None:
        thread = FairThread()
        tasks = [asyncio.ensure_future(thread.run(["a"], lambda: busy(0.05))) for _ in range(4)]
        await asyncio.sleep(0.01)
        tasks[0].cancel()
        tasks[2].cancel()
        with pytest.raises(ZeroDivisionError):
            await thread.run(["b"], lambda: 1 // 0)
        assert [type(each) for each in await asyncio.gather(*tasks, return_exceptions=True)].count(asyncio.CancelledError) == 2
        assert (await asyncio.wait_for(thread.run(["b"], lambda: 5), 5))[0] == 5

    asyncio.run(main())


def test_only_what_never_waits_is_finished_in_a_thread() -> None:
    async def quick() -> int:
        return 3

    async def slow() -> None:
        await asyncio.sleep(0)

    assert finish(quick()) == 3
    with pytest.raises(RuntimeError, match="waits"):
        finish(slow())
