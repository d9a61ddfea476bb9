"""Words, emoji and punctuation that speak for a mood, in English, Chinese, Japanese, Korean and Thai; of other languages, only the signs.

Words of a script without blanks, or whose words have endings, are looked for anywhere in a text, as signs are.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np

from data.both_scripts import compiled
from data.folding import simplified
from data.languages import HAN
from finetune.arrays import Floats

FILE = Path(__file__).with_name("lexicon.tsv")
WORD = re.compile(r"[a-z][a-z'’-]*")
CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
LETTERS = re.compile(r"[A-Za-z]")
# A word turns its meaning where one of these stands up to so many words before it.
NOT, REACH = frozenset("not no never don't doesn't didn't isn't wasn't won't can't cannot couldn't hardly without nothing".split()), 3
# A Chinese one, where it ends with one of these just before: 不满意, 没有失望.
NOT_ZH = compiled(r"(?:不|没|没有|无|别|毫无|从没|从未|不是很|不太|一点也?不|一点都不)(?:让我|怎么|那么)?$")
# The same of Thai (ไม่พอใจ); Japanese and Korean say it behind the word: 満足できません, 만족하지 않습니다.
NOT_TH = re.compile(r"ไม่(?:ค่อย)?$")
NOT_BEHIND = re.compile(r"\S{0,4}?(?:ません|ない|なかっ|지 않|지 못)")
KANA, WRITTEN = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[^\W\d_]")
# How many numbers a text is.
WIDTH = 8


@cache
def _entries() -> tuple[dict[str, bool | None], tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Words, beginnings of words, and signs and Chinese words, each with whether it is positive; none of a word that says nothing, whatever
    it begins with."""
    words: dict[str, bool | None] = {}
    beginnings, signs = [], []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        label, entry = line.split("\t")
        positive = label == "positive"
        if not WORD.fullmatch(entry.rstrip("*")):
            signs.append((simplified(entry), positive))  # as texts are looked at
        elif entry.endswith("*"):
            beginnings.append((entry[:-1], positive))
        else:
            words[entry] = None if label == "neutral" else positive
    return words, tuple(beginnings), tuple(sorted(signs, key=lambda sign: -len(sign[0])))


def cues(text: str) -> Floats:
    """What speaks for a mood in a text (WIDTH,).

    Positive and negative words, the same turned by a “not”, exclamation and question marks, the share of letters in words of capitals, and
    whether it is Chinese: Han characters without kana. Counts are square roots, so that the first tells most.
    """
    positive, negative, turned_positive, turned_negative = 0, 0, 0, 0
    for is_positive, turned in [*_words(text), *_signs(text)]:
        positive += is_positive and not turned
        negative += not is_positive and not turned
        turned_positive += is_positive and turned
        turned_negative += not is_positive and turned
    counts = (positive, negative, turned_positive, turned_negative, text.count("!") + text.count("！"), text.count("?") + text.count("？"))
    shouted = sum(map(len, CAPITALS.findall(text))) / max(len(LETTERS.findall(text)), 1)
    return np.array([*np.sqrt(counts), shouted, float(bool(HAN.search(text)) and not KANA.search(text))], dtype=np.float32)


def _words(text: str) -> list[tuple[bool, bool]]:
    """Of each word of the lexicon whether it is positive, and whether it is turned."""
    words, beginnings, _ = _entries()
    found = []
    said = WORD.findall(text.lower().replace("’", "'"))
    for place, word in enumerate(said):
        by_beginning = next((each for start, each in beginnings if word.startswith(start)), None)
        positive = words.get(word, by_beginning)
        if positive is not None:
            found.append((positive, not NOT.isdisjoint(said[max(0, place - REACH) : place])))
    return found


def _signs(text: str) -> list[tuple[bool, bool]]:
    """The same of emoji and words of scripts without blanks, the longest first; none is looked for inside another."""
    found, rest = [], simplified(text)
    for sign, positive in _entries()[2]:
        while (place := rest.find(sign)) >= 0:
            before, behind = rest[:place], rest[place + len(sign) :]
            found.append((positive, bool(WRITTEN.search(sign)) and _turned(before, behind)))
            rest = f"{before}\n{behind}"
    return found


def _turned(before: str, behind: str) -> bool:
    return bool(NOT_ZH.search(before) or NOT_TH.search(before) or NOT_BEHIND.match(behind))
