"""Groups that ask the same in different languages are one.

Two texts in different languages are compared by multilingual-e5-small alone: the English encoder reads only one of them. So they are
grouped within their languages first, where both encoders help, and then joined by their groups' centres.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.retraining.suggestions.grouping import Rows
from finetune.arrays import Floats

# Groups in different languages whose centres by e5 have this cosine ask the same.
SAME = 0.7


def joined_across_languages(groups: Sequence[Rows], languages: Sequence[str], sentences: Floats) -> list[Rows]:
    """The groups with those joined that ask the same in other languages; a joined one's halves are its first language and the others.

    Args:
        groups: the largest first.
        languages: of N questions.
        sentences: their vectors (N, D) by e5, of length 1.
    """
    found: list[tuple[Rows, set[str], Floats]] = []
    for group in groups:
        main = Counter(languages[row] for row in group.rows.tolist()).most_common(1)[0][0]
        centre = sentences[group.rows].mean(axis=0)
        centre /= max(float(np.linalg.norm(centre)), 1e-9)
        near = [float(centre @ other) if main not in spoken else -1.0 for _, spoken, other in found]
        if near and max(near) >= SAME:
            place = int(np.argmax(near))
            first, spoken, other = found[place]
            halves = np.concatenate([np.zeros(len(first.rows), dtype=np.int64), np.ones(len(group.rows), dtype=np.int64)])
            found[place] = Rows(np.concatenate([first.rows, group.rows]), halves), spoken | {main}, other
        else:
            found.append((group, {main}, centre))
    return [group for group, _, _ in found]
