"""Splits a text into the words that BM25 counts: letters and digits, and Chinese by jieba."""

import logging
import re
import unicodedata
import warnings
from functools import lru_cache

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # jieba looks for its files through pkg_resources, which warns
    import jieba

import Stemmer

from data.folding import simplified
from data.languages import HAN

STEMMER = Stemmer.Stemmer("english")
jieba.setLogLevel(logging.WARNING)  # it reports the loading of its dictionary on standard error

WORD = re.compile(r"\[\w+\]|[^\W_]+(?:['’][^\W_]+)?")

STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can could did do does for from had has have hello hey hi how i i'm i've if in is it it's its
    just me my of on or our please so thank thanks that the their them there they this to up was we were what when where which who
    will with would you your
    的 了 吗 呢 吧 啊 我 你 您 是 在 有 和 就 都 也 很 请 亲 请问 你好 您好 这个 那个 一下
    """.split()
)


def words(text: str) -> list[str]:
    """The words of a text, in lower case, simplified script and as stems, without those that say nothing, as often as they stand there.

    English stems are Snowball's (https://snowballstem.org/algorithms/english/stemmer.html).
    """
    text = simplified(unicodedata.normalize("NFKC", text).casefold()).replace("’", "'")
    found: list[str] = []
    for piece in WORD.findall(text):
        if HAN.search(piece):
            found += [word for word in jieba.lcut_for_search(piece) if word.strip() and word not in STOP_WORDS]
        elif piece not in STOP_WORDS:
            found.append(piece if piece.startswith("[") else STEMMER.stemWord(piece))
    return found


@lru_cache(maxsize=20_000)
def distinct_words(text: str) -> frozenset[str]:
    """The words of a text, each once; remembered, since popular answers are found again and again."""
    return frozenset(words(text))
