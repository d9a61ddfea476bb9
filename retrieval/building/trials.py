"""Past questions asked again, to learn the probability that a passage answers (`retrieval.search.calibration`)."""

import random
from collections.abc import Callable, Sequence

from data.languages import is_chinese, language_of
from data.records import Pair
from retrieval.lexical.words import words
from retrieval.search.calibration import Trial
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import Floats, piece_ids

# How alike (cosine) two answers must be to count as the same.
SAME_ANSWER = 0.5
# The same by shared words (Jaccard), for Chinese, which the default encoder can't read.
SAME_CHINESE_ANSWER = 0.2


def trials(index: PassageIndex, tried: Sequence[Pair], embed: Callable[[Sequence[str]], Floats]) -> list[Trial]:
    """Asks past questions again, whole and shortened; all hits count, not only the first."""
    rng = random.Random(1)
    shortened = [_shorten(pair.question, rng) for pair in tried]

    def whole_answer(pair: int) -> Floats:
        return index.answers.vectors(piece_ids(pair, 1))  # (1, D)

    said_by = {index.passage(number).text: index.entries[members[0]].pair.id for number, members in index.passages.items()}
    found = []
    for pair, short, short_vector in zip(tried, shortened, embed(shortened)):
        whole_vector = index.questions.vectors(piece_ids(pair.id, 1))[0]
        for text, vector in ((pair.question, whole_vector), (short, short_vector)):
            for hit in index.search(index.read(text, vector), k=3, without_dialogue=pair.dialogue):
                if is_chinese(pair.question):
                    right = _shared_words(pair.answer, hit.passage.text) >= SAME_CHINESE_ANSWER
                else:
                    right = float((whole_answer(pair.id) @ whole_answer(said_by[hit.passage.text]).T).item()) >= SAME_ANSWER
                found.append(Trial(language_of(pair.question), hit.fit.features, right))
    return found


def _shared_words(one: str, other: str) -> float:
    """Jaccard similarity of the words of two texts."""
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / max(1, len(mine | theirs))


def _shorten(question: str, rng: random.Random) -> str:
    """One to four of a question's words, in their order."""
    said = list(dict.fromkeys(words(question))) or [question]
    kept = set(rng.sample(range(len(said)), min(len(said), rng.randint(1, 4))))
    return " ".join(word for position, word in enumerate(said) if position in kept)
