"""The rows below a table's header, put right: without what is none of them, and with their cells at their places."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from data.both_scripts import compiled
from data.formats.fields.field_names import folded_cell, folded_name
from data.formats.fields.times import parse
from data.formats.tables.broken_texts import whole_rows
from data.formats.tables.cells import CLOCK
from data.formats.tables.columns import Columns
from data.formats.tables.records import Record

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


def rows_below(table: Iterable[Record], columns: Columns, delimiter: str = ",") -> Iterator[Record]:
    """The rows below a table's header, put right: without the header once more, lines that draw a border, and totals.

    A row in which nothing stands has no cells: it may part two conversations.
    """
    width = max((position for position, name in enumerate(columns.names, start=1) if name), default=0)
    header = [folded_name(name) for name in columns.names[:width]]
    known, as_written, needed = set(header), set(columns.names[:width]), _needed(columns, header)
    places, laid_out, laid_width = list[int](), columns, width
    for number, cells, mended in whole_rows(table, columns, width, lambda cell: TOTAL.match(cell) or MADE.match(cell)):
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
        if not given:
            yield Record(number, [])
            continue
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
