"""Sentences with personal data whose place is known, and innocent ones: the same at each run.

The frames and lists were written before the redaction's rules were looked at. They are parted by frame: the rules may be mended on the half
`seen`, the half `unseen` says how good they are.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zlib import crc32

from bench.redaction.things import thing
from bench.redaction.values import KINDS

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Canary:
    """A sentence, and where in it personal data stands; an innocent one has the kind "" and an empty place."""

    text: str
    start: int
    end: int
    kind: str
    language: str
    half: str


def half(frame: str) -> str:
    """Which half a frame belongs to."""
    return "seen" if crc32(frame.encode()) % 2 else "unseen"


def rows(name: str) -> list[list[str]]:
    """The lines of a table beside this module."""
    return [line.replace("\\n", "\n").split("\t") for line in (FOLDER / name).read_text("utf-8").splitlines()]


def canaries(each: int = 10, seed: int = 7) -> list[Canary]:
    """Each frame with `each` values."""
    random, found = Random(seed), []
    for language, kind, frame in rows("frames.tsv"):
        for _ in range(each):
            value = KINDS[kind](language, random)
            start = frame.index("{}")
            found.append(Canary(frame.replace("{}", value), start, start + len(value), kind, language, half(frame)))
    return found


def traditional() -> list[Canary]:
    """Sentences from Taiwan and Hong Kong, each with its value in braces, and innocent ones: written after the rules, of which none was
    mended on the half `unseen`.
    """
    found = []
    for kind, marked in rows("traditional.tsv"):
        text, start, end = marked.replace("{", "", 1).replace("}", "", 1), marked.index("{"), marked.index("}") - 1
        found.append(Canary(text, start, end, kind, "zh", half(marked)))
    return [*found, *(Canary(text, 0, 0, "", "zh", half(text)) for (text,) in rows("traditional_innocent.tsv"))]


def innocents(each: int = 8, seed: int = 8) -> list[Canary]:
    """Sentences without personal data, each once."""
    random, found = Random(seed), {}
    for language, frame in rows("innocent.tsv"):
        for _ in range(each):
            text = re.sub(r"\{(\w+)\}", lambda slot: thing(slot[1], language, random), frame)  # noqa: B023 - called at once
            found[text] = Canary(text, 0, 0, "", language, half(frame))
    return list(found.values())
