"""Sections that meet any question: what a question meets in one counts by how far it goes beyond that.

In spaces of many dimensions some points are near to all others (Radovanović, Nanopoulos & Ivanović 2010, “Hubs in space”). As in CSLS
(Lample et al. 2018, “Word translation without parallel data”, section 2.3), a text is held against how it meets questions at large; here
tokens of the company's own past dialogues stand for these, whose states the index keeps.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.search.entries import Entry
from retrieval.search.late_interaction import SCALE, TokenTexts, interactions
from retrieval.search.token_rarities import TokenRarities
from retrieval.vectors.interface import Floats

# Texts that the tokens are drawn from, and tokens that are drawn.
TEXTS, TOKENS = 100, 500
# Texts whose hubness is remembered.
REMEMBERED = 20_000


class Hubness:
    """How well texts meet questions at large. Any number of threads may ask."""

    def __init__(self, tokens: TokenTexts, rarities: TokenRarities, entries: Mapping[int, Entry]) -> None:
        """Draws nothing yet.

        Args:
            tokens: where the texts' tokens come from.
            rarities: how rare these are.
            entries: all that an index holds; looked at once, when it is first needed.
        """
        self._tokens, self._rarities, self._entries = tokens, rarities, entries
        self._drawn: tuple[Floats, Floats, float] | None = None
        self._known: dict[str, float] = {}

    def of(self, texts: Sequence[str]) -> Floats:
        """How well each of some texts (N,) meets questions at large, as `Interaction.interaction` has it of one question.

        What few dialogues are about isn't what is asked at large: with fewer than `TEXTS` texts it counts less, with none nothing.
        """
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = {text: self._known[text] for text in texts if text in self._known}
        if unknown:
            self._drawn = self._drawn or self._draw()
            if self._drawn is None:
                return np.zeros(len(texts), dtype=np.float32)
            states, rarities, share = self._drawn
            met = interactions(states, rarities, self._tokens.of(unknown))
            found |= {text: each.interaction * share for text, each in zip(unknown, met)}
            self._known = (self._known if len(self._known) < REMEMBERED else {}) | found
        return np.array([found[text] for text in texts], dtype=np.float32)

    def _draw(self) -> tuple[Floats, Floats, float] | None:
        """Tokens' states (T, D) and rarities (T,) from what customers have asked and been told, and what they count; none if nobody has."""
        texts = [entry.text for entry in list(self._entries.values()) if entry.pair.document is None]  # another thread may add some
        if not texts:
            return None
        drawn = self._tokens.of(texts[:: max(1, len(texts) // TEXTS)])
        ids = np.concatenate([each.ids for each in drawn])
        every = max(1, len(ids) // TOKENS)
        states = np.concatenate([each.states for each in drawn])[::every]
        return np.asarray(states, dtype=np.float32) / SCALE, self._rarities.of(ids[::every]), min(1.0, len(texts) / TEXTS)
