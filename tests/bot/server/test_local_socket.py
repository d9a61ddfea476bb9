"""Sockets on which a server is asked by its own user."""

import os
import socket
from pathlib import Path

from bot.server.local_socket import connected, listen, place, servers
from tests.support.second_user import as_nobody, needs_root

CONNECTS = """
import socket, sys
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[1])
except OSError as error:
    print(error.errno)
"""


def test_a_server_is_found_until_it_ends(tmp_path: Path) -> None:
    folder = tmp_path / "questions"
    assert list(servers(folder)) == []
    with listen(folder):
        [(process, connection)] = servers(folder)
        connection.close()
        assert process == os.getpid()
    assert list(servers(folder)) == []


def test_a_deep_folder_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / ("deep" * 50) / "questions"  # an address of a socket has 107 bytes
    with listen(folder):
        [(_, connection)] = servers(folder)
        connection.close()


def test_what_a_killed_process_left_is_removed_and_those_who_listen_stay(tmp_path: Path) -> None:
    folder = tmp_path / "questions"
    listen(folder).close()
    place(folder).rename(folder / "1.sock")
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(folder / "2.sock"))
        other.listen()
        with listen(folder):
            assert sorted(path.name for path in folder.iterdir()) == sorted(["2.sock", f"{os.getpid()}.sock"])


@needs_root
def test_another_user_reaches_none(tmp_path: Path) -> None:
    for each in (tmp_path, *list(tmp_path.parents)[:-1]):
        each.chmod(each.stat().st_mode | 0o055)
    with listen(tmp_path / "questions"):
        process = as_nobody(CONNECTS, str(place(tmp_path / "questions")))
        assert process.communicate(timeout=60)[0].strip() == "13"
    assert connected(place(tmp_path / "questions")) is None
