"""A log that tells when it was changed."""

import json
import multiprocessing
from itertools import pairwise
from pathlib import Path

import pytest

from data.errors import DataError
from data.hash_chain import START, HashChain


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "folder" / "audit.jsonl"
    for number in range(5):
        HashChain(file).append({"act": "promote", "version": f"v{number}", "share": 0.1 * number, "who": "Zoë"})
    return file


def test_lines_follow_one_another(log: Path) -> None:
    links = HashChain(log).verify()
    assert [link.number for link in links] == [1, 2, 3, 4, 5]
    assert links[0].before == START
    assert all(after.before == before.hash for before, after in pairwise(links))
    assert links[3].record == {"act": "promote", "version": "v3", "share": 0.1 * 3, "who": "Zoë"}
    assert log.stat().st_mode & 0o077 == 0


def test_an_absent_log_is_empty(tmp_path: Path) -> None:
    assert HashChain(tmp_path / "none.jsonl").verify() == []


@pytest.mark.parametrize("place", range(5))
def test_a_changed_line_is_found(log: Path, place: int) -> None:
    lines = log.read_text().splitlines()
    lines[place] = lines[place].replace(f"v{place}", "v9")
    log.write_text("\n".join(lines) + "\n")
    with pytest.raises(DataError, match=f"line {place + 1} was changed"):
        HashChain(log).verify()


@pytest.mark.parametrize("place", range(4))
def test_a_line_that_is_left_out_or_moved_is_found(log: Path, place: int) -> None:
    lines = log.read_text().splitlines()
    log.write_text("\n".join(lines[:place] + lines[place + 1 :]) + "\n")
    with pytest.raises(DataError, match=f"line {place + 1} doesn't follow"):
        HashChain(log).verify()
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    log.write_text("\n".join(lines) + "\n")
    with pytest.raises(DataError, match=f"line {place + 1} doesn't follow"):
        HashChain(log).verify()


def test_a_line_with_a_hash_of_its_own_making_is_found(log: Path) -> None:
    other = log.with_name("other.jsonl")
    for number in range(5):
        HashChain(other).append({"act": "promote", "version": f"w{number}"})
    lines, forged = log.read_text().splitlines(), other.read_text().splitlines()
    log.write_text("\n".join([*lines[:2], forged[2], *lines[3:]]) + "\n")
    with pytest.raises(DataError, match="line 3 doesn't follow"):
        HashChain(log).verify()


def test_a_cut_end_is_found_by_who_noted_the_last_hash(log: Path) -> None:
    noted = HashChain(log).verify()[-1].hash
    assert HashChain(log).verify(noted[:12])
    log.write_text("\n".join(log.read_text().splitlines()[:-1]) + "\n")
    assert len(HashChain(log).verify()) == 4
    with pytest.raises(DataError, match="cut off"):
        HashChain(log).verify(noted[:12])


def test_a_line_that_a_kill_left_unfinished_is_written_over(log: Path) -> None:
    log.write_bytes(log.read_bytes() + b'{"number":6,"at":"2026-')
    assert len(HashChain(log).verify()) == 5
    HashChain(log).append({"act": "rollback"})
    assert [link.record["act"] for link in HashChain(log).verify()][-2:] == ["promote", "rollback"]


def test_nothing_is_added_after_a_damaged_line(log: Path) -> None:
    record = json.loads(log.read_text().splitlines()[-1])
    record["record"]["version"] = "v9"
    log.write_text("\n".join([*log.read_text().splitlines()[:-1], json.dumps(record)]) + "\n")
    with pytest.raises(DataError, match="its last line was changed"):
        HashChain(log).append({"act": "promote"})


def test_a_long_line_is_followed(log: Path) -> None:
    HashChain(log).append({"reasons": ["é" * 20_000]})
    HashChain(log).append({"act": "after"})
    assert len(HashChain(log).verify()) == 7


def test_nobody_without_the_key_writes_a_log_anew(tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    HashChain(file, key=b"key").append({"act": "take"}, {"act": "say"})
    assert [link.number for link in HashChain(file, key=b"key").links()] == [1, 2]
    file.unlink()
    HashChain(file).append({"act": "take"}, {"act": "back"})
    with pytest.raises(DataError, match="line 1 was changed"):
        HashChain(file, key=b"key").verify()


def test_several_processes_add_at_once(tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_add_ten, args=(file,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(HashChain(file).verify()) == 40


def _add_ten(file: Path) -> None:
    for number in range(10):
        HashChain(file).append({"number": number})
