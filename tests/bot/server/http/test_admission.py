"""In which order requests begin that came at once."""

import asyncio

from bot.server.http.admission import AT_ONCE, ROUND_S, Admission


def test_a_hundred_of_one_address_let_another_ones_pass() -> None:
    async def main() -> list[str]:
        admission, begun = Admission(asyncio.get_running_loop()), list[str]()

        async def request(name: str) -> None:
            await admission.enter(name[0])
            begun.append(name)

        crowd = [asyncio.ensure_future(request(f"a{number}")) for number in range(100)]
        await asyncio.sleep(0)
        await request("b")
        await asyncio.gather(*crowd)
        await request("c")
        return begun

    begun = asyncio.run(main())
    assert begun.index("b") == AT_ONCE
    assert [name for name in begun if name[0] == "a"] == [f"a{number}" for number in range(100)]
    assert begun[-1] == "c"


def test_who_gives_up_takes_nobodys_place() -> None:
    async def main() -> None:
        admission = Admission(asyncio.get_running_loop())
        for _ in range(AT_ONCE):
            await admission.enter("a")
        waiting = [asyncio.ensure_future(admission.enter("a")) for _ in range(10)]
        await asyncio.sleep(0)
        for each in waiting[:9]:
            each.cancel()
        await asyncio.wait_for(waiting[9], 1)
        await asyncio.sleep(3 * ROUND_S)
        assert admission._planned is None

    asyncio.run(main())
