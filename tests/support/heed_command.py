"""The `heed` command, run as it is typed: in a process of its own, with its own folder, environment and exit code.

The processes are forked from one that has imported the command, since its libraries take seconds to import, each time.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.cli.commands import COMMANDS

PATIENCE_S = 300.0
PLAIN = {"COLUMNS": "160", "NO_COLOR": "1"}

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bot.cli.main", *{place.partition(":")[0] for place in COMMANDS.values()}, "bot.models.indexes"])


def heed(*arguments: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Runs `heed` with arguments in a folder, or in the present one.

    Raises:
        subprocess.TimeoutExpired: it took longer than five minutes.
    """
    typed = ["heed", *map(str, arguments)]
    with tempfile.TemporaryDirectory() as folder:
        output, errors = Path(folder, "output"), Path(folder, "errors")
        process = _CONTEXT.Process(target=_run, args=(typed, cwd or Path.cwd(), {**os.environ, **PLAIN}, output, errors))
        process.start()
        process.join(PATIENCE_S)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(typed, PATIENCE_S)
        code = process.exitcode
        process.close()
        return subprocess.CompletedProcess(typed, code, output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8"))


def _run(typed: list[str], cwd: Path, environment: Mapping[str, str], output: Path, errors: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for descriptor, file in ((1, output), (2, errors)):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.argv = typed

    from bot.cli.main import main

    main()
