"""Several redis-servers on one machine: a Cluster, and a master with a replica and sentinels."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import redis

from bot.state.redis.executable import redis_server

SLOTS = 16_384


def free_port() -> int:
    """One below 50,000: a Cluster's node takes the port 10,000 above as well."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            if port < 50_000:
                return port


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the servers were not ready after {seconds:.0f} seconds")
        time.sleep(0.02)


class Node:
    """A redis-server process."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port, self.folder, self._options = free_port(), folder, options
        self.start()

    def start(self) -> None:
        command = [redis_server(), *self._options, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        with self.client() as client:
            wait_until(lambda: self._answers(client))

    def _answers(self, client: redis.Redis) -> bool:
        if self.process.poll() is not None:  # somebody else has taken its port since, or the one 10,000 above
            raise RuntimeError(f"redis-server did not start on port {self.port}")
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False

    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, decode_responses=True, socket_timeout=5)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def cluster(count: int = 3) -> Iterator[list[Node]]:
    """A Cluster of masters."""
    with ExitStack() as stack:
        made = []
        for _ in range(count):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            made.append(Node(folder, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000"))
            stack.callback(made[-1].stop)
        for number, node in enumerate(made):
            with node.client() as client:
                client.execute_command("CLUSTER ADDSLOTS", *range(number * SLOTS // count, (number + 1) * SLOTS // count))
                client.execute_command("CLUSTER MEET", "127.0.0.1", made[0].port)
        for node in made:
            with node.client() as client:
                wait_until(partial(_covered, client))
        yield made


@contextmanager
def another_node(nodes: list[Node]) -> Iterator[Node]:
    """A master that joins a Cluster, and has no slots yet."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node(Path(folder), "--cluster-enabled", "yes", "--cluster-node-timeout", "2000")
        try:
            with node.client() as client:
                client.execute_command("CLUSTER MEET", "127.0.0.1", nodes[0].port)
                wait_until(lambda: _covered(client))
            yield node
        finally:
            node.stop()


def move_slot(slot: int, source: Node, target: Node, pause_s: float = 0.0) -> int:
    """Moves a slot as `redis-cli --cluster reshard` does, a key at a time; returns how many keys there were.

    Args:
        pause_s: before, between and after the keys, so that some lie here and some there for a while.
    """
    with source.client() as leaving, target.client() as taking:
        here, there = (str(client.execute_command("CLUSTER MYID")) for client in (leaving, taking))
        taking.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", here)
        leaving.execute_command("CLUSTER SETSLOT", slot, "MIGRATING", there)
        moved = 0
        while keys := leaving.execute_command("CLUSTER GETKEYSINSLOT", slot, 1):
            time.sleep(pause_s)
            leaving.execute_command("MIGRATE", "127.0.0.1", target.port, keys[0], 0, 5_000)
            moved += 1
        time.sleep(pause_s)
        for client in (taking, leaving):
            client.execute_command("CLUSTER SETSLOT", slot, "NODE", there)
        return moved


@contextmanager
def sentinels(service: str = "shop", down_ms: int = 1_000) -> Iterator[tuple[Node, Node, list[Node]]]:
    """A master, its replica, and three sentinels that agree on them."""
    with ExitStack() as stack:

        def node(*options: str, config: str = "") -> Node:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            if config:
                (folder / "sentinel.conf").write_text(config)
                options = (str(folder / "sentinel.conf"), "--sentinel")
            started = Node(folder, *options)
            stack.callback(started.stop)
            return started

        master = node("--appendonly", "yes")
        replica = node("--appendonly", "yes", "--replicaof", "127.0.0.1", str(master.port), "--repl-diskless-sync-delay", "0")
        config = f"""
            sentinel monitor {service} 127.0.0.1 {master.port} 2
            sentinel down-after-milliseconds {service} {down_ms}
            sentinel failover-timeout {service} 5000
        """
        watching = [node(config=config) for _ in range(3)]
        for sentinel in watching:
            with sentinel.client() as client:
                wait_until(partial(_agreed, client, service))
        with replica.client() as client:
            wait_until(lambda: bool(client.info("replication")["master_link_status"] == "up"))
        yield master, replica, watching


def _covered(client: redis.Redis) -> bool:
    return bool(client.execute_command("CLUSTER INFO")["cluster_state"] == "ok")


def _agreed(client: redis.Redis, service: str) -> bool:
    """Whether a sentinel knows the others and the replica."""
    found = client.sentinel_master(service)
    return bool(found) and bool(found["num-other-sentinels"] == 2 and found["num-slaves"] == 1)
