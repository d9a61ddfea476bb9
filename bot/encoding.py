"""An encoder that travels to other processes and machines: it takes the classifier's files along."""

import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from finetune.inference import Floats
from finetune.layout import Layout
from finetune.predictor import Classifier


class TravellingEncoder:
    """Turns a portion of texts (N) into vectors (N, D), wherever it is."""

    def __init__(self, folder: Path) -> None:
        """Takes up the classifier in `folder`."""
        layout = Layout(folder)
        files = (layout.onnx, layout.weights, layout.experts, layout.usage, layout.tokenizer, layout.card)
        self.files = {file.name: file.read_bytes() for file in files}

    def __call__(self, texts: Sequence[str]) -> Floats:
        return self._classifier.embed(texts)

    def __getstate__(self) -> dict[str, Any]:
        return {"files": self.files}

    @cached_property
    def _classifier(self) -> Classifier:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self.files.items():
                (Path(folder) / name).write_bytes(content)
            return Classifier.load(Path(folder))
