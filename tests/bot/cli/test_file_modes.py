"""Only their owner can read what commands make, whatever the terminal's own umask is."""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.keys import key
from bot.state.redis.url import VARIABLE
from tests.support.encoders import link_encoders
from tests.support.second_user import as_nobody, needs_root

HEED = Path(sys.executable).with_name("heed")
ID = "abcdefab" * 4
READ = """
import os, sys
for folder, folders, files in os.walk(sys.argv[1]):
    print(folder)
    for name in files:
        try:
            open(os.path.join(folder, name), "rb").read(1)
            print(os.path.join(folder, name))
        except OSError:
            pass
"""


def typed(home: Path, *arguments: str) -> str:
    """A command as somebody types it whose terminal lets everybody read and write new files."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    done = subprocess.run([HEED, *arguments], cwd=home, env=environment, umask=0, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def home(tmp_path: Path, tiny_classifier: Path, encoders: Path) -> Iterator[Path]:
    """A folder with a model, a log to import, and a Redis with a conversation; everybody could enter it."""
    link_encoders(encoders, tmp_path)
    with tarfile.open(tmp_path / "models" / "tiny.tar.gz", "w:gz", compresslevel=0) as archive:
        archive.add(tiny_classifier, "components/train_AttentionIntentClassifier0")
        archive.addfile(tarfile.TarInfo("metadata.json"))  # as Rasa writes one
    turns = [
        {"role": "customer", "text": "Is the moon made of cheese?"},
        {"role": "agent", "text": "Moon lamps are made of porcelain, and each lamp is 20 cm wide."},
    ]
    (tmp_path / "desk.jsonl").write_text(json.dumps({"id": "moon", "turns": turns}) + "\n")
    (tmp_path / "test.csv").write_text("text,label\nwhen will it arrive,delivery_time\n")
    server = EmbeddedRedis(tmp_path / ".heed" / "redis")
    server.start()
    event = {"event": "user", "text": "Is it made of wood?", "timestamp": 1.7e9}
    with redis.Redis.from_url(server.url) as client:
        client.rpush(key(ID, "events"), json.dumps(event))
    yield tmp_path
    server.stop()


def test_no_file_of_any_command_can_be_read_by_others(home: Path) -> None:
    before = {path for path in home.rglob("*") if path.name != ".heed"}
    (home / "export.jsonl").touch(0o666)
    typed(home, "import", "desk.jsonl", "--out", "data/logs")
    typed(home, "index", "build")
    typed(home, "index", "add")
    typed(home, "index", "remove", "--dialogue", "moon")
    typed(home, "index", "compact")
    typed(home, "classify", "evaluate", "test.csv")
    typed(home, "promote", "tiny")
    typed(home, "conversations", "export", "export.jsonl", "--overwrite")
    typed(home, "conversations", "erase", ID, "--yes")
    made = {path: oct(path.stat().st_mode & 0o077) for path in home.rglob("*") if path not in before and not path.is_symlink()}
    assert len(made) > 20
    assert {path: mode for path, mode in made.items() if mode != "0o0"} == {}
    assert (home / ".heed").stat().st_mode & 0o777 == 0o700


@needs_root
def test_another_user_reads_nothing(home: Path) -> None:
    typed(home, "import", "desk.jsonl", "--out", "data/logs")
    typed(home, "conversations", "export", "export.jsonl", "--overwrite")
    for folder in (home, *(each for each in home.parents if Path(tempfile.gettempdir()) in each.parents)):
        folder.chmod(0o755)
    read = as_nobody(READ, str(home)).communicate()[0].splitlines()
    made = {"data", "logs", "export.jsonl", ".heed"}
    assert read[0] == str(home)
    assert [path for path in read[1:] if made & {*Path(path).relative_to(home).parts}] == []
