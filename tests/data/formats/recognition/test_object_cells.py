"""Tables of which a column holds an object in each row."""

import csv
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from data.formats.bad_rows import BadRow
from data.formats.reading.dialogues import read_dialogues
from tests.support.logs import said_in

SAID = (("a", "user", "Does the lamp dim?"), ("b", "user", "Wie groß ist sie?"), ("a", "bot", "It does."), ("b", "bot", "30 cm."))


def table(file: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with file.open("w", encoding="utf-8") as opened:
        csv.writer(opened).writerows([header, *rows])
    return file


@pytest.mark.parametrize("kind", ["csv", "db"])
def test_events_of_a_desk_that_is_known(kind: str, tmp_path: Path) -> None:
    rows = [
        (2 * number + more, sender, 1_772_442_845 + number, json.dumps(event))
        for number, (sender, who, text) in enumerate(SAID)
        for more, event in enumerate(
            (
                {"event": "action", "timestamp": 1_772_442_845 + number, "name": "action_listen"},
                {"event": who, "timestamp": 1_772_442_845.5 + number, "text": text, "data": {"buttons": None}},
            )
        )
    ]
    file = tmp_path / f"events.{kind}"
    if kind == "db":
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("create table events (id integer, sender_id text, timestamp real, data text)")
            database.executemany("insert into events values (?, ?, ?, ?)", rows)
    else:
        table(file, ("id", "sender_id", "timestamp", "data"), rows)
    assert said_in(file) == [
        [("customer", "Does the lamp dim?"), ("bot", "It does.")],
        [("customer", "Wie groß ist sie?"), ("bot", "30 cm.")],
    ]


def test_events_of_no_desk_that_is_known(tmp_path: Path) -> None:
    rows = [
        (f"m{number}", chat, f"2026-03-02 09:1{number}", json.dumps({"type": "message", "author": {"kind": who}, "content": text}))
        for number, (chat, who, text) in enumerate((chat, {"user": "visitor", "bot": "operator"}[who], text) for chat, who, text in SAID)
    ]
    assert said_in(table(tmp_path / "events.csv", ("event_id", "chat_id", "created_at", "payload"), rows)) == [
        [("customer", "Does the lamp dim?"), ("agent", "It does.")],
        [("customer", "Wie groß ist sie?"), ("agent", "30 cm.")],
    ]


def test_objects_beside_texts_change_nothing(tmp_path: Path) -> None:
    rows = [(chat, {"bot": "agent"}.get(who, "customer"), text, json.dumps({"text": "x", "author": who})) for chat, who, text in SAID]
    assert said_in(table(tmp_path / "log.csv", ("chat_id", "role", "message", "meta"), rows)) == [
        [("customer", "Does the lamp dim?"), ("agent", "It does.")],
        [("customer", "Wie groß ist sie?"), ("agent", "30 cm.")],
    ]


def test_a_header_once_more_and_a_total_are_no_rows_and_what_was_mended_is_said(tmp_path: Path) -> None:
    header = ("event_id", "chat_id", "created_at", "payload")
    rows = [
        (f"m{n}{who}", chat + str(n), f"2026-03-02 09:{n}", json.dumps({"type": "message", "author": {"kind": kind}, "content": text}))
        for n in range(10, 22)
        for chat, who, text in SAID
        for kind in ({"user": "visitor", "bot": "operator"}[who],)
    ]
    clean = said_in(table(tmp_path / "clean.csv", header, rows))
    file = table(tmp_path / "events.csv", header, [*rows[:2], header, *rows[2:], ("Total", "", "", "4")])
    file.write_bytes(file.read_bytes().replace(b"m12user,a", b"m12\x00user,a"))
    assert said_in(file) == clean
    bad = [found for found in read_dialogues(file) if isinstance(found, BadRow)]
    assert [(found.line, found.problem, found.kept) for found in bad] == [(11, "a NUL byte was taken out", True)]
