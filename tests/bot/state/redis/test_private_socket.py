"""Nobody else can enter where the embedded Redis listens, and nobody else's server is joined there."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.private_socket import NOTE, find_socket, is_listened_to, make_socket_folder
from data.errors import SettingsError, StateError
from tests.support.second_user import NOBODY, as_nobody, needs_root

LISTEN = """
import socket, sys
listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen()
print("listening", flush=True)
while True:
    listening.accept()[0].sendall(b"+PONG\\r\\n")
"""
# What of the paths that it is given this user can list, read or connect to.
TRY = """
import os, pathlib, socket, sys
for path in map(pathlib.Path, sys.argv[1:]):
    for attempt in (lambda: os.listdir(path), path.read_bytes, lambda: socket.socket(socket.AF_UNIX).connect(str(path))):
        try:
            attempt()
            print(path)
        except (OSError, ValueError):
            pass
"""


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user can enter and write to, as the temporary folder is."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o1777)
        yield Path(folder)


@needs_root
def test_another_user_reaches_neither_socket_nor_files(shared_folder: Path) -> None:
    server = EmbeddedRedis(shared_folder / ".heed" / "redis")
    server.start()
    try:
        within = [*(shared_folder / ".heed").rglob("*"), server.socket, server.socket.parent, shared_folder / ".heed"]
        tried = as_nobody(TRY, *map(str, within), str(shared_folder))
        assert tried.communicate()[0].splitlines() == [str(shared_folder)]
    finally:
        server.stop()


@needs_root
def test_another_users_server_is_not_joined(shared_folder: Path) -> None:
    """Somebody got at the place all the same: the process that answers is not this user's."""
    (shared_folder / "state").mkdir(mode=0o700)
    place = make_socket_folder(shared_folder / "state")
    squatted = shared_folder / "redis.sock"
    squatter = as_nobody(LISTEN, str(squatted))
    try:
        assert squatter.stdout
        assert squatter.stdout.readline() == "listening\n"
        squatted.rename(place)
        server = EmbeddedRedis(shared_folder / "state")
        with pytest.raises(StateError, match=f"a process of the user {NOBODY} answers, not one of 0: it is not joined"):
            server.start()
        assert not server.pid
    finally:
        squatter.kill()
        squatter.communicate()


@needs_root
def test_a_squatted_folder_is_passed_over(shared_folder: Path) -> None:
    """The place of before was cleaned away, and another user has made it anew with a server in it."""
    folder = shared_folder / "state"
    folder.mkdir(mode=0o700)
    squatted = shared_folder / "heed-squatted"
    squatter = as_nobody(f"import os; os.mkdir({str(squatted)!r}, 0o777)\n{LISTEN}", str(squatted / "redis.sock"))
    try:
        assert squatter.stdout
        assert squatter.stdout.readline() == "listening\n"
        (folder / NOTE).write_text(str(squatted / "redis.sock"))
        assert is_listened_to(squatted / "redis.sock", {NOBODY})
        server = EmbeddedRedis(folder)
        server.start()
        try:
            assert server.pid
            assert server.socket.parent != squatted
        finally:
            server.stop()
    finally:
        squatter.kill()
        squatter.communicate()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o711])
def test_a_place_that_others_can_enter_is_passed_over(tmp_path: Path, mode: int) -> None:
    place = make_socket_folder(tmp_path)
    assert find_socket(tmp_path) == place
    place.parent.chmod(mode)
    assert find_socket(tmp_path) is None
    link = tmp_path / "link"
    place.parent.chmod(0o700)
    link.symlink_to(place.parent)
    (tmp_path / NOTE).write_text(str(link / "redis.sock"))
    assert find_socket(tmp_path) is None
    place.parent.rmdir()


def test_a_folder_of_before_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / ".heed" / "redis"
    folder.mkdir(parents=True)
    for place in (folder, folder.parent):
        place.chmod(0o755)
    server = EmbeddedRedis(folder)
    server.start()
    server.stop()
    assert [place.stat().st_mode & 0o777 for place in (folder, folder.parent)] == [0o700, 0o700]
    assert {path: oct(path.stat().st_mode & 0o077) for path in folder.rglob("*")} == dict.fromkeys(folder.rglob("*"), "0o0")


@needs_root
def test_the_folder_of_another_user_is_not_used(shared_folder: Path) -> None:
    pid = os.fork()
    if pid == 0:  # the child becomes the other user
        (shared_folder / "state").mkdir(mode=0o755)
        os.setuid(NOBODY)
        try:
            EmbeddedRedis(shared_folder / "state").start()
        except SettingsError as error:
            os._exit(0 if "belongs to the user 0" in str(error) else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_nobody_listens_where_nothing_is(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as closed:
        closed.bind(str(tmp_path / "closed.sock"))
    assert not is_listened_to(tmp_path / "closed.sock", {os.geteuid()})
    assert not is_listened_to(tmp_path / "missing.sock", {os.geteuid()})
