"""Token states without what tells their language: words of one language are near to each other, whatever they mean.

The directions in which the means of languages differ are taken out, as in Yang et al. 2021, “A Simple and Effective Method To Eliminate the
Self Language Bias in Multilingual Representations”. It helps languages that no mean was made of, too, and asks nobody which one a text is
in. What ships is fitted by `python -m bench.probes`.
"""

from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from retrieval.fitted import fitted_arrays
from retrieval.vectors.interface import Floats

FITTED = Path(__file__).with_name("language_neutral.safetensors")
DIRECTIONS = "directions"


def neutral(states: Floats) -> Floats:
    """Token states (T, D) without what tells their language, of length 1; as they are where another encoder made them."""
    directions = _directions(FITTED)  # (R, D)
    if states.shape[-1] != directions.shape[1]:
        return states
    rest = states - (states @ directions.T) @ directions
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def language_directions(means: Floats) -> Floats:
    """The directions (L - 1, D), at right angles and of length 1, in which the means (L, D) of languages differ."""
    _, _, directions = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)
    return np.asarray(directions[: len(means) - 1], dtype=np.float32)


def save_directions(directions: Floats, file: Path = FITTED) -> None:
    """Writes directions (R, D) as `neutral` reads them."""
    save_file({DIRECTIONS: np.ascontiguousarray(directions)}, file)


@cache
def _directions(file: Path) -> Floats:
    with fitted_arrays(file, "python -m bench.probes") as arrays:
        return np.asarray(arrays[DIRECTIONS], dtype=np.float32)
