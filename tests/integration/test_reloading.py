"""A server takes models over for months: what it lets go of must be gone."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.integration.conftest import QUIET, ROOT

TIMES = 10
# A process of its own, so that nothing else's memory is counted: each line has the threads and megabytes after one more model.
PROGRAM = """
import asyncio, gc, json, sys, threading
import psutil
from pathlib import Path
from bot.cli.absent_tensorflow import leave_out_for
leave_out_for(Path(sys.argv[1]))
from bot.server.model.assistant import Assistant

async def main():
    for _ in range(int(sys.argv[2])):
        assistant = Assistant.load(Path(sys.argv[1]))
        answer = await assistant.ask("can the enamel pot go on induction?")
        assert answer["text"]
        del assistant
        gc.collect()
        print(json.dumps([threading.active_count(), psutil.Process().memory_info().rss / 2**20]), flush=True)

asyncio.run(main())
"""


def test_ten_models_one_after_the_other_leave_nothing_behind(model: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, model, str(TIMES)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    threads, megabytes = zip(*(json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")))
    assert len(threads) == TIMES
    assert threads[-1] <= threads[1]
    # The first few fill caches; a model that was kept would be 60 MB and more each time.
    assert megabytes[-1] - megabytes[TIMES // 2] < 60
