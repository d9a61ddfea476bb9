"""Splits a text into the words that BM25 counts: letters and digits, and Chinese by jieba."""

import logging
import re
import unicodedata
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # jieba looks for its files through pkg_resources, which warns
    import jieba

jieba.setLogLevel(logging.WARNING)  # it reports the loading of its dictionary on standard error

WORD = re.compile(r"\[\w+\]|[^\W_]+(?:['’][^\W_]+)?")
HAN = re.compile(r"[\u3400-\u9fff]")

STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can could did do does for from had has have hello hey hi how i i'm i've if in is it it's its
    just me my of on or our please so thank thanks that the their them there they this to up was we were what when where which who
    will with would you your
    的 了 吗 呢 吧 啊 我 你 您 是 在 有 和 就 都 也 很 请 亲 请问 你好 您好 这个 那个 一下
    """.split()
)


def words(text: str) -> list[str]:
    """The words of a text, folded to lower case, without those that say nothing; repeated as often as they stand there."""
    text = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = []
    for piece in WORD.findall(text):
        found += jieba.lcut_for_search(piece) if HAN.search(piece) else [_stem(piece)]
    return [word for word in found if word.strip() and word not in STOP_WORDS]


def _stem(word: str) -> str:
    """Takes off English plurals only (“S stemmer”, Harman 1991, “How Effective Is Suffixing?”, table 1)."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
