"""Which tokens of a question name a thing, as “kettle” or バスローブ, and whether a text speaks of it: near misses don't.

Which words do is told by the tokens' states, in all languages that the encoder reads; no list of a company's goods is needed.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from retrieval.search.late_interaction import SCALE, TokenText
from retrieval.search.probe import Probe
from retrieval.vectors.interface import Floats

FITTED = Path(__file__).with_name("named_things.safetensors")


class NamedThings(NamedTuple):
    """The things that a question names, beside a text.

    Attributes:
        named: how surely any token names one, in [0, 1].
        share: how much of what the question says, by rarity, is the name of a thing, in [0, 1].
        rest: what it says besides, in nats: “my kettle is broken” says little.
        unmet: the most that one of these tokens misses in the text: how surely it names a thing, times what its cosine lacks to 1.
        met: mean cosine of these tokens with the nearest of the text.
    """

    named: float = 0.0
    share: float = 0.0
    rest: float = 0.0
    unmet: float = 0.0
    met: float = 0.0


def thing_tokens(states: Floats) -> Floats:
    """How surely each of a question's tokens names a thing (T,), in [0, 1], by their states (T, D), of length 1."""
    return np.asarray(1 / (1 + np.exp(-Probe.load(FITTED).log_odds(states))), dtype=np.float32)


def named_things(states: Floats, rarities: Floats, text: TokenText) -> NamedThings:
    """The things that a question names, beside what a text says.

    Args:
        states: those of the question's tokens (T, D), of length 1.
        rarities: the tokens' (T,), in nats, above 0.
        text: the tokens of the text.
    """
    if not len(states) or not len(text.states):
        return NamedThings()
    surely = thing_tokens(states)  # (T,)
    cosines = (states @ text.states.astype(np.float32).T / SCALE).max(axis=1)  # (T,)
    return NamedThings(
        named=float(surely.max()),
        share=float(surely @ rarities / rarities.sum()),
        rest=float((1 - surely) @ rarities),
        unmet=float((surely * (1 - cosines)).max()),
        met=float(surely @ cosines / surely.sum()),
    )
