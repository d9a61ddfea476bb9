"""Serves a trained classifier with onnxruntime alone: no torch is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.classifier import calibration
from finetune.classifier.calibration import Features
from finetune.classifier.composition import Encoded, compose
from finetune.classifier.ensemble import EnsembleMembers
from finetune.classifier.language_model import LanguageModel
from finetune.classifier.layout import Card, Layout
from finetune.classifier.spelling import Speller
from finetune.encoders.onnx_session import batches, open_session, sentence_vectors
from finetune.encoders.tokenization import Batch, encode


@dataclass(frozen=True)
class Prediction:
    """What the classifier predicts for one message of T tokens.

    Attributes:
        ranking: all intents with their probabilities, the likeliest first.
        confidence: calibrated probability that the first intent is right; low for what was never taught.
        in_scope: calibrated probability that the message is about anything that was taught.
        decision: answer, clarify or hand over, at the precision that training was asked for.
        tokens: the message's tokens as the network read them, that is, without its typing errors (T).
        offsets: where in the cleaned message each token begins and ends (T, 2); those of a corrected word, where the word does.
        attention: the weight that each head gave to each token (H, T).
        sentence: the vector for retrieval (D,), of length 1.
    """

    ranking: list[tuple[str, float]]
    confidence: float
    in_scope: float
    decision: Literal["answer", "clarify", "hand_over"]
    tokens: list[str]
    offsets: list[tuple[int, int]]
    attention: Floats
    sentence: Floats

    @property
    def intent(self) -> str:
        return self.ranking[0][0]


@dataclass(frozen=True)
class _EncodedMessage(Encoded):
    """What the network gives for one message, with its tokens and where it looked."""

    batch: Batch
    attention: Floats  # (1, H, T)


class Classifier:
    """A trained classifier, loaded once (`load`) and then only read from."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, card: Card, members: EnsembleMembers, speller: Speller
    ) -> None:
        self.session = session
        self.tokenizer = tokenizer
        self.card = card
        self.members = members
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
            members = EnsembleMembers.load(layout.members)
            speller = Speller(LanguageModel.load(layout.language_model, tokenizer))
        except Exception as error:  # each library has its own; all mean that a file is damaged
            raise ModelError(f"the classifier in {folder} is damaged ({error}); train it anew") from error
        return cls(session, tokenizer, Card.load(layout.card), members, speller)

    @property
    def encoder_hash(self) -> str:
        return self.card.encoder_hash

    @property
    def width(self) -> int:
        return self.card.width

    def predict(self, text: str) -> Prediction:
        """Classifies one message in one pass of the network."""
        composition = compose([text], self.speller, self._encode_one, self.members)
        features, encoded = composition.features(self.card.weights), composition.encoded
        evidence = calibration.evidence(features)
        weights = self.card.calibration
        right, among_first, in_scope = (
            float(calibration.probability(evidence, each)[0]) for each in (weights.right, weights.among_first, weights.in_scope)
        )
        probabilities = np.exp(features.scores[0])  # (C,)
        [corrected] = composition.texts
        return Prediction(
            ranking=[(self.card.intents[index], float(probabilities[index])) for index in np.argsort(-probabilities, kind="stable")],
            confidence=right,
            in_scope=in_scope,
            decision=self._decide(right, among_first),
            tokens=[self.tokenizer.id_to_token(token) for token in encoded.batch.ids[0].tolist()],
            offsets=[corrected.typed(start, end) if end else (0, 0) for start, end in encoded.batch.offsets[0].tolist()],
            attention=encoded.attention[0],
            sentence=encoded.sentences[0],
        )

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """The intents' probabilities (N, C), in the order of `card.intents`."""
        return np.exp(self.features(texts).scores)

    def features(self, texts: Sequence[str]) -> Features:
        """What the classifier knows of N messages before it computes how sure to be."""
        return compose(texts, self.speller, self._encode, self.members).features(self.card.weights)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors (N, D) of length 1, of texts as they stand, for an index."""
        return sentence_vectors(self.session, self.tokenizer, texts, self.card.max_tokens, self.width)

    def _encode_one(self, texts: list[str]) -> _EncodedMessage:
        batch = encode(self.tokenizer, texts, self.card.max_tokens)
        logits, attention, sentence = self.session.run(None, {"ids": batch.ids, "mask": batch.mask})
        return _EncodedMessage(logits, sentence, batch.unknown, batch, attention)

    def _encode(self, texts: list[str]) -> Encoded:
        logits = np.zeros((len(texts), len(self.card.intents)), dtype=np.float32)
        sentences = np.zeros((len(texts), self.width), dtype=np.float32)
        unknown = np.zeros(len(texts), dtype=np.float32)
        for indices, batch in batches(self.tokenizer, texts, self.card.max_tokens):
            logits[indices], sentences[indices] = self.session.run(["logits", "sentence"], {"ids": batch.ids, "mask": batch.mask})
            unknown[indices] = batch.unknown
        return Encoded(logits, sentences, unknown)

    def _decide(self, right: float, among_first: float) -> Literal["answer", "clarify", "hand_over"]:
        if right >= self.card.calibration.answer_at:
            return "answer"
        return "clarify" if among_first >= self.card.calibration.clarify_at else "hand_over"
