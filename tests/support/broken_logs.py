"""Logs with broken rows among good ones, by Hypothesis; and whether they are read without an error, in time, and with every good row."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from data.errors import DataError
from data.formats.reading.dialogues import Read, read_dialogues

WORDS = ("bench", "oak", "winter", "größer", "möchte", "señor", "déjà", "搪瓷锅", "快递", "привет", "注文", "parcel", "invoice")
# What is wrong with a row of JSONL, or of a table; `{}` is a number.
BROKEN_JSON = (
    b'{"id": "x{}", "turns": [{"role": "customer"',
    b"{broken",
    b'{"id": {}}',
    b'{"id": 1, "turns": 7}',
    b"null",
    b"[]",
    b'"text"',
    b"1e999",
    b'{"id": "x{}", "turns": [{"role": null, "text": null}]}',
    b'{"id": "\\ud83d", "turns": [{"role": "customer", "text": "\\ud83d"}]}',
    b"[" * 3000,
    b'{"a":' * 2000,
    b"\xff\xfe\xfa\xc3(",
    b"\x00\x00\x00",
    b'{"id": "x", "turns": [[[[]]]]}',
    b"}",
    b"]",
    b'{"id": NaN, "turns": [{}]}',
    b"\xef\xbb\xbf",
)
BROKEN_ROWS = (
    b",,,",
    b"x{},customer",
    b"x{},ghost,boo,2025-01-01",
    b'x{},customer,he said "no" to me,2025-01-01',
    b"x{},customer,a\x00b,2025-01-01",
    b",customer,orphan,2025-01-01",
    b"x{},customer," + b"A" * 200_000 + b",2025-01-01",
    b"x{},customer,\xc3(\xff\xe4,2025-01-01",
    b"x{},customer,day,yesterday",
    b"\xef\xbb\xbfdialogue,role,text,date",
    b"dialogue,role,text,date",
    b"Total,3,,",
    b"x{},customer,many,cells,here,too,2025-01-01",
    b'x{},customer,"a" b "c",2025-01-01',
    b"\r",
    b"x{},system,joined,2025-01-01",
    b'x{},customer,"never closed,2025-01-01',
)
MARKS = tuple(f"good{number}" for number in range(12))


@dataclass(frozen=True)
class BrokenLog:
    """A log's bytes, the end of its name, and the marks of the rows in it that are good."""

    content: bytes
    suffix: str
    good: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """What came of reading a log."""

    error: Exception | None
    seconds: float  # of the processor: beside other work the clock proves nothing
    lost: int


@st.composite
def broken_logs(draw: st.DrawFn) -> BrokenLog:
    """A log of JSONL or CSV with good rows among broken ones; sometimes cut or with bytes changed, then no row is sure to be good."""
    suffix = draw(st.sampled_from([".jsonl", ".csv"]))
    good = draw(st.lists(st.sampled_from(MARKS), min_size=2, max_size=8, unique=True))
    broken = draw(st.lists(st.sampled_from(BROKEN_JSON if suffix == ".jsonl" else BROKEN_ROWS), max_size=8))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6))
    rows = [row(mark, " ".join(words), suffix) for mark in good] + [
        line.replace(b"{}", b"%d" % number) for number, line in enumerate(broken)
    ]
    rows = draw(st.permutations(rows))
    ends = draw(st.sampled_from([b"\n", b"\r\n"]))
    content = ends.join([*([b"dialogue,role,text,date"] if suffix == ".csv" else []), *rows]) + draw(st.sampled_from([b"", ends]))
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(content)))
        content = draw(
            st.sampled_from([content[:at], content[:at] + draw(st.binary(max_size=20)) + content[at:], content.replace(b"o", b"\xf6")])
        )
        good = []
    return BrokenLog(content, suffix, tuple(good))


def row(mark: str, words: str, suffix: str) -> bytes:
    """A good row, a dialogue of one message."""
    if suffix == ".jsonl":
        return json.dumps({"id": mark, "turns": [{"role": "customer", "text": f"{mark} {words}"}]}, ensure_ascii=False).encode()
    return f'{mark},customer,"{mark} {words}",2025-01-01'.encode()


def check(log: BrokenLog, folder: Path) -> Checked:
    """Reads a log; a log that is refused has lost its good rows."""
    file = folder / f"log{log.suffix}"
    file.write_bytes(log.content)
    texts = ""
    error: Exception | None = None
    started = time.process_time()
    try:
        texts = " ".join(turn.text for read in read_dialogues(file) if isinstance(read, Read) for turn in read.dialogue.turns)
    except DataError:
        pass
    except Exception as problem:
        error = problem
    return Checked(error, time.process_time() - started, sum(mark not in texts for mark in log.good))
