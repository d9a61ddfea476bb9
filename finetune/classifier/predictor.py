"""Serves a trained classifier with onnxruntime alone: no torch is imported here."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.classifier.calibration import Features
from finetune.classifier.composition import compose, corrected
from finetune.classifier.language_model import LanguageModel
from finetune.classifier.late_interaction import ExampleStates
from finetune.classifier.layout import Card, Layout
from finetune.classifier.members import Members
from finetune.classifier.network import Network
from finetune.classifier.prediction import Looked, Prediction, contrast, named, predicted
from finetune.classifier.spelling import Corrected, Speller
from finetune.encoders.reading import Reader


class Classifier:
    """A trained classifier, loaded once (`load`) and then only read from."""

    def __init__(
        self, card: Card, reader: Reader, members: Members, states: ExampleStates, speller: Speller, network: Network | None = None
    ) -> None:
        self.card = card
        self.reader = reader
        self.members = members
        self.states = states
        self.speller = speller
        self.network = network
        self._always = named(card.intents)

    @classmethod
    def load(cls, folder: Path, encoders: Path, threads: int = 1, reader: Reader | None = None) -> "Classifier":
        """Loads the classifier in `folder`.

        Args:
            folder: of the classifier's files.
            encoders: of the exported encoders; those of the classifier are made first if they aren't there.
            threads: for one message: more than one helps large batches only.
            reader: the classifier's encoders, if the caller has loaded them already.

        Raises:
            ModelError: files are missing or damaged, or other encoders are installed than it was trained with.
        """
        layout = Layout(folder)
        if not layout.card.is_file():
            raise ModelError(f"{folder} holds no trained classifier; train one with `rasa train` or `heed classify fit`")
        card = Card.load(layout.card)
        if missing := [file.name for file in layout.files(card.network) if not file.is_file()]:
            raise ModelError(f"the classifier in {folder} is damaged (it lacks {', '.join(missing)}); train it anew")
        hashes = (card.encoder_hash, card.english_hash)
        if reader is None:
            reader = Reader.load(encoders, card.encoder, hashes, threads)
        else:
            reader.expect(hashes)
        tokenizer = reader.english.tokenizer
        try:
            network = Network.load(layout.onnx, tokenizer, card.max_tokens, threads) if card.network else None
            speller = Speller(LanguageModel.load(layout.language_model, tokenizer))
            return cls(card, reader, Members.load(layout.members), ExampleStates.load(layout.states), speller, network)
        except Exception as error:  # each library has its own; all mean that a file is damaged
            raise ModelError(f"the classifier in {folder} is damaged ({error}); train it anew") from error

    @property
    def encoder_hash(self) -> str:
        """Of e5, which makes the vectors of an index."""
        return self.card.encoder_hash

    @property
    def width(self) -> int:
        """Of e5's vectors."""
        return self.card.width

    def predict(self, text: str) -> Prediction:
        """Classifies one message."""
        return self.predict_all([text])[0]

    def predict_all(self, texts: Sequence[str]) -> list[Prediction]:
        """Classifies N messages, at least one, in their order."""
        plain = [corrected(text, self.speller) for text in texts]
        reads = [self.network.read(each.text) for each in plain] if self.network else None
        composition = compose(
            [each.text for each in plain],
            self.reader.read_all([each.text for each in plain]),
            self.members,
            self.states,
            self._always,
            np.stack([read.logits for read in reads]) if reads else None,
        )
        features = composition.features(self.card.weights)
        found = []
        for row, text in enumerate(plain):
            if reads:
                tokens, offsets, attention = reads[row].tokens, reads[row].offsets, reads[row].attention
            else:
                offsets = [(start, end) for start, end in composition.readings.tokens[row].offsets.tolist()]
                tokens = [text.text[start:end] for start, end in offsets]
                attention = contrast(composition, row, int(features.scores[row].argmax()))
            looked = Looked(tokens, _as_typed(text, offsets), attention)
            found.append(predicted(composition, row, features, self.card.intents, self.card.calibration, looked))
        return found

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """The intents' probabilities (N, C), in the order of `card.intents`."""
        return np.exp(self.features(texts).scores)

    def features(self, texts: Sequence[str]) -> Features:
        """What the classifier knows of N messages, at least one, before it computes how sure to be."""
        plain = [corrected(text, self.speller).text for text in texts]
        logits = self.network.logits(plain) if self.network else None
        composition = compose(plain, self.reader.read_all(plain), self.members, self.states, self._always, logits)
        return composition.features(self.card.weights)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors (N, D) of length 1 by e5, of texts as they stand, for an index."""
        return self.reader.embed(texts)


def _as_typed(plain: Corrected, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [plain.typed(start, end) if end else (0, 0) for start, end in offsets]
