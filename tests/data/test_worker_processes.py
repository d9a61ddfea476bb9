"""Processes that work for a command end with it, also when it is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os, time
from bot.parallel import over_cores

def slow(item):
    print(os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    list(over_cores(slow, range(20)))
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_workers_of_a_killed_command_are_gone(tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text(PROGRAM)
    environment = {**os.environ, "OMP_NUM_THREADS": "2", "PYTHONPATH": str(ROOT)}
    command = subprocess.Popen([sys.executable, "work.py"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    assert command.stdout
    workers = [int(command.stdout.readline()) for _ in range(2)]
    assert all(map(alive, workers))
    command.send_signal(signal.SIGKILL)
    command.wait()
    deadline = time.monotonic() + 20
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    command.stdout.close()
    assert not any(map(alive, workers))
