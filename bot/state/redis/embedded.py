"""The embedded Redis: a real redis-server (`executable.py` says which) on a Unix socket, its data under `.heed/`."""

import atexit
import hashlib
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from bot.state.redis.executable import redis_server
from bot.workspace import Workspace
from data.errors import StateError

START_S = 10.0


class EmbeddedRedis:
    """Starts a redis-server for a folder, or joins the one that runs for it already."""

    def __init__(self, folder: Path | None = None, tcp_port: int = 0, appendfsync: str = "everysec") -> None:
        """
        Args:
            folder: where its data is; the workspace's own if not given.
            tcp_port: a port beside the socket, of this machine only, for programs that know no sockets.
            appendfsync: when the append-only file is forced to the disk: `everysec` or, slower, `always`.
        """
        self.folder = (folder or Workspace.current().redis).resolve()
        self.tcp_port, self.appendfsync = tcp_port, appendfsync
        # A socket's path may have 107 bytes at most, and a project's folder may be deep: so it lies in the temporary folder.
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
        self.socket = Path(tempfile.gettempdir()) / f"heed-{name}.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def pid(self) -> int:
        """The server's process, if this object started it; else 0."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Starts the server and waits until it answers.

        Raises:
            StateError: it doesn't start; the message names its log. Or its data is of a newer version than there is.
        """
        if self._answers():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "redis.log"
        options = {
            "port": str(self.tcp_port),
            "bind": "127.0.0.1",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": self.appendfsync,
            "save": "",
            "logfile": str(log),
        }
        command = [redis_server(self.folder)]
        for option, value in options.items():
            command += [f"--{option}", value]
        # A session of its own: Ctrl-C in the terminal reaches Heed, which stops the server last, after its clients.
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
        atexit.register(self.stop)
        deadline = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise StateError(f"the embedded Redis did not start; see {log}, or name a server of your own in REDIS_URL")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stops the server if this object started it; it writes its data first."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        try:
            # A plain socket first: after a refused connection, the client would leave one open.
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self.socket))
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1.0) as client:
                return bool(client.ping())
        except (OSError, redis.RedisError):
            return False
