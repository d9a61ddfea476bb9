"""The messages in a table's rows: a message a row, a question and its answer a row, or a whole transcript in a cell."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import AUTOMATIC, CHAT, Message, RawDialogue, time_of
from data.formats.tables.case_columns import opening_of, people_beside
from data.formats.tables.columns import Columns
from data.formats.tables.headers import recipients, sender
from data.formats.tables.records import Record
from data.formats.tables.row_roles import role_in
from data.formats.tables.rows_below import rows_below
from data.formats.tables.threads import subject_thread
from data.formats.tables.transcript_cells import WHO, messages_of_cell, text_in_json
from data.formats.tables.turn_columns import messages_of_turns
from data.formats.text.automatic_replies import is_automatic
from data.formats.text.message_text import folded
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

# Blanks, and marks of direction and the like, as they stand around names.
UNSEEN = " \t\n\r\v\f\xa0\u2009\u202f\u3000\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


def messages_in(
    file: Path, table: Iterable[Record], columns: Columns, delimiter: str = ",", chat: str = "rows"
) -> Iterator[RawDialogue | BadRow]:
    """The dialogues of a table in pieces, a row each, and the rows that hold none.

    Args:
        file: the log, to name it.
        table: the rows below the header.
        columns: which column is what.
        delimiter: what stands between cells, to put a text together that it took apart.
        chat: what holds the rows together where no column names their dialogue.
    """
    previous: dict[str, str] = {}
    merged = _merged(columns)
    part = 0
    for number, cells, mended in rows_below(table, columns, delimiter):
        if mended:
            yield BadRow(file, number, mended, kept=True)
        elif not cells:
            part += columns.parted
        row = {name: _plain(cells[position]) if position < len(cells) else "" for name, position in columns.at.items()}
        if not any(row.values()) and not columns.turns:
            continue
        for name in merged:
            if row.get(name):
                previous[name] = row[name]
            elif name in previous:
                row[name] = previous[name]
        for raw in _dialogue(file, number, row, columns, cells):
            if isinstance(raw, RawDialogue) and raw.name == CHAT:
                raw = raw._replace(name=f"{CHAT}{chat} {part}" if columns.parted else f"{CHAT}{chat}")
            yield raw


def _plain(cell: str) -> str:
    """A cell without blanks around it, and without signs that nobody sees: two names that differ by these are one."""
    return cell.strip() if cell.isascii() else cell.strip(UNSEEN)


def _merged(columns: Columns) -> tuple[str, ...]:
    """Columns whose value holds for the rows below, too, where cells were merged: a dialogue's, not a message's."""
    return ("dialogue", "product") if "text" in columns.at or columns.holds_pairs else ()


def _dialogue(file: Path, number: int, row: dict[str, str], columns: Columns, cells: Sequence[str]) -> Iterator[RawDialogue | BadRow]:
    time = _time(row)
    name = row.get("dialogue", "")
    rating = int(row["rating"]) if row.get("rating", "") in ("1", "2", "3", "4", "5") else None
    if columns.turns:
        messages = messages_of_turns(number, cells, columns.turns, time)
    elif "transcript" in columns.at:
        people = people_beside(columns.names, cells)
        messages = [
            message._replace(role=message.role or people.get(folded(message.speaker), ""))
            for message in messages_of_cell(number, row["transcript"], time)
        ]
        messages = [*opening_of(number, row, columns.name_of("text"), time, messages), *messages]
    elif "question" in columns.at and "answer" in columns.at:
        messages = [Message(number, role, row[field], time) for field, role in (("question", CUSTOMER), ("answer", AGENT)) if row[field]]
    elif "text" in columns.at:
        if not name and "dialogue" in columns.at:
            yield BadRow(file, number, f"column {columns.name_of('dialogue')!r} is empty, so the row belongs to no dialogue")
            return
        if not row["text"]:
            yield BadRow(file, number, f"a message without text was left out of dialogue {name!r}. It was: ''")
            return
        if columns.rounded:
            name = f"{CHAT}{''.join(cells[columns.thread[0] : columns.thread[0] + 1])}"
        name = name or (subject_thread(columns.thread, cells, columns.names) if columns.thread else CHAT)
        if columns.prefixed and (said := WHO.match(row["text"])):
            row |= {"text": row["text"][said.end() :], "speaker": said["who"].strip()}
        row["text"] = text_in_json(row["text"])
        to = recipients(columns.names, cells)
        role = AUTOMATIC if to and is_automatic("", row.get("subject", "")) else role_in(row, columns, cells)
        if to and role_of(role) == SYSTEM:
            role = BOT  # what the desk sends to somebody, a program wrote to him
        speaker = row.get("speaker", "")
        if to and "@" not in speaker and "role" not in columns.at:
            speaker = f"{speaker} <{sender(columns.names, cells)}>".removesuffix(" <>")
        messages = [Message(number, role, row["text"], time, speaker, _is_person(row.get("speaker", "")), to=to)]
    else:
        messages = []
    if messages:
        yield RawDialogue(number, name, messages, None, row.get("product", ""), row.get("tags"), rating, row.get("comment", ""))


def _time(row: dict[str, str]) -> str | float | None:
    date, clock = row.get("date", ""), row.get("time", "")
    return time_of(f"{date} {clock}".strip() if clock and ":" not in date else date)


def _is_person(speaker: str) -> bool:
    return bool(speaker) and role_of(speaker) is None and not speaker.isdigit() and "@" not in speaker
