"""A Redis Cluster that is found again after all of its nodes were away, and whose conversations go on while they move between nodes."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any
from weakref import WeakSet

from redis.asyncio.cluster import PRIMARY, ClusterNode, RedisCluster, get_node_name
from redis.commands.core import AsyncScript
from redis.exceptions import (
    AskError,
    BusyLoadingError,
    ClusterDownError,
    ClusterError,
    ConnectionError,
    MaxConnectionsError,
    MovedError,
    NoPermissionError,
    NoScriptError,
    ResponseError,
    TimeoutError,
    TryAgainError,
)

CLOSING_S = 0.05
DOWN_S = 0.25
# While a slot moves, keys of a script may lie on both nodes for some milliseconds each.
TRIES_AGAIN_S = 0.05
MOST_TRIES = 40


class LastingCluster(RedisCluster):
    """redis-py's, mended where it

    - forgets each node that failed, and so would never find a Cluster again of which all had;
    - leaves connections open when it has met an error, since it only closes those of the nodes that it knows by then;
    - doesn't find the key of a command of two words (XGROUP CREATE, XINFO CONSUMERS) in how Redis 7 describes it;
    - follows ASK over whichever connection is free, so that Redis doesn't know what was asked, and not to a node that is new; and closes
      all connections, with what others wait for on them, after five MOVED;
    - loads a script on the nodes that it knows and then expects it where the slot has gone meanwhile;
    - can't begin where its account may not use INFO.
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
        else:
            nodes = list(self.nodes_manager.startup_nodes.values())
        if self._initialize and not all(isinstance(node, _AskedFirst) for node in nodes):
            asked = [_AskedFirst(node.host, node.port, **self.connection_kwargs) for node in nodes]
            self.nodes_manager.startup_nodes = {node.name: node for node in asked}
        await super().initialize()
        return self

    async def _execute_command(self, target_node: ClusterNode, *args: Any, **kwargs: Any) -> Any:
        """Runs a command on a node, or where that sends it.

        Raises:
            redis.exceptions.ClusterError: it was sent from node to node for too long.
        """
        node, asking = target_node, False
        for _ in range(MOST_TRIES):
            try:
                return await (_ask(node, *args, **kwargs) if asking else node.execute_command(*args, **kwargs))
            except MovedError as told:  # a kind of AskError, to redis-py
                node, asking = self._node_at(told.host, told.port), False
                self.nodes_manager.slots_cache[told.slot_id] = [node]
            except AskError as told:
                node, asking = self._node_at(told.host, told.port), True
            except TryAgainError:
                await asyncio.sleep(TRIES_AGAIN_S)
                node, asking = target_node, False
            except (BusyLoadingError, MaxConnectionsError):
                raise
            except (ConnectionError, TimeoutError):
                self.nodes_manager.startup_nodes.pop(node.name, None)
                await self.close()  # it is looked for again with the next command
                raise
            except ClusterDownError:
                await self.close()
                await asyncio.sleep(DOWN_S)
                raise
        raise ClusterError(f"the Cluster sent {args[0]} from node to node {MOST_TRIES} times")

    def _node_at(self, host: str, port: int) -> ClusterNode:
        known = self.nodes_manager.nodes_cache
        name = get_node_name(host, port)
        if name not in known:
            known[name] = ClusterNode(host, port, PRIMARY, **self.connection_kwargs)
        return known[name]

    async def _determine_slot(self, command: str, *args: Any) -> int:
        if command.startswith(("XGROUP ", "XINFO ")):
            return int(self.keyslot(args[0]))
        return int(await super()._determine_slot(command, *args))

    def register_script(self, script: str) -> "_SentAlong":
        return _SentAlong(self, script)

    async def close_all(self) -> None:
        """Closes every connection; the client isn't used any more."""
        await self.close()
        for connection in list(self._made):
            await connection.disconnect(nowait=True)
        await asyncio.sleep(CLOSING_S)  # connections that redis-py closes in tasks of its own


class _SentAlong(AsyncScript):
    """A script that goes with its keys to a node that doesn't know it, which knows it from then on."""

    async def __call__(self, keys: Sequence[str] = (), args: Sequence[str | float] = ()) -> Any:
        try:
            return await self.registered_client.evalsha(self.sha, len(keys), *keys, *args)
        except NoScriptError:
            return await self.registered_client.eval(self.script, len(keys), *keys, *args)


class _AskedFirst(ClusterNode):
    """A node that is asked for the others. Whether it is a Cluster's at all is in INFO, which an account may not be allowed to use."""

    async def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super().execute_command(*args, **kwargs)
        except NoPermissionError:
            if args[0] != "INFO":
                raise
            return {"cluster_enabled": 1}  # if not, it says so when it is asked for the others


async def _ask(node: ClusterNode, *args: Any, **kwargs: Any) -> Any:
    """Runs a command on a node that is about to get its slot: with ASKING right before it, on the same connection."""
    connection = node.acquire_connection()
    try:
        await connection.send_packed_command(connection.pack_commands([("ASKING",), args]), False)
        refused = None
        try:
            await node.parse_response(connection, "ASKING")
        except ResponseError as error:  # what the command itself is answered comes after it all the same
            refused = error
        found = await node.parse_response(connection, args[0], **kwargs)
        if refused:
            raise refused
        return found
    finally:
        node._free.append(connection)
