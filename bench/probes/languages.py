"""In which directions e5's token states tell the language: the means of the texts that the encoder is centred with, by language."""

from collections import defaultdict

import numpy as np

from data.languages import language_of
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import CENTRING
from retrieval.search.language_neutral import language_directions
from retrieval.vectors.interface import Floats

# Languages with fewer texts are left out.
FEWEST = 6


def fit(encoder: E5Encoder) -> tuple[Floats, str]:
    """The directions (R, D), and a line that says of which languages."""
    texts: dict[str, list[str]] = defaultdict(list)
    for text in CENTRING.read_text(encoding="utf-8").splitlines():
        texts[language_of(text).partition("-")[0]].append(text)
    known = {language: several for language, several in sorted(texts.items()) if len(several) >= FEWEST}
    means = [np.concatenate([read.states for read in encoder.read_all(several)]).mean(axis=0) for several in known.values()]
    return language_directions(np.stack(means)), f"directions of languages, of {', '.join(known)}"
