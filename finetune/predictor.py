"""Serves a trained classifier with onnxruntime alone: no torch is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from data.errors import ModelError
from finetune import calibration
from finetune.layout import Card, Layout
from finetune.tokens import encode

Floats = NDArray[np.float32]

# Padding a short message up to a long one's length costs time: large batches go in order of length.
BATCH = 32


@dataclass(frozen=True)
class Prediction:
    """What the classifier reads in one message.

    Attributes:
        ranking: all intents with their probabilities, the likeliest first.
        confidence: calibrated probability that the first intent is right; low for what was never taught.
        readings: calibrated probability that one of the first few intents is right.
        tokens: the message's tokens (T).
        attention: the weight that each head gave to each token (H, T).
        sentence: the vector for retrieval (D,), of length 1.
    """

    ranking: list[tuple[str, float]]
    confidence: float
    readings: float
    tokens: list[str]
    attention: Floats
    sentence: Floats

    @property
    def intent(self) -> str:
        return self.ranking[0][0]


class Classifier:
    """A trained classifier, loaded once (`load`) and then only read from."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, card: Card, neighbours: Floats) -> None:
        self.session = session
        self.tokenizer = tokenizer
        self.card = card
        self.neighbours = neighbours

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> "Classifier":
        """Loads the classifier in `folder`; `threads` for one message: more than one helps large batches only.

        Raises:
            ModelError: files are missing or damaged.
        """
        layout = Layout(folder)
        if not layout.is_valid():
            raise ModelError(f"{folder} holds no trained classifier; train one with `rasa train`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            session = onnxruntime.InferenceSession(str(layout.onnx), options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(layout.tokenizer))
            neighbours = load_file(layout.neighbours)["sentences"]
        except Exception as error:  # each library has its own; all mean that a file is damaged
            raise ModelError(f"the classifier in {folder} is damaged ({error}); train anew with `rasa train`") from error
        return cls(session, tokenizer, Card.load(layout.card), neighbours)

    @property
    def encoder_hash(self) -> str:
        return self.card.encoder_hash

    @property
    def width(self) -> int:
        return self.card.width

    def predict(self, text: str) -> Prediction:
        """Reads one message in one pass."""
        batch = encode(self.tokenizer, [text], self.card.max_tokens)
        logits, attention, sentence = self.session.run(None, {"ids": batch.ids, "mask": batch.mask})
        evidence = calibration.evidence(calibration.Read(logits, sentence, batch.unknown), self.neighbours, self.card.temperature)
        probabilities = calibration.softmax(logits / self.card.temperature)[0]  # (C,)
        ranking = [(self.card.intents[place], float(probabilities[place])) for place in np.argsort(-probabilities)]
        return Prediction(
            ranking=ranking,
            confidence=float(calibration.confidence(evidence, self.card.confidence)[0]),
            readings=float(calibration.confidence(evidence, self.card.readings)[0]),
            tokens=[self.tokenizer.id_to_token(token) for token in batch.ids[0].tolist()],
            attention=attention[0],
            sentence=sentence[0],
        )

    def embed(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors (N, D) of length 1, for an index."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch = encode(self.tokenizer, [texts[row] for row in rows], self.card.max_tokens)
            vectors[rows] = self.session.run(["sentence"], {"ids": batch.ids, "mask": batch.mask})[0]
        return vectors
