"""What the tables of a desk's database are to each other: which column names the conversation, where the first messages stand, which
numbers nobody knows.
"""

import re
from collections.abc import Mapping, Sequence

from data.formats.desks import plain_json
from data.formats.fields.field_names import folded_name, rank
from data.formats.recognition.json_pieces import Found

# What tables of messages are called.
MESSAGES = re.compile(
    r"messages?|msgs?|follow_?ups?|entr(?:y|ies)|articles?|posts?|repl(?:y|ies)|comments?|threads?|chats?|transcripts?|correspond|mails?"
)
# What tables with texts are called that are no messages.
OTHERS = re.compile(
    r"templates?|canned|preset|macros?|predefined|draft|logs?$|audit|search|index|attach|revision|history|queue|settings?|config|option|faq|kb_"
)
# What tables of conversations are called, and columns of kinds of messages.
CASE = re.compile(r"ticket|conversation|thread|chat|case|issue|session|discussion|request|topic|room|inquir|enquir|incident|dialog")
# What is listed beside conversations: kinds of them, who is told of them.
LISTS = re.compile(r"categor|status|states?$|types?$|priorit|tags?$|labels?$|depart|groups?$|rules?$|sla|fields?$|forms?$|polic")
# Columns of who writes, which refer to no conversation.
WRITER = re.compile(r"user|sender|author|agent|staff|operator|customer|client|contact|owner|assign|person|member|creat")
KIND_COLUMN = re.compile(r"type|kind|visib|state")
# What customers wrote first, where that stands in the table of tickets.
OPENING = ("message", "description", "body", "content", "question", "text", "details")
WORDY = 3.0


def reference(tables: Mapping[str, Sequence[Mapping[str, object]]], table: str) -> str:
    """The column of a table whose numbers are those of tickets or chats in another table; empty if its own name says what it is."""
    columns = dict.fromkeys(name for row in tables[table] for name in row)
    if any(CASE.search(name.casefold()) and name.casefold().endswith("id") for name in columns):
        return ""
    found: list[tuple[bool, int, str]] = []
    for other, rows in tables.items():
        if other == table or not CASE.search(other.casefold()) or len(rows) < 2:
            continue
        ids = {str(row.get("id")) for row in rows}
        for name in columns:
            if (
                name.casefold() == "id"
                or WRITER.search(name.casefold())
                or any(rank(field, name) is not None for field in ("speaker", "role"))
            ):
                continue
            named = {str(row[name]) for row in tables[table] if row.get(name) not in (None, "")}
            if len(named) > 1 and named <= ids and len(named) < len(tables[table]):
                found.append((CASE.search(name.casefold()) is not None, len(named), name))
    return max(found, key=lambda entry: entry[:2])[2] if found else ""


def codes_of(rows: Sequence[Mapping[str, object]], found: Found) -> str:
    """A column with numbers for kinds of messages, where no desk is known that has them.

    Two numbers may be those of who wrote, unless another column says that: then they may be those of replies and notes.
    """
    if found.name not in (plain_json.NAME, "table"):
        return ""
    told = {path for path, _ in found.shape.roles.words} if found.shape is not None else set()
    for name in dict.fromkeys(name for row in rows for name in row):
        values = {str(row[name]) for row in rows if row.get(name) not in (None, "")}
        fewest = 2 if told - {folded_name(name)} else 3
        if KIND_COLUMN.search(name.casefold()) and fewest <= len(values) < 9 and all(value.isdigit() for value in values):
            return name
    return ""


def opening_of(tables: Mapping[str, Sequence[Mapping[str, object]]], table: str, refers: str, thread: str) -> tuple[str, str, str] | None:
    """The table of tickets with their first messages: its ids are those that messages name, and its texts aren't among these."""
    said = {str(cell)[:80] for row in tables[table] for cell in row.values()}
    named = {
        str(cell) for row in tables[table] for name, cell in row.items() if name == refers or (not refers and folded_name(name) == thread)
    }
    threads = {thread, folded_name(refers)} - {""}
    for other, rows in tables.items():
        called = other.casefold()
        if other == table or not CASE.search(called) or OTHERS.search(called) or LISTS.search(called):
            continue
        names = dict.fromkeys(name for row in rows for name in row)
        texts = [name for name in names if folded_name(name) in OPENING and _words(rows, name) >= WORDY]
        of_one = [name for name in names if folded_name(name) in threads and any(str(row.get(name)) in named for row in rows)]
        if not texts or (of_one and MESSAGES.search(CASE.sub("", called))):
            continue  # the messages of another table answer, too
        for id_ in (name for name in names if folded_name(name) == "id" or rank("dialogue", name) is not None):
            ids = {str(row.get(id_)) for row in rows}
            if any(name != id_ for name in of_one) or len(ids) < len(rows) or len(named & ids) * 2 <= len(named):
                continue
            text = min(texts, key=lambda name: OPENING.index(folded_name(name)))
            begun = [row for row in rows if str(row.get(id_)) in named]
            if sum(str(row.get(text))[:80] not in said for row in begun) * 2 > len(begun):
                return other, id_, text
    return None


def _words(rows: Sequence[Mapping[str, object]], name: str) -> float:
    texts = [str(row[name]) for row in rows if row.get(name)]
    return sum(len(text.split()) + sum(char > "\u3040" for char in text) / 2 for text in texts) / len(texts) if texts else 0.0
