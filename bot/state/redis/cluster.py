"""A Redis Cluster that is found again after all of its nodes were away."""

import asyncio
from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

from redis.asyncio.cluster import ClusterNode, RedisCluster

CLOSING_S = 0.05


class LastingCluster(RedisCluster):
    """redis-py's, mended in three places: it forgets each node that failed, and so would never find a Cluster again of which all
    had; and it leaves connections open when it has met an error, since it only closes those of the nodes that it knows by then; and it
    doesn't find the key of a command of two words (XGROUP CREATE, XINFO CONSUMERS) in how Redis 7 describes it.
    """

    def __init__(self, nodes: Iterable[tuple[str, int]], **options: Any) -> None:
        nodes = list(nodes)
        super().__init__(startup_nodes=[ClusterNode(host, port) for host, port in nodes], **options)
        self._hosts, self._made = nodes, WeakSet[Any]()
        made, base = self._made, self.connection_kwargs["connection_class"]

        class Connection(base):  # type: ignore[misc, valid-type]
            def __init__(self, **options: Any) -> None:
                super().__init__(**options)
                made.add(self)

        self.connection_kwargs["connection_class"] = Connection
        self.nodes_manager.startup_nodes = {}

    async def initialize(self) -> "LastingCluster":
        if not self.nodes_manager.startup_nodes:
            nodes = [ClusterNode(host, port, **self.connection_kwargs) for host, port in self._hosts]
            self.nodes_manager.startup_nodes = {node.name: node for node in nodes}
        await super().initialize()
        return self

    async def _determine_slot(self, command: str, *args: Any) -> int:
        if command.startswith(("XGROUP ", "XINFO ")):
            return int(self.keyslot(args[0]))
        return int(await super()._determine_slot(command, *args))

    async def close_all(self) -> None:
        """Closes every connection; the client isn't used any more."""
        await self.close()
        for connection in list(self._made):
            await connection.disconnect(nowait=True)
        await asyncio.sleep(CLOSING_S)  # connections that redis-py closes in tasks of its own
