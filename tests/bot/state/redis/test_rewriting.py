"""What was deleted doesn't stand in Redis' files any more, on whichever servers they are."""

import asyncio
from functools import partial
from pathlib import Path

import redis

from bot.state.redis.client import connect, disconnect
from bot.state.redis.rewriting import rewrite_files
from tests.support.redis_servers import Node, cluster, wait_until

WORD = b"quagga"


def rewritten(url: str) -> list[str]:
    async def main() -> list[str]:
        client = connect(url)
        try:
            return await rewrite_files(client)
        finally:
            await disconnect(client)

    return asyncio.run(main())


def holding(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and WORD in file.read_bytes())


def written(client: redis.Redis) -> bool:
    """Whether nothing is being written in the background."""
    found = client.info("persistence")
    return not (found["rdb_bgsave_in_progress"] or found["aof_rewrite_in_progress"] or found["aof_rewrite_scheduled"])


def write_and_delete(client: redis.Redis) -> None:
    client.set("word", WORD)
    client.bgsave()
    wait_until(partial(written, client))
    client.delete("word")


def test_append_only_file_snapshot_and_slow_commands(tmp_path: Path) -> None:
    node = Node(tmp_path, "--appendonly", "yes", "--slowlog-log-slower-than", "0")
    try:
        with node.client() as client:
            client.config_set("save", "3600 1")
            write_and_delete(client)
            log, snapshot = holding(tmp_path)
            assert log.startswith("appendonly.aof")  # from Redis 7 on, several files in a folder
            assert snapshot == "dump.rdb"
            client.bgrewriteaof()  # one that began before, or after: another comes behind it
            assert rewritten(f"redis://127.0.0.1:{node.port}") == []
            assert holding(tmp_path) == []
            assert WORD.decode() not in str(client.slowlog_get(100))
    finally:
        node.stop()


def test_what_a_managed_server_forbids_is_said(tmp_path: Path) -> None:
    node = Node(tmp_path, "--appendonly", "yes")
    try:
        with node.client() as client:
            client.execute_command("ACL SETUSER", "heed", "on", "nopass", "~*", "+@all", "-bgrewriteaof")
            write_and_delete(client)
            [left] = rewritten(f"redis://heed:x@127.0.0.1:{node.port}")
            assert f"the files of Redis at 127.0.0.1:{node.port}" in left
            assert "have it run BGREWRITEAOF" in left
    finally:
        node.stop()


def test_a_replicas_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "replica").mkdir()
    master = Node(tmp_path)
    replica = Node(tmp_path / "replica", "--replicaof", "127.0.0.1", str(master.port), "--repl-diskless-sync-delay", "0")
    try:
        with replica.client() as client:
            wait_until(lambda: bool(client.info("replication")["master_link_status"] == "up"))
        [left] = rewritten(f"redis://127.0.0.1:{master.port}")
        assert left == f"the files of the Redis replica at 127.0.0.1:{replica.port}: run BGREWRITEAOF and BGSAVE there"
    finally:
        replica.stop()
        master.stop()


def test_all_nodes_of_a_cluster() -> None:
    with cluster() as nodes:
        for node in nodes:
            with node.client() as client:
                client.config_set("appendonly", "yes")
                wait_until(partial(written, client))
        with redis.RedisCluster(host="127.0.0.1", port=nodes[0].port) as client:
            for number in range(30):
                client.set(f"word{number}", WORD)
                client.delete(f"word{number}")
        assert sum(bool(holding(node.folder)) for node in nodes) == 3
        assert rewritten("redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in nodes)) == []
        assert [holding(node.folder) for node in nodes] == [[], [], []]
