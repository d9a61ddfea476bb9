"""Dumps of databases: rows of several dialects of SQL, cut and damaged ones."""

import pytest

from data.formats.files.encodings import Decoded
from data.formats.files.sql_dump import looks_like_sql, sql_rows

MYSQL = """-- MySQL dump 10.13
CREATE TABLE `m` (
  `id` int NOT NULL,
  `body` text,
  `price` decimal(10,2) DEFAULT '0,1',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
INSERT INTO `m` VALUES (1,'It\\'s wet;\\nreally (so)',1.50),(2,NULL,_utf8mb4'x');
"""
POSTGRES = """-- PostgreSQL database dump
COPY public.m (id, body, price) FROM stdin;
1\tIt's wet;\\nreally (so)\t1.50
2\t\\N\tx
\\.
"""
SQLITE = """PRAGMA foreign_keys=OFF;
CREATE TABLE m (id INTEGER PRIMARY KEY, body TEXT, "price" TEXT);
INSERT INTO m VALUES(1,'It''s wet;
really (so)','1.50');
INSERT INTO m VALUES(2,NULL,'x');
"""
SERVER = """USE [desk]
GO
INSERT [dbo].[m] ([id], [body], [price]) VALUES (1, N'It''s wet;
really (so)', CAST(1.50 AS Decimal(10, 2)))
GO
INSERT [dbo].[m] ([id], [body], [price]) VALUES (2, NULL, N'x')
GO
"""


def rows(dump: str) -> list[tuple[str, dict[str, str | None]]]:
    return [(row.problem, row.cells) for row in sql_rows(Decoded(number, line) for number, line in enumerate(dump.splitlines(), start=1))]


@pytest.mark.parametrize("dump", [MYSQL, POSTGRES, SQLITE, SERVER])
def test_rows_of_a_dump_are_read_in_each_dialect(dump: str) -> None:
    assert looks_like_sql(dump)
    assert rows(dump) == [
        ("", {"id": "1", "body": "It's wet;\nreally (so)", "price": "1.50"}),
        ("", {"id": "2", "body": None, "price": "x"}),
    ]


def test_a_cut_dump_names_its_last_row_and_gives_those_before() -> None:
    (_, first), (problem, _) = rows(MYSQL.partition(",(2")[0] + ",(2,'begun")
    assert first["id"] == "1"
    assert "breaks off" in problem


def test_behind_an_unclosed_quotation_mark_the_next_statement_is_read() -> None:
    found = rows("INSERT INTO `m` (`id`,`body`) VALUES (1,'never closed),(3,'good');\nINSERT INTO `m` (`id`,`body`) VALUES (2,'good');")
    assert [bool(problem) for problem, _ in found] == [True, False, False]
    assert [cells.get("id") for _, cells in found] == [None, "3", "2"]


def test_a_row_with_another_number_of_cells_is_named() -> None:
    assert "3 columns" in rows(MYSQL.replace("(2,NULL,", "(2,"))[1][0]


CELLS = {"id": "1", "body": "It's wet;\nreally (so)"}


@pytest.mark.parametrize(
    "dump",
    [
        "-- MySQL dump 10.13\nCREATE TABLE m (\n id int,\n -- who wrote it; or not\n body text -- said;\n);\n"
        "INSERT INTO m VALUES (1,'It\\'s wet;\\nreally (so)');",
        "CREATE TABLE m (id int, body text) ENGINE=InnoDB; INSERT INTO m VALUES (1,'It\\'s wet;\\nreally (so)');",
        "INSERT INTO m VALUES(1,replace(replace('It''s wet;\\r\\nreally (so)','\\r',''),'\\n',char(10)));",
        "INSERT INTO m (id, body) OVERRIDING SYSTEM VALUE VALUES (1, 'It''s wet;\nreally (so)');",
        "INSERT INTO m (id, body) VALUES (1, E'It\\'s wet;\\nreally (so)');",
    ],
    ids=["names without quotes", "an engine", "SQLite's replace", "a given number", "PostgreSQL's escapes"],
)
def test_other_ways_to_write_a_row(dump: str) -> None:
    head = "" if "(id, body) " in dump or "CREATE" in dump else "CREATE TABLE m (id INTEGER, body TEXT);\n"
    assert rows(head + dump) == [("", CELLS)]


def test_statements_in_one_line_are_all_read() -> None:
    dump = "BEGIN; INSERT INTO m (id) VALUES (1),(2); INSERT INTO n (id) VALUES (3); INSERT INTO m (id) VALUES (4); COMMIT;"
    assert [cells["id"] for _, cells in rows(dump)] == ["1", "2", "3", "4"]


def test_a_string_without_an_end_is_named_and_the_next_statement_read() -> None:
    found = rows("INSERT INTO m (id,body) VALUES (1,'" + "it''s" + "x" * (9 << 20) + "\nINSERT INTO m (id,body) VALUES (2,'good');")
    assert "too large" in found[0][0]
    assert found[1] == ("", {"id": "2", "body": "good"})


@pytest.mark.parametrize(
    "text",
    [
        "-----\nInsert into the slot a coin",
        "Settings, insert\nInsert into cart it goes",
        "Please insert into the slot 3 coins",
        '{"text": "create table x"}',
        "a,b\n1,drop table x",
    ],
)
def test_other_texts_are_no_dumps(text: str) -> None:
    assert not looks_like_sql(text)
