"""Passages: replies as the index serves them, near-duplicates folded into one with all its sources."""

from collections.abc import Sequence

from data.records import Pair
from retrieval.lexical.particulars import differ
from retrieval.lexical.words import words

# Answers that share so much of their word pairs are one (Jaccard similarity, estimated by MinHash).
SAME = 0.7
PERMUTATIONS = 64


def fold(pairs: Sequence[Pair]) -> list[list[int]]:
    """Groups pairs whose answers are nearly the same: lists of positions in `pairs`."""
    from datasketch import MinHash, MinHashLSH  # brings parts of SciPy that only building needs

    lsh = MinHashLSH(threshold=SAME, num_perm=PERMUTATIONS)
    group_of: dict[int, int] = {}
    groups: list[list[int]] = []
    for position, pair in enumerate(pairs):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in _shingles(pair.answer)])
        alike = [group_of[other] for other in lsh.query(sketch) if not differ(pairs[other].answer, pair.answer)]
        if not alike:
            # Only a group's first answer is compared with, so that a chain of small changes can't join two subjects.
            # One that differs in a figure, a name or a “not” begins a group of its own.
            lsh.insert(position, sketch)
            groups.append([])
        group = min(alike, default=len(groups) - 1)
        group_of[position] = group
        groups[group].append(position)
    return groups


def same_answer(one: str, other: str) -> bool:
    """Whether two answers are nearly the same, exactly what `fold` estimates: most of their words, and all figures and names."""
    mine, theirs = _shingles(one), _shingles(other)
    return len(mine & theirs) >= SAME * len(mine | theirs) and not differ(one, other)


def _shingles(text: str) -> set[str]:
    said = words(text)
    return {" ".join(said[position : position + 2]) for position in range(max(1, len(said) - 1))}
