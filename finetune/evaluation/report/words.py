"""The words of a message with the strength of their colours."""

from typing import NamedTuple

from finetune.classifier.explain import Word
from finetune.evaluation.evaluate import Picture

# An even share of attention is pale; so many times that is the full colour. An effect below `FAINT` stays pale, too.
FULL = 3
FAINT = 0.05


class Piece(NamedTuple):
    """A word of a message with the text before it and, for the last one, after it; strengths of colours are in [0, 1]."""

    before: str
    word: Word
    after: str
    attention: float
    effect: float
    kind: str  # `for` or `against` the predicted intent


def pieces(picture: Picture) -> list[Piece]:
    """All of a message's text, word by word; of a message without words, none."""
    words = picture.words
    full = max([FULL * sum(word.attention for word in words) / max(len(words), 1), *(word.attention for word in words), 1e-9])
    strongest = max([FAINT, *(abs(word.effect) for word in words)])
    ends = [0, *(word.start + len(word.text) for word in words)]
    return [
        Piece(
            before=picture.text[end : word.start],
            word=word,
            after=picture.text[ends[-1] :] if word is words[-1] else "",
            attention=word.attention / full,
            effect=abs(word.effect) / strongest,
            kind="for" if word.effect >= 0 else "against",
        )
        for end, word in zip(ends, words)
    ]
