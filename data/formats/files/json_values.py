"""The JSON values in a file, one after the other, however they are laid out: a value a line, one array, one object in several
lines, objects one behind the other. What is broken is named with its line, and what is whole around it or inside it is read.
"""

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from data.formats.files.encodings import Decoded
from data.formats.files.relaxed_json import relaxed

# Strings, which may hold brackets, and brackets. A string doesn't go over the end of a line.
TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|[{}\[\]]')
# A line that says nothing by itself: brackets around a list of lines, a mark that the file's begin has.
NOTHING = re.compile(r"[\s,\[\]\ufeff]*")
# What a program printed in place of JSON; longer ones aren't read so.
PYTHON = re.compile(r"\s*[\[{]{1,3}\s*'")
LONGEST_PYTHON = 1 << 20
# A text that holds JSON.
TWICE = re.compile(r'\s{0,9}"\s{0,9}[\[{]')
# Lines that tell whether each is a value.
LOOKED_AT = 60
ESCAPE = re.compile(r"\\(?:(?P<known>[\"\\/bfnrt]|u[0-9a-fA-F]{4})|.?)", re.DOTALL)
# Between values that stand behind each other.
BETWEEN = re.compile(r"[\s,\]]*")
# Characters of one object that are held in memory.
LARGEST = 1 << 29
DECODER = json.JSONDecoder(strict=False)
# Characters before an object in a line of a log.
LONGEST_PREFIX = 200
# How often an object that is broken is looked into for whole ones.
DEEPEST_RESCUE = 3


class Value(NamedTuple):
    """A value and the line that it begins in; `problem` says why there is none, `within` where the broken object begins that it is from."""

    line: int
    value: object = None
    problem: str = ""
    within: int = 0


def json_values(lines: Iterable[Decoded], worth: Callable[[str], bool] | None = None) -> Iterator[Value]:
    """The values of a file, lists taken apart; without the lines that aren't `worth` to be read, where each is a value."""
    rest = iter(lines)
    first = list(islice(rest, LOOKED_AT))
    said = [line for line in first if not NOTHING.fullmatch(line.text)]
    # A comma behind an object: it is an element of a list, which the file holds and nothing else if it begins with its bracket.
    elements = any(line.text.strip().startswith("[") for line in first[:3] if NOTHING.fullmatch(line.text))
    whole = sum(_is_whole(line.text) and (elements or not line.text.rstrip().endswith(",")) for line in said)
    lines = chain(first, rest)
    yield from _by_line(lines, worth) if whole and whole * 2 >= len(said) else _scattered(lines)


def _object_in(line: str) -> str:
    """The object in a line of a program's log, which has a time, a level and a name before it; else the line as it is."""
    if line.lstrip()[:1] in ("{", "[") or not line.rstrip().endswith("}"):
        return line
    before, _, behind = line[:LONGEST_PREFIX].partition("{")
    return line[len(before) :] if behind and '"' not in before else line


def _is_whole(line: str) -> bool:
    """Whether a line is an object or a list by itself, or behind what a log writes before it."""
    line = _object_in(line)
    if TWICE.match(line):
        return isinstance(next(_spread(_parsed(0, line))).value, (dict, list))
    return line.lstrip()[:1] in ("{", "[") and isinstance(_parsed(0, line).value, (dict, list))


def looks_like_json(texts: Sequence[str]) -> bool:
    """Whether most of the lines at a file's begin are objects, whatever stands before them."""
    first = [text for text in texts[:LOOKED_AT] if text.strip()]
    return bool(first) and sum(map(_is_whole, first)) * 2 > len(first)


def _by_line(lines: Iterable[Decoded], worth: Callable[[str], bool] | None) -> Iterator[Value]:
    cut: Value | None = None
    for number, text, _ in lines:
        if cut is not None:
            yield cut
            cut = None
        if not NOTHING.fullmatch(text) and (worth is None or worth(text)):
            value = _parsed(number, _object_in(text))
            if value.problem and not text.rstrip().endswith(("}", "]", "},", "],")):
                cut = value
            else:
                yield from _spread(value)
    if cut is not None:
        yield cut._replace(problem="no JSON: the last line is cut, so the file may have been broken off; export or download it once more")


def _spread(value: Value) -> Iterator[Value]:
    """A list's entries singly; of a text that holds JSON, which was written down twice, what it holds."""
    if isinstance(value.value, str) and value.value.lstrip()[:1] in ("{", "["):
        inner = _parsed(value.line, value.value)
        value = value if inner.problem else inner
    if isinstance(value.value, list) and value.value and all(isinstance(entry, (dict, list)) for entry in value.value):
        for entry in value.value:
            yield from _spread(Value(value.line, entry))
    else:
        yield value


def _parsed(line: int, text: str) -> Value:
    try:
        return Value(line, DECODER.decode(text.strip().rstrip(",") if text.rstrip().endswith("},") else text))
    except (ValueError, RecursionError) as error:
        value = _of_python(text) or relaxed(text) or relaxed(ESCAPE.sub(_escaped, text))
        return Value(line, value) if value is not None else Value(line, None, f"no JSON ({str(error)[:120]})")


def value_in(text: str) -> object:
    """The object or the list that a text holds, as JSON or as Python prints it; none if it holds none."""
    value = _parsed(0, text).value if text.lstrip()[:1] in ("{", "[") else None
    return value if isinstance(value, (dict, list)) else None


def _escaped(match: re.Match[str]) -> str:
    """A backslash with what follows it; one that means nothing in JSON is a backslash that was meant."""
    return match[0] if match["known"] else "\\\\" + match[0][1:]


def _of_python(text: str) -> object:
    """An object as Python prints it, in single quotes; none for anything else."""
    if not PYTHON.match(text) or len(text) > LONGEST_PYTHON:
        return None
    try:
        value: object = ast.literal_eval(text.strip().rstrip(","))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None


def _scattered(lines: Iterable[Decoded], rescues: int = 0) -> Iterator[Value]:
    """Values over several lines, by counting brackets: those in an array that holds the whole file are taken singly."""
    depth = base = 0
    begun = 0
    size = 0
    parts: list[str] = []
    inside = False
    for number, text, _ in lines:
        start = 0
        for match in TOKEN.finditer(text):
            token = match[0]
            if token in "{[":
                if not inside and token == "[" and depth == base and base == 0 and rescues == 0:
                    depth = base = 1
                    continue
                if not inside:
                    inside, begun, start, parts, size = True, number, match.start(), [], 0
                depth += 1
            elif token in "}]":
                depth = max(depth - 1, 0)
                if inside and depth == base:
                    parts.append(text[start : match.end()])
                    yield from _whole_or_rescued(begun, "\n".join(parts), rescues)
                    inside, parts = False, []
                elif not inside and depth < base:
                    base = depth
        if inside:
            parts.append(text[start:])
            size += len(text)
            if size > LARGEST:
                yield Value(begun, None, f"an object of more than {LARGEST >> 20} MB; export in smaller pieces")
                inside, parts, depth = False, [], base
        elif rescues == 0 and text.strip() and not TOKEN.search(text) and not re.fullmatch(r"[\s,]*", text):
            yield Value(number, None, f"no JSON: {text.strip()[:60]!r}")
    if inside and rescues == 0:
        whole_ones, parts = _behind_each_other(begun, "\n".join(parts))
        yield from (each for value in whole_ones for each in _spread(value))
        inside, begun = bool(parts), begun + (whole_ones[-1].line - begun if whole_ones else 0)
    if inside:
        yield Value(
            begun, None, "no JSON: what begins here doesn't end, so the file may have been cut off; export or download it once more"
        )
        if whole := [
            Value(number, value.value)
            for number, text in enumerate(parts, start=begun)
            if _is_whole(text) and (value := _parsed(number, text))
        ]:
            for value in whole:
                yield from _spread(value)
        elif rescues < DEEPEST_RESCUE:
            yield from _inside(begun, "\n".join(parts), rescues)


def _behind_each_other(line: int, text: str) -> tuple[list[Value], list[str]]:
    """The values at a text's begin, whose strings may go over the ends of lines, and the lines of what is left behind them."""
    found: list[Value] = []
    place = 0
    while place < len(text):
        try:
            value, end = DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        found.append(Value(line + text.count("\n", 0, place), value))
        place = BETWEEN.match(text, end).end()  # type: ignore[union-attr]
    return found, text[place:].split("\n") if text[place:].strip() else []


def _whole_or_rescued(line: int, text: str, rescues: int) -> Iterator[Value]:
    value = _parsed(line, text)
    if not value.problem or rescues >= DEEPEST_RESCUE:
        yield from _spread(value)
        return
    yield value
    yield from _inside(line, text, rescues)


def _inside(line: int, text: str, rescues: int) -> Iterator[Value]:
    """The whole values inside a broken one; what is broken among them has been named."""
    inner = text.split("\n")
    inner[0] = inner[0].lstrip()[1:]
    for value in _scattered((Decoded(number, part) for number, part in enumerate(inner, start=line)), rescues + 1):
        if not value.problem:
            yield value if value.within else value._replace(within=line)
