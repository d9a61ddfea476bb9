"""The audit log: nothing is lost, and whatever is changed shows."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from bot.desk.audit import AuditLog
from data.errors import DataError

KEY = b"k" * 32


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    async def write(log: AuditLog) -> None:
        await asyncio.gather(*(log.note("mia", "look", f"c{number}") for number in range(20)))
        await log.note("noah", "transfer", "c1", to="mia")

    found = AuditLog(KEY, tmp_path / "audit")
    asyncio.run(write(found))
    return found


def test_all_is_kept_in_order_and_names_no_conversation(log: AuditLog) -> None:
    entries = list(log.entries())
    assert [each.number for each in entries] == list(range(1, 22))
    assert (entries[-1].agent, entries[-1].act, entries[-1].more) == ("noah", "transfer", {"to": "mia"})
    assert entries[-1].conversation == entries[1].conversation == log.name("c1")
    [file] = log.files()
    assert "c1" not in re.findall(r"\w+", file.read_text())
    assert file.stat().st_mode & 0o077 == 0


def test_another_process_goes_on_where_this_one_stopped(log: AuditLog) -> None:
    asyncio.run(AuditLog(KEY, log.files()[0].parent).note("mia", "say", "c1"))
    asyncio.run(log.note("mia", "close", "c1"))
    assert [each.act for each in log.entries()][-2:] == ["say", "close"]


def test_a_log_in_the_form_of_before_is_kept_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    old = tmp_path / "2026-01.jsonl"
    old.write_text(f"{'0' * 64} {{}}\n")
    log = AuditLog(KEY, tmp_path)
    asyncio.run(log.note("mia", "look", "c1"))
    assert [each.act for each in log.entries()] == ["look"]
    assert (tmp_path / "2026-01.jsonl.old").read_text().startswith("0")


def changed(lines: list[str]) -> list[str]:
    return [*lines[:5], lines[5].replace("mia", "eve"), *lines[6:]]


@pytest.mark.parametrize(
    "break_",
    [
        changed,
        lambda lines: lines[:5] + lines[6:],
        lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]],
        lambda lines: [*lines[:5], lines[4], *lines[5:]],
        lambda lines: [*lines[:5], "nonsense", *lines[5:]],
        lambda lines: [lines[0].replace("mia", "eve"), *lines[1:]],
    ],
)
def test_what_was_changed_shows(log: AuditLog, break_) -> None:  # type: ignore[no-untyped-def]
    [file] = log.files()
    file.write_text("".join(f"{line}\n" for line in break_(file.read_text().splitlines())))
    with pytest.raises(DataError, match=r"was changed|doesn't follow"):
        list(log.entries())


def test_a_line_that_a_crash_broke_off_was_never_acknowledged(log: AuditLog) -> None:
    [file] = log.files()
    with file.open("a") as opened:
        opened.write('{"number":22,"at":"20')
    asyncio.run(log.note("mia", "say", "c1"))
    assert [each.number for each in log.entries()] == list(range(1, 23))


def test_who_notes_is_told_of_whatever_keeps_a_line_from_being_written(log: AuditLog) -> None:
    [file] = log.files()
    whole = file.read_text()
    file.write_text(whole + "nonsense\n")

    async def main() -> None:
        noted = await asyncio.gather(*(log.note("mia", "look", f"c{n}") for n in range(3)), return_exceptions=True)
        assert all(isinstance(each, DataError) for each in noted)
        file.write_text(whole)
        await log.note("mia", "look", "c1")

    asyncio.run(asyncio.wait_for(main(), 20))
    assert len(list(log.entries())) == 22


def test_a_log_goes_on_with_another_secret_and_says_where_it_was_changed(log: AuditLog) -> None:
    [file] = log.files()
    other = AuditLog(b"o" * 32, file.parent)
    asyncio.run(other.note("mia", "look", "c1"))
    assert json.loads(file.read_text().splitlines()[-1])["number"] == 22
    with pytest.raises(DataError, match=r"line 22 was changed.*the key is another one"):
        list(log.entries())


def test_old_months_are_removed_and_the_rest_is_in_order(log: AuditLog) -> None:
    [file] = log.files()
    old = file.with_name("2020-01.jsonl")
    lines = file.read_text().splitlines(keepends=True)
    old.write_text("".join(lines[:10]))
    file.write_text("".join(lines[10:]))
    assert len(list(log.entries())) == 21
    assert log.trim(365) == 1
    assert next(each.number for each in log.entries()) == 11
