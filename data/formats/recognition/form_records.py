"""Records that are written as text, a field a line, with a line of dashes between them: `id: 7`, `Content: Hello,`, `--`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from data.formats.fields.field_names import rank
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value

BETWEEN = re.compile(r"\s{0,3}(?:-{2,80}|={3,80}|\*{3,80}|~{3,80})\s{0,3}")
FIELD = re.compile(r"(?P<name>[^\W\d_][\w .-]{0,30}?)\s{0,3}[:：]\s?(?P<value>.*)")
# Records at the begin of a file that tell, fields that most of them must have, and lines of one record.
LOOKED_AT, FEWEST, FEWEST_FIELDS, LONGEST = 40, 2, 4, 20_000


def holds_records(texts: Sequence[str]) -> bool:
    """Whether lines at the begin of a file are such records, with a text and a time in each."""
    names = _names(texts)
    return len(names) >= FEWEST_FIELDS and all(any(rank(field, name) is not None for name in names) for field in ("text", "date"))


def record_values(lines: Iterable[Decoded], head: Sequence[str]) -> Iterator[Value]:
    """The records of a file as objects.

    Args:
        lines: all of them.
        head: the first ones, which tell what the fields are called: in a text, other words may stand before a colon.
    """
    names = _names(head)
    begun, record, current = 0, dict[str, list[str]](), ""
    for line in lines:
        if BETWEEN.fullmatch(line.text):
            if record:
                yield _value(begun, record)
            record, current = {}, ""
            continue
        field = FIELD.fullmatch(line.text)
        if field and field["name"] in names and field["name"] not in record:
            begun = begun if record else line.number
            current = field["name"]
            record[current] = [field["value"]]
        elif current and len(record[current]) < LONGEST:
            record[current].append(line.text)
    if record:
        yield _value(begun, record)


def _value(line: int, record: dict[str, list[str]]) -> Value:
    return Value(line, {name: _dedented(lines) for name, lines in record.items()})


def _dedented(lines: Sequence[str]) -> str:
    """A text whose further lines stand below its first one, as far in."""
    first, *rest = lines
    inset = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n".join((first.strip(), *(line[inset:].rstrip() for line in rest))).strip()


def _names(texts: Sequence[str]) -> frozenset[str]:
    """The fields that most records have, by a file's first ones."""
    counts: Counter[str] = Counter()
    records, inside = 0, set[str]()
    for text in (*texts, "--"):
        if BETWEEN.fullmatch(text):
            records += len(inside) >= FEWEST_FIELDS
            counts.update(inside if len(inside) >= FEWEST_FIELDS else ())
            inside = set()
            if records >= LOOKED_AT:
                break
        elif field := FIELD.fullmatch(text):
            inside.add(field["name"])
    return frozenset(name for name, count in counts.items() if count * 3 >= records * 2) if records >= FEWEST else frozenset()
