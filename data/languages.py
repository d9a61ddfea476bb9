"""Which language to answer in, told by the script that a message is written in."""

import re

# The Han characters, to stand between the brackets of a regular expression.
HAN_RANGE = r"\u3400-\u4dbf\u4e00-\u9fff"
HAN = re.compile(f"[{HAN_RANGE}]")
LETTER = re.compile(r"[^\W\d_]")
# A Chinese message may name products in Latin letters; an English one holds a Han character at most as a quotation.
SHARE = 0.3
LANGUAGES = ("en", "zh")


def language_of(text: str) -> str:
    """`zh` for a message in Chinese, else `en`, in which everybody else is answered."""
    letters = len(LETTER.findall(text))
    return "zh" if letters and len(HAN.findall(text)) / letters >= SHARE else "en"


def english_probability(text: str) -> float:
    """How likely a text is English: 0 where most of its letters are not Latin, else 1."""
    letters = LETTER.findall(text)
    return float(2 * sum(letter < "\u0250" for letter in letters) >= len(letters))


SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？；])|\n+")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in order, without empty ones."""
    return [sentence for sentence in map(str.strip, SENTENCE.split(text)) if sentence]
