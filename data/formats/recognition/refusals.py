"""Files whose first bytes say that they are no logs, with what to export instead."""

import re

from data.formats.files.sources import DOCUMENTS, INSTEAD, Source

SQL = re.compile(rb"insert into [`\"\w.]+ ?(?:\(|values)|create table |-- (?:mysql|mariadb|postgresql|phpmyadmin|adminer)")


def not_a_log(head: bytes, source: Source) -> str:
    """Why bytes that aren't text are no log; empty for text."""
    if head[:4] == b"%PDF" or source.suffix in DOCUMENTS:
        return "is a document, and no log of messages"
    start = head.lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "is a web page; export the conversations as JSON or CSV"
    if SQL.match(start):
        return INSTEAD[".sql"]
    if head[:16] == b"SQLite format 3\x00":
        return "is a database; export its messages as CSV"
    return ""
