"""What is said of a file that holds no messages."""

from data.errors import DataError
from data.formats.tables.columns import Columns


class Unreadable(DataError):
    """A file that holds no messages, with what to export instead."""


def no_messages(columns: Columns) -> str:
    """That a table holds none, by its columns."""
    has = ", ".join(name for name in columns.names if name) or "no header"
    return (
        f"has no column with messages (it has: {has}); a report of tickets or figures can't be learnt from: export "
        "the conversations with their messages, "
        "or name the columns with --column text=… --column role=… --column dialogue=…"
    )
