"""A linear probe: how likely something is, told by a vector of an encoder that was never trained for it.

Alain & Bengio 2017, “Understanding intermediate layers using linear classifier probes”.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from retrieval.fitted import fitted_arrays
from retrieval.vectors.interface import Floats


@dataclass(frozen=True)
class Probe:
    """A logistic regression over vectors.

    Attributes:
        weights: of each dimension (D,).
        bias: of the log-odds.
    """

    weights: Floats
    bias: float

    @classmethod
    @cache
    def load(cls, file: Path, made_by: str = "python -m bench.probes") -> "Probe":
        """Reads what `save` wrote; `made_by` is the command that makes it anew.

        Raises:
            ModelError: the file is missing or damaged.
        """
        with fitted_arrays(file, made_by) as arrays:
            return cls(arrays["weights"].astype(np.float32), float(arrays["bias"][0]))

    def save(self, file: Path) -> None:
        """Writes it as `load` reads it."""
        save_file({"weights": self.weights.astype(np.float32), "bias": np.array([self.bias], dtype=np.float32)}, file)

    def log_odds(self, vectors: Floats) -> Floats:
        """Of each of N vectors (N, D), or of one (D,): log-odds (N,), or one number; 0 where another encoder made them."""
        if vectors.shape[-1] != len(self.weights):
            return np.zeros(vectors.shape[:-1], dtype=np.float32)
        return np.asarray(vectors @ self.weights + self.bias, dtype=np.float32)
