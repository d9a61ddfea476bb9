"""An optional second look at the best hits by a cross-encoder, which reads question and answer together (Nogueira & Cho 2019)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.errors import ModelError
from data.extras import require_training
from retrieval.search.entries import Hit


class Reranker:
    """A cross-encoder by name or folder, e.g. `cross-encoder/ms-marco-MiniLM-L-6-v2`."""

    def __init__(self, name: str) -> None:
        """Loads the model.

        Raises:
            ModelError: there is none of this name.
            SettingsError: PyTorch is not installed.
        """
        require_training("A cross-encoder")
        from sentence_transformers import CrossEncoder  # brings torch, which serving without reranking does without

        try:
            self._model = CrossEncoder(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"no cross-encoder {name!r} could be loaded; expected a folder or a model's name. The reason: {error}"
            ) from error

    def rerank(self, text: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in the cross-encoder's order, its score in place of the fused one; their probabilities stay."""
        if not hits:
            return []
        scores = np.asarray(self._model.predict([(text, hit.passage.text) for hit in hits], show_progress_bar=False))
        scored = [replace(hit, score=float(score)) for hit, score in zip(hits, scores.reshape(len(hits), -1)[:, -1])]
        return sorted(scored, key=lambda hit: (hit.passage.outdated is not None, -hit.score))
