"""`heed ask` where a server runs in the folder: tests/integration/test_commands.py asks a real one."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.server.local_socket import listen
from tests.support.heed_command import heed
from tests.support.pty_command import interrupted

HEED = str(Path(sys.executable).with_name("heed"))


@contextmanager
def saying(folder: Path, words: bytes | None) -> Iterator[None]:
    """A server in a folder that says this to whoever asks, whatever it is, and hangs up; with None, it says nothing and doesn't."""
    ended = threading.Event()
    with listen(folder / ".heed" / "questions") as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                if words is None:
                    ended.wait(60)
                else:
                    connection.sendall(words)

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def test_what_the_server_fails_at_is_one_sentence(tmp_path: Path) -> None:
    with saying(tmp_path, b'{"error": "the running server failed at it (KeyError); its log says at what"}\n'):
        shown = heed("ask", "hello", cwd=tmp_path)
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr == "Error: the running server failed at it (KeyError); its log says at what\n"


def test_a_server_that_ends_meanwhile_is_none(tmp_path: Path) -> None:
    with saying(tmp_path, b'{"answer": {'):
        shown = heed("ask", "hello", cwd=tmp_path)
    assert shown.returncode == 1
    assert "there is no trained model in models/" in shown.stderr


def test_ctrl_c_while_the_server_is_busy_ends_it_at_once(tmp_path: Path) -> None:
    with saying(tmp_path, None):
        ended = interrupted([HEED, "ask", "hello"], tmp_path, 0.2, until="Asking the running server")
    assert ended.code == 130
    assert ended.seconds < 5
    assert "Traceback" not in ended.shown
    assert ended.left == []
