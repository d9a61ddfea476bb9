"""What stands in a table's cells: words for roles, times, names, whole transcripts; shares of a column's cells that are such."""

import re
from collections.abc import Sequence

from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse

BLANK = r"[^\S\n]{0,3}"
# A time in brackets, beside a name.
AT = r"[\[(]?\d[\d:./,\- \t\u00a0\u202f]{3,24}(?:[AaPp]\.?[Mm]\.?)?[\])]?"
# “Customer: hello” at the begin of a line, maybe with a time before or behind the name. Few blanks: a long run isn't tried in all ways.
TURN = re.compile(
    rf"^{BLANK}(?:{AT}{BLANK}[-–]?{BLANK})?([^\W\d][\w .'\-()（）]{{0,40}}?){BLANK}(?:[\[(]\d[\d:./,\- \t\u00a0\u202f]{{3,24}}"
    rf"(?:[AaPp]\.?[Mm]\.?)?[\])])?{BLANK}[:：>]\s{{0,9}}\S",
    re.MULTILINE,
)
# Words before a colon inside a line of a transcript that was put into one.
WHO = (
    "customer|client|user|visitor|agent|support|operator|bot|assistant|kunde|kundin|mitarbeiter|berater|cliente|agente|soporte|operador|conseiller"
    "|utilisateur|atendente|operatore|klant|medewerker|客户|顾客|用户|客服|机器人|お客様|オペレーター|担当者|고객|상담원"
)
INLINE = re.compile(rf"(?:^|\s)(?:{WHO})\s?[:：]", re.IGNORECASE)


def share(position: int, sample: Sequence[Sequence[str]], holds: object) -> float:
    cells = [row[position].strip() for row in sample if position < len(row) and row[position].strip()]
    assert callable(holds)
    return sum(bool(holds(cell)) for cell in cells) / len(cells) if cells else 0.0


def says_role(cell: str) -> bool:
    """Whether a cell is a word for a role, a number for one (Chatwoot's), or yes or no."""
    return role_of(cell) is not None or cell.casefold() in ("0", "1", "2", "3", "true", "false", "in", "out")


def is_time(position: int, sample: Sequence[Sequence[str]]) -> bool:
    return share(position, sample, lambda cell: parse(cell) is not None or re.fullmatch(r"[\d:.\s]+(?:[AaPp]\.?[Mm]\.?)?", cell)) > 0.4


def has_turns(position: int, sample: Sequence[Sequence[str]]) -> bool:
    return (
        share(
            position,
            sample,
            lambda cell: cell.lstrip().startswith(("[{", '{"')) or max(len(TURN.findall(cell)), len(INLINE.findall(cell))) >= 2,
        )
        > 0.5
    )


def is_short_name(cell: str) -> bool:
    return len(cell) < 40 and not any(char.isdigit() for char in cell) and parse(cell) is None


def repeats(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether the same names come again and again."""
    cells = [row[position].strip() for row in sample if position < len(row) and row[position].strip()]
    return 1 < len(set(cells)) <= max(2, len(cells) * 0.7)


def words(position: int, sample: Sequence[Sequence[str]]) -> float:
    """How long a column's cells are, in words; characters of Chinese and Japanese count as half a word."""
    cells = [row[position] for row in sample if position < len(row) and row[position].strip()]
    return (
        sum(len(cell.split()) + len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", cell)) / 2 for cell in cells) / len(cells) if cells else 0.0
    )
