"""What the operating system refuses becomes a sentence: met for real, not made up."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from data.os_errors import sentence
from tests.support.second_user import needs_root

ROOT = Path(__file__).parents[2]
PROGRAM = "from data.os_errors import sentence\nimport sys\ntry:\n    {code}\nexcept OSError as error:\n    print(sentence(error))"


def refusal(code: str, *arguments: str, files_kb: int | None = None) -> str:
    """What `sentence` says of the error that a piece of Python meets"""
    limit = (1024 * files_kb, 1024 * files_kb) if files_kb is not None else None
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(code=code), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: limit and resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    return done.stdout.strip()


def test_no_room() -> None:
    with pytest.raises(OSError, match="No space left") as met, open("/dev/full", "w") as full:
        full.write("x")
    assert sentence(met.value) == "a file can't be used: no room is left on its disk; make room, and try again"


def test_files_that_may_not_grow(tmp_path: Path) -> None:
    said = refusal("open(sys.argv[1], 'wb').write(b'x' * 10_000_000)", str(tmp_path / "large"), files_kb=64)
    assert said == "a file can't be used: it would be larger than files may be here (`ulimit -f`)"


def test_where_everything_can_only_be_read() -> None:
    met = OSError(errno.EROFS, os.strerror(errno.EROFS), "/mnt/x")
    assert sentence(met).startswith("/mnt/x can't be used: it lies where everything can only be read; choose another folder")


@needs_root
def test_what_is_anothers(tmp_path: Path) -> None:
    (tmp_path / "x").touch(mode=0o600)
    program = "import os, sys; os.setgid(65534); os.setuid(65534)\n" + PROGRAM.format(code=f"open({str(tmp_path / 'x')!r})")
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{tmp_path / 'x'} can't be used: the user 65534 may not; give it the permission")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("none/x", "none/x can't be used: it isn't there"),
        ("file/x", "file/x can't be used: a part of its path is no folder"),
        (".", "can't be used: it is a folder"),
        ("x" * 300, "can't be used: its name is too long"),
    ],
)
def test_paths(path: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Errno") as met:
        (tmp_path / path).open("w")
    assert sentence(met.value).endswith(said)
