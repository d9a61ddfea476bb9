"""The messages in a table's rows: a message a row, a question and its answer a row, or a whole transcript in a cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from data.both_scripts import compiled
from data.formats.bad_rows import BadRow
from data.formats.fields.field_names import folded_cell, folded_name
from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.raw_dialogues import AUTOMATIC, CHAT, DELETED, Message, RawDialogue, time_of
from data.formats.structure.kinds import WECHAT, kind_of
from data.formats.tables.case_columns import opening_of, people_beside
from data.formats.tables.cells import CLOCK, COMPANYS, CUSTOMERS
from data.formats.tables.columns import Columns
from data.formats.tables.headers import paths_of, recipients, sender
from data.formats.tables.records import Record
from data.formats.tables.threads import subject_thread
from data.formats.tables.transcript_cells import WHO, messages_of_cell, text_in_json
from data.formats.tables.turn_columns import messages_of_turns
from data.formats.text.automatic_replies import is_automatic
from data.formats.text.message_text import folded
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

# Chatwoot's numbers for who sent a message, as they stand in a table of its database.
CHATWOOT = {"0": CUSTOMER, "1": AGENT, "2": SYSTEM, "3": BOT}
# Salesforce's number for a mail that nobody has sent, and columns of its table of mails.
DRAFT, SALESFORCE = "5", frozenset(("incoming", "textbody", "parentid", "status"))
YES, NO = ("true", "1", "yes", "t"), ("false", "0", "no", "f")
TOTAL = compiled(
    r"^\s*(?:grand )?(?:total|sum|summe|gesamt|suma|somme|totale|totaal|合计|总计|小计|合計|總計|итого|end of (?:file|report)"
    r"|\d+ rows?)\b",
    re.IGNORECASE,
)
# Below a table: who made it, when, which page it is.
MADE = compiled(
    r"^\s*(?:(?:created|generated|exported|printed|prepared|made|downloaded) (?:by|on|at|from)|report\b|page \d|as of|source:"
    r"|erstellt|exportiert|gedruckt"
    r"|stand:|seite \d|quelle:|créé|exporté|généré|page \d|creado|exportado|generado|página \d|criado|gerado|creato|esportato|导出"
    r"|生成|打印|制表|第\s?\d+\s?页"
    r"|出力|作成者|印刷|작성자|출력)",
    re.IGNORECASE,
)
# Names of columns that make a row in the midst of others a header.
FEWEST_NAMES = 3
BORDER = re.compile(r"[:=+|-]{2,}")
# In the row of a total stand figures.
WORDS = re.compile(r"[^\W\d_]{2}")


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
    for number, cells, mended in rows_below(table, columns, delimiter):
        if mended:
            yield BadRow(file, number, mended, kept=True)
        row = {name: cells[position].strip() if position < len(cells) else "" for name, position in columns.at.items()}
        if not any(row.values()) and not columns.turns:
            continue
        for name in merged:
            if row.get(name):
                previous[name] = row[name]
            elif name in previous:
                row[name] = previous[name]
        for raw in _dialogue(file, number, row, columns, cells):
            yield raw._replace(name=f"{CHAT}{chat}") if isinstance(raw, RawDialogue) and raw.name == CHAT else raw


def rows_below(table: Iterable[Record], columns: Columns, delimiter: str = ",") -> Iterator[Record]:
    """The rows below a table's header, put right: without the header once more, lines that draw a border, and totals."""
    width = max((position for position, name in enumerate(columns.names, start=1) if name), default=0)
    header = [folded_name(name) for name in columns.names[:width]]
    known, as_written, needed = set(header), set(columns.names[:width]), _needed(columns, header)
    places, laid_out, laid_width = list[int](), columns, width
    for number, cells, mended in table:
        if width and (not as_written.isdisjoint(cells) or all(folded_cell(cell) in known for cell in cells[:width])):
            names = list(map(folded_cell, cells))
            while names and not names[-1]:
                names.pop()
            if sorted(names) == sorted(header) or (needed and needed <= set(names) and len(set(names)) == len(names)):
                # Files were put together, with the columns in another order perhaps, or with others.
                places = [] if names == header else [names.index(name) if name in names else len(names) for name in header]
                laid_out, laid_width = (_laid_out(columns, header, names), len(names)) if places else (columns, width)
                continue
        cells = _fitted(cells, laid_out, laid_width, delimiter)
        if places:
            cells = [cells[place] if place < len(cells) else "" for place in places]
        given = [cell.strip() for cell in cells if cell.strip()]
        if all(map(BORDER.fullmatch, given)) or _is_total(cells, columns):
            continue
        if _is_below(cells, columns):
            yield Record(number, [], "a line below the messages was left out: it has nobody who said it, and no time")
            continue
        yield Record(number, [_without_quotes(cell) for cell in cells], mended)


def _needed(columns: Columns, header: Sequence[str]) -> set[str]:
    """The (folded) names without which a row is no header of other columns; none if the table's own has too few that are known."""
    needed = {
        header[columns.at[name]] for name in ("dialogue", "role", "speaker", "text") if columns.at.get(name, len(header)) < len(header)
    }
    return needed if len(needed) >= FEWEST_NAMES else set()


def _laid_out(columns: Columns, header: Sequence[str], names: Sequence[str]) -> Columns:
    """The columns of a part of the table in which they stand elsewhere."""
    at = {ours: names.index(header[place]) for ours, place in columns.at.items() if place < len(header) and header[place] in names}
    return replace(columns, names=tuple(names), at=at)


def _is_total(cells: list[str], columns: Columns) -> bool:
    """Whether a row sums up those above it; a message may begin with such a word, too: “Total mess, my order is broken”."""
    first, *others = cells or [""]
    if not TOTAL.match(first):
        return False
    alone = not WORDS.search(TOTAL.sub("", first))
    if any(map(WORDS.search, others)):  # “3 questions”, “all answered”
        date = columns.at.get("date", 0)
        return alone and date > 0 and not "".join(cells[date : date + 1]).strip() and 0 not in _texts(columns)
    return columns.at.get("text") != 0 or alone


def _texts(columns: Columns) -> set[int]:
    """The columns in which something was said."""
    named = {columns.at[name] for name in ("text", "question", "answer", "transcript") if name in columns.at}
    return named | {position for position, _ in columns.turns}


def _is_below(cells: Sequence[str], columns: Columns) -> bool:
    """Whether a row isn't one of the table's, but says who made it, or when: it has no time where messages have theirs, nor a speaker."""
    who = [columns.at[name] for name in ("role", "speaker") if name in columns.at]
    date = columns.at.get("date", columns.at.get("time"))
    if not columns.header or date is None or not who or "text" not in columns.at:
        return False
    if any(place < len(cells) and cells[place].strip() for place in who):
        return False
    time = cells[date].strip() if date < len(cells) else ""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return parse(time) is None if time and not CLOCK.fullmatch(time) else not time and bool(TOTAL.match(first) or MADE.match(first))


def _without_quotes(cell: str) -> str:
    """A cell whose quotation marks a word processor made typographic ones."""
    quoted = cell[:1] in "“„«" and cell[-1:] in "”“»" and len(cell) > 1 and not set(cell[1:-1]) & set("“”„«»")
    return cell[1:-1] if quoted else cell


def _merged(columns: Columns) -> tuple[str, ...]:
    """Columns whose value holds for the rows below, too, where cells were merged: a dialogue's, not a message's."""
    return ("dialogue", "product") if "text" in columns.at or columns.holds_pairs else ()


def _fitted(cells: list[str], columns: Columns, width: int, delimiter: str) -> list[str]:
    """A row with too many cells put right: delimiters at the end, or in a text that wasn't in quotation marks."""
    while width and len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    extra = len(cells) - width
    if not width or extra <= 0:
        return cells
    offers = [columns.at[name] for name in ("text", "transcript", "answer", "date") if name in columns.at] or [width - 1]
    rows = [[*cells[:at], delimiter.join(cells[at : at + extra + 1]), *cells[at + extra + 1 :]] for at in offers]
    date = columns.at.get("date")
    return next((row for row in rows if date is not None and date < len(row) and parse(row[date]) is not None), rows[0])


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
        role = AUTOMATIC if to and is_automatic("", row.get("subject", "")) else _role(row, columns, cells)
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


@lru_cache(maxsize=64)
def _is_salesforce(names: tuple[str, ...]) -> bool:
    return set(map(folded_name, names)) >= SALESFORCE


def _role(row: dict[str, str], columns: Columns, cells: Sequence[str]) -> str:
    """Who said it, by the role's column and by those that say that it was private, or a program."""
    word = row.get("role", "")
    name = folded_name(columns.name_of("role"))
    said = word.casefold()
    if name == "messagetype" and said in CHATWOOT:
        word = CHATWOOT[said]
    elif name in CUSTOMERS | COMPANYS and said in (*YES, *NO):
        word = CUSTOMER if (said in YES) == (name in CUSTOMERS) else AGENT
    for position, (column, path) in enumerate(paths_of(columns.names)[: len(cells)]):
        cell = cells[position].strip()
        kind = kind_of({path: cell}, columns.kinds) if position != columns.at.get("text") and cell else ""
        if kind in (NOTE, DELETED):
            return kind
        if column == "status" and cell == DRAFT and _is_salesforce(columns.names):
            return DELETED
        if column == "type" and cell in WECHAT:
            return SYSTEM
        if column in ("isbot", "bot", "automated", "isautomated", "isautomatic") and cell.casefold() in YES:
            return BOT
        if (
            column in ("sendertype", "authortype", "messagetype", "type", "eventtype")
            and role_of(cell) in (NOTE, SYSTEM, BOT)
            and role_of(word) not in (CUSTOMER,)
        ):
            return role_of(cell) or word
    # “OdooBot”, “Visitor 4412”: where no column has words for roles, who is called by one has it.
    return word or ("" if "role" in columns.at else role_of(row.get("speaker", "")) or "")
