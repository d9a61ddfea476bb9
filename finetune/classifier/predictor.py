"""Serves a trained classifier with onnxruntime alone: no torch is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from data.errors import ModelError
from finetune.classifier import calibration
from finetune.classifier.calibration import Read
from finetune.classifier.ensemble import Experts, combine
from finetune.classifier.language_model import Usage
from finetune.classifier.layout import Card, Layout
from finetune.classifier.spelling import Meant, Speller
from finetune.encoders.onnx_session import Floats, batches, open_session, sentence_vectors
from finetune.encoders.tokenization import clean, encode


@dataclass(frozen=True)
class Prediction:
    """What the classifier reads in one message.

    Attributes:
        ranking: all intents with their probabilities, the likeliest first.
        confidence: calibrated probability that the first intent is right; low for what was never taught.
        readings: calibrated probability that one of the first few intents is right.
        in_scope: calibrated probability that the message is about anything that was taught.
        decision: answer, clarify or hand over, at the precision that training was asked for.
        tokens: the message's tokens as it was read, that is, without its typing errors (T).
        offsets: where in the cleaned message each token begins and ends (T, 2); those of a word that was mistyped, where the word does.
        attention: the weight that each head gave to each token (H, T).
        sentence: the vector for retrieval (D,), of length 1.
    """

    ranking: list[tuple[str, float]]
    confidence: float
    readings: float
    in_scope: float
    decision: Literal["answer", "clarify", "hand_over"]
    tokens: list[str]
    offsets: list[tuple[int, int]]
    attention: Floats
    sentence: Floats

    @property
    def intent(self) -> str:
        return self.ranking[0][0]


class Classifier:
    """A trained classifier, loaded once (`load`) and then only read from."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, card: Card, experts: Experts, speller: Speller) -> None:
        self.session = session
        self.tokenizer = tokenizer
        self.card = card
        self.experts = experts
        self.speller = speller

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> "Classifier":
        """Loads the classifier in `folder`; `threads` for one message: more than one helps large batches only.

        Raises:
            ModelError: files are missing or damaged.
        """
        layout = Layout(folder)
        if not layout.is_valid():
            raise ModelError(f"{folder} holds no trained classifier; train one with `rasa train` or `heed classify fit`")
        try:
            session = open_session(layout.onnx, threads)
            tokenizer = Tokenizer.from_file(str(layout.tokenizer))
            experts = Experts.load(layout.experts)
            speller = Speller(Usage.load(layout.usage, tokenizer))
        except Exception as error:  # each library has its own; all mean that a file is damaged
            raise ModelError(f"the classifier in {folder} is damaged ({error}); train it anew") from error
        return cls(session, tokenizer, Card.load(layout.card), experts, speller)

    @property
    def encoder_hash(self) -> str:
        return self.card.encoder_hash

    @property
    def width(self) -> int:
        return self.card.width

    def predict(self, text: str) -> Prediction:
        """Reads one message in one pass."""
        meant = self._meant(text)
        batch = encode(self.tokenizer, [meant.text], self.card.max_tokens)
        logits, attention, sentence = self.session.run(None, {"ids": batch.ids, "mask": batch.mask})
        read = self._weigh(logits, sentence, batch.unknown, [meant.text])
        evidence = calibration.evidence(read)
        weights = self.card.calibration
        sure, among_first, in_scope = (
            float(calibration.probability(evidence, each)[0]) for each in (weights.right, weights.among_first, weights.in_scope)
        )
        probabilities = np.exp(read.scores[0])  # (C,)
        return Prediction(
            ranking=[(self.card.intents[place], float(probabilities[place])) for place in np.argsort(-probabilities, kind="stable")],
            confidence=sure,
            readings=among_first,
            in_scope=in_scope,
            decision=self._decide(sure, among_first),
            tokens=[self.tokenizer.id_to_token(token) for token in batch.ids[0].tolist()],
            offsets=[meant.typed(start, end) if end else (0, 0) for start, end in batch.offsets[0].tolist()],
            attention=attention[0],
            sentence=sentence[0],
        )

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """The intents' probabilities (N, C), in the order of `card.intents`."""
        return np.exp(self.read(texts).scores)

    def read(self, texts: Sequence[str]) -> Read:
        """What is known of N messages before confidence is computed."""
        logits = np.zeros((len(texts), len(self.card.intents)), dtype=np.float32)
        sentences = np.zeros((len(texts), self.width), dtype=np.float32)
        unknown = np.zeros(len(texts), dtype=np.float32)
        texts = [self._meant(text).text for text in texts]
        for rows, batch in batches(self.tokenizer, texts, self.card.max_tokens):
            logits[rows], sentences[rows] = self.session.run(["logits", "sentence"], {"ids": batch.ids, "mask": batch.mask})
            unknown[rows] = batch.unknown
        return self._weigh(logits, sentences, unknown, texts)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors (N, D) of length 1, of texts as they stand, for an index."""
        return sentence_vectors(self.session, self.tokenizer, texts, self.card.max_tokens, self.width)

    def _meant(self, text: str) -> Meant:
        return self.speller.read(clean(text))

    def _weigh(self, logits: Floats, sentences: Floats, unknown: Floats, texts: Sequence[str]) -> Read:
        near = self.experts.near(sentences)
        readings = self.experts.read(logits, sentences, near, texts)
        return Read(combine(readings, unknown, self.card.weights), logits, self.experts.unbent(sentences), near.nearest, unknown)

    def _decide(self, sure: float, among_first: float) -> Literal["answer", "clarify", "hand_over"]:
        if sure >= self.card.calibration.answer_at:
            return "answer"
        return "clarify" if among_first >= self.card.calibration.clarify_at else "hand_over"
