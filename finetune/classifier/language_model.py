"""A language model of the words that a company's customers use, and of which follows which."""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from tokenizers import Tokenizer

from data.errors import ModelError

# Words of alphabets that are typed letter by letter (Latin, Greek, Cyrillic), with their apostrophes. What holds a digit is an
# order number or the like, and nobody's to correct.
WORD = re.compile(r"(?<![\w@'’])[^\W\d_\u0530-\U0010ffff]+(?:['’][^\W\d_\u0530-\U0010ffff]+)*(?![\w@])")
START = ""
# How much of the probability the examples' words get; the rest is for the encoder's vocabulary, which is in the order of
# frequency, so that a word's rank tells its probability (Zipf 1949).
TAUGHT = 0.85
RANK_OFFSET = 10
# A letter alone, save “a” and “I”, is as rare as the word of this rank: vocabularies have letters first.
RANK_OF_LETTERS = 3_000
# More words of a vocabulary than these are rare ones, and take long to prepare.
MOST_WORDS = 30_000
# A word that was seen so many times gets half of what follows it from bigrams, half from unigrams.
HALF_TRUST_AT = 2.0
# Log-probability of a word in no vocabulary, for itself and for each of its letters.
OUT_OF_VOCABULARY, LETTER = -17.0, -0.9


class LanguageModel:
    """Word bigrams of the training examples, interpolated with unigrams of these and of the encoder's vocabulary.

    Interpolated as in Jelinek & Mercer 1980, “Interpolated estimation of Markov source parameters from sparse data”.

    Attributes:
        vocabulary: the encoder's words, the most frequent first.
        probabilities: of these, and then of the examples' other words.
    """

    def __init__(self, words: Mapping[str, int], pairs: Mapping[str, int], tokenizer: Tokenizer) -> None:
        """Takes counts of words and of pairs (`"one other"`), both in lower case; `START` stands for the beginning of a text."""
        self.words, self.pairs = words, pairs
        self.vocabulary = _whole_words(tokenizer)
        mass = sum(1 / (rank + RANK_OFFSET) for rank in range(len(self.vocabulary))) or 1.0
        total = sum(words.values()) - words.get(START, 0)
        self.probabilities = {word: (1 - TAUGHT) / (rank + RANK_OFFSET) / mass for rank, word in enumerate(self.vocabulary)}
        for word, count in words.items():
            if word != START:
                self.probabilities[word] = self.probabilities.get(word, 0.0) + TAUGHT * count / total

    @classmethod
    def of(cls, texts: Sequence[str], tokenizer: Tokenizer) -> "LanguageModel":
        """Counts the words and word pairs of texts."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            tokens = [START, *map(str.lower, WORD.findall(text))]
            words.update(tokens)
            pairs.update(f"{one} {other}" for one, other in pairwise(tokens))
        return cls(words, pairs, tokenizer)

    @classmethod
    def load(cls, path: Path, tokenizer: Tokenizer) -> "LanguageModel":
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return cls(record["words"], record["pairs"], tokenizer)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(f"{path} doesn't hold the words of a classifier ({error}); train anew with `rasa train`") from error

    def save(self, path: Path) -> None:
        path.write_text(json.dumps({"words": self.words, "pairs": self.pairs}, ensure_ascii=False) + "\n", encoding="utf-8")

    def log_probability(self, word: str, before: str) -> float:
        """The natural logarithm of how likely a word is after another, both in lower case."""
        alone = self.probabilities.get(word)
        if alone is None:
            return OUT_OF_VOCABULARY + LETTER * len(word)
        seen = self.words.get(before, 0)
        trust = seen / (seen + HALF_TRUST_AT)
        return math.log(trust * self.pairs.get(f"{before} {word}", 0) / max(seen, 1) + (1 - trust) * alone)


@lru_cache(1)  # the models of a process share their encoders as a rule
def _whole_words(tokenizer: Tokenizer) -> tuple[str, ...]:
    """The tokens that are words, the most frequent first."""
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    if any(token.startswith("▁") for token, _ in vocabulary):  # SentencePiece marks where a word begins, WordPiece where it doesn't
        vocabulary = [(token[1:], number) for token, number in vocabulary if token.startswith("▁")]
    words = dict.fromkeys(token.lower() for token, _ in vocabulary if WORD.fullmatch(token))
    letters = [word for word in words if len(word) == 1 and word not in "ai"]
    longer = [word for word in words if word not in set(letters)][: MOST_WORDS - len(letters)]
    return (*longer[:RANK_OF_LETTERS], *letters, *longer[RANK_OF_LETTERS:])
