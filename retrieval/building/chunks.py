"""What of a text gets a vector: the whole, and of a long one each sentence, too.

Customers tell their life story around one question, and agents say three things at once; the whole's vector is a blur of
all of it, a sentence's is not.
"""

import re

from data.languages import HAN

# Shorter texts are one thought.
LONG = 120
LONG_CHINESE = 40
SHORTEST_SENTENCE = 15
SHORTEST_CHINESE_SENTENCE = 6
MOST_SENTENCES = 12

BORDER = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？；])|\n+")


def pieces(text: str) -> list[str]:
    """The text, and its sentences if it is long, without those too short to say something."""
    chinese = bool(HAN.search(text))
    if len(text) < (LONG_CHINESE if chinese else LONG):
        return [text]
    shortest = SHORTEST_CHINESE_SENTENCE if chinese else SHORTEST_SENTENCE
    sentences = [sentence.strip() for sentence in BORDER.split(text)]
    return list(dict.fromkeys([text, *[sentence for sentence in sentences if len(sentence) >= shortest][:MOST_SENTENCES]]))
