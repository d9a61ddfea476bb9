"""The embedded Redis: a real redis-server (`executable.py` says which) on a Unix socket, its data under `.heed/`."""

import atexit
import fcntl
import subprocess
import time
from pathlib import Path

import redis

from bot.state.redis.executable import FILE, FOLDER, redis_server
from bot.state.redis.private_socket import find_socket, is_listened_to, make_socket_folder, remove_socket_folder, trusted_users
from bot.workspace import Workspace, private_folder
from data.errors import StateError
from data.os_errors import sentence

START_S = 10.0
LOCK = "lock"


class EmbeddedRedis:
    """Starts a redis-server for a folder, or joins the one that runs for it already, if it is this user's."""

    def __init__(self, folder: Path | None = None, tcp_port: int = 0, appendfsync: str = "everysec") -> None:
        """
        Args:
            folder: where its data is; the workspace's own if not given.
            tcp_port: a port beside the socket, of this machine only and open to all its users, for benchmarks of what knows no sockets.
            appendfsync: when the append-only file is forced to the disk: `everysec` or, slower, `always`.
        """
        self.folder = (folder or Workspace.current().redis).resolve()
        self.tcp_port, self.appendfsync = tcp_port, appendfsync
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """Where the server listens.

        Raises:
            StateError: none was started.
        """
        found = find_socket(self.folder)
        if found is None:
            raise StateError(f"no embedded Redis was started for {self.folder}")
        return found

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def pid(self) -> int:
        """The server's process, if this object started it; else 0."""
        return self._process.pid if self._process else 0

    def is_running(self) -> bool:
        """Whether a server answers for the folder, which need not be there."""
        return self._answers()

    def has_data(self) -> bool:
        """Whether a server has kept anything in the folder."""
        return any((self.folder / name).exists() for name in (FOLDER, FILE))

    def start(self) -> None:
        """Starts the server and waits until it answers.

        Raises:
            StateError: it doesn't start; the message names its log. Or another user's process listens in its place, or its data is of a
                newer version than there is.
            SettingsError: the folder is another user's.
        """
        private_folder(self.folder)
        deadline = time.monotonic() + START_S
        while not self._answers():
            if self._process is None:
                try:
                    self._start_unless_running()
                except OSError as error:
                    raise StateError(f"the embedded Redis can't start in {self.folder}: {sentence(error)}") from error
            if (self._process and self._process.poll() is not None) or time.monotonic() > deadline:
                self.stop()
                log = self.folder / "redis.log"
                raise StateError(f"the embedded Redis did not start; see {log}, or name a server of your own in REDIS_URL")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stops the server if this object started it; it writes its data first."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        remove_socket_folder(self.folder)

    def _start_unless_running(self) -> None:
        """Starts the server, unless one runs for the folder: two of them would write into the same files.

        The server inherits the lock and so holds it for as long as it lives, however its starter ends.
        """
        with (self.folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            place = find_socket(self.folder) or make_socket_folder(self.folder)
            options = {
                "port": str(self.tcp_port),
                "bind": "127.0.0.1",
                "unixsocket": str(place),
                "unixsocketperm": "700",
                "dir": str(self.folder),
                "appendonly": "yes",
                "appendfsync": self.appendfsync,
                "save": "",
                "logfile": str(self.folder / "redis.log"),
            }
            command = [redis_server(self.folder), *(part for option, value in options.items() for part in (f"--{option}", value))]
            # A session of its own: Ctrl-C in the terminal reaches Heed, which stops the server last, after its clients.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=[lock.fileno()],
                umask=0o077,
            )
        atexit.register(self.stop)

    def _answers(self) -> bool:
        place = find_socket(self.folder)
        # A plain socket first, which tells whose process it is; and after a refused connection, the client would leave one open.
        if place is None or not is_listened_to(place, trusted_users(self.folder)):
            return False
        try:
            with redis.Redis(unix_socket_path=str(place), socket_timeout=1.0) as client:
                return bool(client.ping())
        except (OSError, redis.RedisError):
            return False
