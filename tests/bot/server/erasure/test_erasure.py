"""Erased means erased: of a hundred customers, no file below the folder and nothing in Redis holds a word; of the others, all stays."""

import gzip
import json
import secrets
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
import redis

from bot.channels.web.tokens import Tokens
from bot.server.erasure.remains import holds_any
from bot.server.files.uploads import Files
from bot.server.http.secrets import server_key
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.keys import PARTS, WORK, Part, key
from bot.state.redis.url import VARIABLE
from bot.workspace import Workspace
from data.formats.reading.identity import hashed_id, load_key
from data.records import Pair
from retrieval.building.build import additions, build
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from tests.support.heed_command import heed
from tests.support.word_vectors import WordVectors

ENCODER = WordVectors(16)
IDENTITY = "a secret that the site's backend knows"
ANONYMOUS, IDENTIFIED, STAYING = 50, 50, 10


STREAMS: tuple[Part, ...] = ("inbox", "outbox", "dead")


class Customer:
    """Somebody who has left words, found nowhere else, in every place."""

    def __init__(self, number: int, conversation: str) -> None:
        self.number, self.conversation = number, conversation
        self.word = f"quagga{number}zyx"

    @property
    def question(self) -> str:
        return f"What about my {self.word}, which has not come for weeks?"

    @property
    def pair(self) -> Pair:
        return Pair(self.question, f"The {self.word}n is oiled {self.number} times.", self.dialogue)

    @property
    def dialogue(self) -> str:
        return hashed_id(self.conversation, load_key(Workspace.current().dialogue_key))

    @property
    def line(self) -> str:
        turns = [{"role": "customer", "text": self.question}, {"role": "agent", "text": self.pair.answer}]
        return json.dumps({"id": self.dialogue, "turns": turns}) + "\n"

    def write(self, client: redis.Redis, files: Files) -> None:
        event = json.dumps({"event": "user", "text": self.question, "timestamp": 1.7e9})
        client.rpush(key(self.conversation, "events"), event)
        client.hset(key(self.conversation, "ratings"), "conversation", json.dumps({"value": "2", "reason": f"no {self.word}"}))
        for part in STREAMS:
            client.xadd(key(self.conversation, part), {"message": f"{part} of {self.word}"})
        for part in {*PARTS} - {"events", "ratings", *STREAMS}:
            client.set(key(self.conversation, part), f"{part} of {self.word}", ex=86_400)
        client.xadd(WORK, {"conversation": self.conversation})
        files.keep(files.write(self.conversation, f"%PDF-1.7 {self.word} %%EOF".encode()), f"{self.word}.pdf", "application/pdf")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace with its own embedded Redis."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    server = EmbeddedRedis()
    server.start()
    yield tmp_path
    server.stop()


def identified(subject: str) -> str:
    token = jwt.encode({"sub": subject, "exp": time.time() + 60}, IDENTITY, "HS256")
    return Tokens(server_key(), IDENTITY.encode()).identified(token)


def write_index(customers: list[Customer]) -> None:
    """An index with entries in its snapshot, in its journal, and two that were removed but stand in its files."""
    folder = Workspace.current().indexes / ENCODER.encoder_hash
    storage.save(build([customer.pair for customer in customers[2:]], ENCODER), folder)
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    changes.add(stored, folder, additions(stored.index, [customer.pair for customer in customers[:4]], ENCODER))
    changes.remove(stored, folder, [customers[0].pair.id, customers[5].pair.id])


def holding(root: Path, words: list[bytes]) -> list[str]:
    return [str(file.relative_to(root)) for file in root.rglob("*") if file.is_file() and holds_any(file, words)]


def test_of_a_hundred_customers_nothing_stays(place: Path) -> None:
    anonymous = [Customer(number, secrets.token_hex(16)) for number in range(ANONYMOUS)]
    known = [Customer(100 + number, identified(f"customer {number}")) for number in range(IDENTIFIED)]
    staying = [Customer(1000 + number, secrets.token_hex(16)) for number in range(STAYING)]
    gone, everybody = [*anonymous, *known], [*anonymous, *known, *staying]
    with redis.Redis.from_url(EmbeddedRedis().url, decode_responses=True) as client:
        client.config_set("slowlog-log-slower-than", 0)
        for customer in everybody:
            customer.write(client, Files())
        logs = place / "data" / "logs"
        logs.mkdir(parents=True)
        lines = [customer.line for customer in everybody]
        (logs / "web.jsonl").write_text("".join(lines[::2]))
        with gzip.open(logs / "more.jsonl.gz", "wt") as packed:
            packed.write("".join(lines[1::2]))
        (logs / "web.jsonl.tmp").write_text(gone[3].line)  # of an import that was broken off
        (place / ".rasa" / "cache").mkdir(parents=True)
        (place / ".rasa" / "cache" / "examples.yml").write_text(f"- {gone[4].question}\n")
        write_index(everybody)
        words = [customer.word.encode() for customer in gone]
        assert any(".aof" in file for file in holding(place, words))
        assert len(holding(place, words)) > 100

        customers = [part for number in range(IDENTIFIED) for part in ("--customer", f"customer {number}")]
        done = heed("conversations", "erase", *(each.conversation for each in anonymous), *customers, "--yes", cwd=place)
        assert done.returncode == 0, done.stderr
        assert "Erased 100 of 100 conversations from Redis, 100 uploads, 100 dialogues from data/logs, and 98 questions" in done.stdout

        assert holding(place, words) == []
        left = [str(read(client, name)) for name in client.scan_iter(count=1000)]
        assert [customer.number for customer in gone if any(customer.word in text for text in (*left, str(client.slowlog_get(1000))))] == []
        assert {customer.number for customer in staying if all(client.exists(key(customer.conversation, part)) for part in PARTS)} == {
            customer.number for customer in staying
        }
    assert [Files().count(customer.conversation) for customer in staying] == [1] * STAYING
    for customer in staying:
        assert len(holding(place, [customer.word.encode()])) >= 6  # Redis, upload and its description, log, index, tokens


def read(client: redis.Redis, name: str) -> object:
    return {"list": lambda: client.lrange(name, 0, -1), "stream": lambda: client.xrange(name), "hash": lambda: client.hgetall(name)}.get(
        client.type(name), lambda: client.get(name)
    )()


def test_what_other_files_hold_is_listed_with_dates(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    customer = Customer(1, secrets.token_hex(16))
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "export.jsonl"
    with redis.Redis.from_url(EmbeddedRedis().url, decode_responses=True) as client:
        customer.write(client, Files())
        assert heed("conversations", "export", elsewhere, "--conversation", customer.conversation, cwd=place).returncode == 0
        assert elsewhere.stat().st_mode & 0o777 == 0o600
        (place / "backup").mkdir()
        (place / "backup" / "logs.jsonl").write_text(customer.line)
        (place / "models").mkdir()
        with tarfile.open(place / "models" / "20261127-1-brave-fox.tar.gz", "w:gz") as archive:
            archive.add(place / "backup" / "logs.jsonl", "components/examples.json")
        done = heed("conversations", "erase", customer.dialogue, "--yes", cwd=place)
    assert done.returncode == 0, done.stderr
    listed = [row.split() for row in done.stdout.splitlines() if row.startswith("  ")]
    assert [Path(file).name for _, file in listed] == ["export.jsonl", "logs.jsonl", "20261127-1-brave-fox.tar.gz"]
    assert all(since.startswith("20") and since.endswith("+00:00") for since, _ in listed)


def test_who_is_not_there_is_said_so_and_nobody_else_is_erased(place: Path) -> None:
    customer = Customer(1, secrets.token_hex(16))
    with redis.Redis.from_url(EmbeddedRedis().url, decode_responses=True) as client:
        customer.write(client, Files())
        for arguments in ((customer.conversation[:31],), ("123456789",), ("--customer", "nobody")):
            server_key()
            done = heed("conversations", "erase", *arguments, "--yes", cwd=place)
            assert (done.returncode, "nobody else was erased" in done.stderr) == (1, True), done.stderr
            assert client.exists(key(customer.conversation, "events"))
        done = heed("conversations", "export", "one.jsonl", "--conversation", "123456789", cwd=place)
        assert (done.returncode, "there is no conversation '123456789'" in done.stderr) == (1, True)
        assert not (place / "one.jsonl").exists()


def test_a_customer_is_not_looked_for_with_a_new_secret(place: Path) -> None:
    done = heed("conversations", "erase", "--customer", "somebody", "--yes", cwd=place)
    assert done.returncode == 1
    assert "give the servers' HEED_SECRET" in done.stderr
    assert not Workspace.current().secret.exists()
