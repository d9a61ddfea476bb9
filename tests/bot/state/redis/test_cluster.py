"""The same on a real Cluster and on a master that Sentinel replaces."""

import asyncio
import gc
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from bot.state.messages import Inbound
from bot.state.numbers.reading import read_numbers
from bot.state.numbers.turn_facts import TurnFacts
from bot.state.reaching import StateUnavailable
from bot.state.redis.url import VARIABLE
from bot.state.service import Service
from tests.support.redis_servers import Node, another_node, cluster, move_slot, sentinels
from tests.support.turns import said, serving, texts

# On a machine so busy that commands time out, redis-py forgets nodes while commands are under way, and asyncio a connection that
# is given up while it is made. Python says so when it tidies up, which is to be here and not in a later test.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unclosed ClusterNode object:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.usefixtures("tidy"),
]


@pytest.fixture
def tidy() -> Iterator[None]:
    yield
    gc.collect()


async def accept(service: Service, inbound: Inbound) -> None:
    """Sends a message again until it is accepted, as a customer's page does."""
    while True:
        try:
            return await service.accept(inbound)
        except StateUnavailable:
            await asyncio.sleep(0.2)


def test_on_a_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with serving() as one, serving() as two:
            names = [f"customer {number}" for number in range(20)]
            for number in range(3):
                await asyncio.gather(*(accept((one, two)[number % 2], said(number, name)) for name in names))
            for name in names:
                assert await texts(two, said(2, name)) == ["message 2"]
                assert [entry.to for entry in await one.events(name)] == ["m0", "m1", "m2"]
            for language in ("en", "de"):
                one.counting.turn("c", TurnFacts("web", language), 1, 0.1)
            await one.counting.flush()
            assert (await read_numbers(one.desk.client, datetime.now(timezone.utc).date() - timedelta(1))).total.conversations == 1

    with cluster() as nodes:
        monkeypatch.setenv(VARIABLE, f"redis+cluster://127.0.0.1:{nodes[0].port},127.0.0.1:{nodes[1].port}")
        asyncio.run(main())
        for node in nodes:
            with node.client() as client:
                keys = list(client.scan_iter())
                assert keys  # the conversations are spread
                assert all(client.ttl(name) > 0 for name in keys)


def test_a_cluster_that_was_away_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with serving() as service:
            await accept(service, said(1))
            assert await texts(service, said(1)) == ["message 1"]
            for node in nodes:
                node.stop()
            while service.redis_ready:
                await asyncio.sleep(0.05)
            with pytest.raises(StateUnavailable):
                await service.accept(said(2))
            await asyncio.sleep(1.0)  # so that redis-py gives every node up
            for node in nodes:
                node.start()
            while not service.redis_ready:
                await asyncio.sleep(0.05)
            await accept(service, said(2))
            assert await texts(service, said(2)) == ["message 2"]

    with cluster() as nodes:
        monkeypatch.setenv(VARIABLE, f"redis+cluster://127.0.0.1:{nodes[0].port},127.0.0.1:{nodes[1].port}")
        asyncio.run(main())


def test_conversations_go_on_while_their_slots_move_to_a_node_that_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"customer {number}" for number in range(24)]
    rounds = 12

    def reshard(source: Node, target: Node) -> int:
        with source.client() as client:
            slots = {int(client.execute_command("CLUSTER KEYSLOT", name)) for name in client.scan_iter()}
        return sum(move_slot(slot, source, target, pause_s=0.004) for slot in sorted(slots))

    async def talk(services: tuple[Service, Service], name: str) -> None:
        for number in range(rounds):
            await accept(services[number % 2], said(number, name))
            assert await texts(services[number % 2], said(number, name)) == [f"message {number}"]

    async def main(target: Node) -> int:
        async with serving() as one, serving() as two:
            await asyncio.gather(*(accept(one, said("first", name)) for name in names))
            moving = asyncio.get_running_loop().run_in_executor(None, reshard, nodes[0], target)
            await asyncio.gather(*(talk((one, two), name) for name in names))
            moved = await moving
            await asyncio.gather(*(accept(two, said("last", name)) for name in names))
            for name in names:
                assert await texts(one, said("last", name)) == ["message last"]
                wanted = ["mfirst", *(f"m{number}" for number in range(rounds)), "mlast"]
                assert [entry.to for entry in await one.events(name)] == wanted
            return moved

    with cluster() as nodes, another_node(nodes) as target:
        monkeypatch.setenv(VARIABLE, f"redis+cluster://127.0.0.1:{nodes[0].port},127.0.0.1:{nodes[1].port}")
        assert asyncio.run(main(target)) > 20
        with target.client() as client:
            assert client.dbsize() > 20


def test_after_a_failover_the_replica_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with serving() as service:
            await accept(service, said(1))
            assert await texts(service, said(1)) == ["message 1"]
            master.stop()
            await accept(service, said(2))
            assert await texts(service, said(2)) == ["message 2"]
            assert [reply.to for reply in await service.events("c")] == ["m1", "m2"]

    with sentinels() as (master, _, watching):
        hosts = ",".join(f"127.0.0.1:{sentinel.port}" for sentinel in watching)
        monkeypatch.setenv(VARIABLE, f"redis+sentinel://{hosts}/shop")
        asyncio.run(main())
