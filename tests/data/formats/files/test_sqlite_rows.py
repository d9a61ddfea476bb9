"""Databases of SQLite's: which rows are read, of whole and damaged ones, and that nothing is written beside them."""

import sqlite3
import zipfile
from pathlib import Path

from data.formats.fields.times import parse
from data.formats.files.sources import Source, sources_in
from data.formats.files.sqlite_rows import sqlite_rows
from tests.support.logs import said_in

DESK = """
CREATE TABLE helpdesk_ticket (id INTEGER PRIMARY KEY, title TEXT, created TEXT, submitter_email TEXT, description TEXT);
INSERT INTO helpdesk_ticket VALUES (1, 'Roster', '2026-03-09 11:28:49',
  'mw@dance.example', 'The roster is of last year?'),
  (2, 'Fees', '2026-03-10 11:28:49',
    'dn@fit.example', 'Can parents pay in instalments?');
CREATE TABLE helpdesk_followup (id INTEGER PRIMARY KEY, date TEXT, comment TEXT, public BOOL, ticket_id INTEGER, user_id INTEGER);
INSERT INTO helpdesk_followup VALUES (1, '2026-03-09 12:00:00', 'Pick the season and press Make current.', 1, 1, 2),
  (2, '2026-03-09 13:00:00', 'It says I have no permission', 1, 1, NULL),
  (3, '2026-03-09 14:00:00', 'Your login is an owner now.', 1, 1, 2),
  (4, '2026-03-09 15:00:00', 'flag lost, check others', 0, 1, 2), (5, '2026-03-10 12:00:00', 'Yes, tick it.', 1, 2, 2),
  (6, '2026-03-10 13:00:00', 'And if they leave?', 1, 2, NULL), (7, '2026-03-10 14:00:00', 'End the plan in the profile.', 1, 2, 2);
CREATE TABLE helpdesk_presetreply (id INTEGER PRIMARY KEY, name TEXT, body TEXT);
INSERT INTO helpdesk_presetreply VALUES (1, 'Thanks', 'Thank you for your patience with this.');
"""
SAID = [
    [
        ("customer", "The roster is of last year?"),
        ("agent", "Pick the season and press Make current."),
        ("customer", "It says I have no permission"),
        ("agent", "Your login is an owner now."),
    ],
    [
        ("customer", "Can parents pay in instalments?"),
        ("agent", "Yes, tick it."),
        ("customer", "And if they leave?"),
        ("agent", "End the plan in the profile."),
    ],
]


def made(file: Path) -> Path:
    database = sqlite3.connect(file)
    database.executescript(DESK)
    database.close()
    return file


def test_a_desks_database_is_read_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    assert said_in(made(tmp_path / "db.sqlite3")) == SAID
    assert [file.name for file in tmp_path.iterdir()] == ["db.sqlite3"]


def test_one_in_an_archive_is_read_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "backup.zip", "w") as archive:
        archive.write(made(tmp_path / "x.db"), "data/desk.db")
    assert said_in(tmp_path / "backup.zip") == SAID


def test_a_damaged_one_says_so(tmp_path: Path) -> None:
    file = made(tmp_path / "db.sqlite")
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)
    (source,) = sources_in(file)
    assert isinstance(source, Source)
    assert any("can't be read" in row.problem for row in sqlite_rows(source))


def test_what_is_only_called_so_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"\x00\x01\x02 no database of SQLite's")
    (found,) = sources_in(tmp_path)
    assert "is a database" in str(found)


def test_the_messages_of_a_phone_are_read_with_apples_times(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "chat.db")
    database.execute(
        "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, date INTEGER, is_from_me INTEGER)"
    )
    said = [(1, "Is it open on Sunday?", 0), (1, "From ten to four.", 1), (2, "Do you ship to Wales?", 0), (2, "Yes, for five pounds.", 1)]
    for place, (who, text, own) in enumerate(said):
        database.execute("INSERT INTO message VALUES (NULL, ?, ?, ?, ?, ?)", (f"g{place}", text, who, (799_578_600 + place) * 10**9, own))
    database.commit()
    database.close()
    assert said_in(tmp_path / "chat.db") == [
        [("customer", "Is it open on Sunday?"), ("agent", "From ten to four.")],
        [("customer", "Do you ship to Wales?"), ("agent", "Yes, for five pounds.")],
    ]
    assert str(parse((799_578_600) * 10**9)).startswith("2026-05-04")
