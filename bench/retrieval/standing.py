"""Fits the detector of sentences that may be quoted to another customer, and measures it on sentences that it wasn't fitted on.

`python -m bench.retrieval.standing [FILE …]` fits on the part `fit` of `data/questions/standing.jsonl` and prints precision and recall
on the part `held`, there and in other files of the same form. Then it fits on all of that file, and writes what ships.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.svm import SVC

from bot.workspace import Workspace
from data.mining.standing_cues import leans, never_stands
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5
from retrieval.building.standing import StandingDetector, cut, features, weighed

LABELLED = Path("data/questions/standing.jsonl")
# Chosen by cross-validation over the dialogues of the part `fit`.
C, GAMMA, LEAST = 1.5, 1 / 450, 0.6
# Not told by a sentence itself: withdrawn later in its dialogue, or its noun stands in the sentence before.
UNTOLD = ("withdrawn", "subject_elsewhere")


class Labelled(NamedTuple):
    """A sentence of an agent's, whether it stands by itself, and if not, why."""

    text: str
    question: str
    stands: bool
    why: str


def read(file: Path, part: str) -> list[Labelled]:
    """The sentences of one part of a file as they are quoted: cut. Without its “I must correct myself” a correction stands; what is left of
    a sentence that is mixed has a label of its own, `rest`, if it is any good.
    """
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for sentence in row["sentences"] if row["part"] == part else ():
            text, why = cut(sentence["text"]), sentence.get("rest") or sentence.get("why", "")
            if text:
                found.append(Labelled(text, row["question"], sentence["stands"] or why in ("correction", "stands"), why))
    return found


def fit(sentences: Sequence[Labelled], encoder: E5Encoder) -> StandingDetector:
    """Fits on the sentences whose label can be told from themselves."""
    told = [sentence for sentence in sentences if sentence.why not in UNTOLD]
    wordings, vectors = features([sentence.text for sentence in told], [sentence.question for sentence in told], encoder.embed)
    mean, spread = wordings.mean(axis=0), wordings.std(axis=0) + 1e-3
    machine = SVC(C=C, gamma=GAMMA).fit(weighed((wordings - mean) / spread, vectors), [sentence.stands for sentence in told])
    weights = machine.dual_coef_[0].astype(np.float32)
    return StandingDetector(machine.support_vectors_, weights, float(machine.intercept_[0]), mean, spread, GAMMA, LEAST)


def measure(detector: StandingDetector, sentences: Sequence[Labelled], encoder: E5Encoder) -> str:
    """Precision and recall of what would be quoted, with and without the sentences whose noun stands in the sentence before."""
    texts, questions = [sentence.text for sentence in sentences], [sentence.question for sentence in sentences]
    sure = detector.scores(texts, questions, encoder.embed) >= detector.least
    quoted = [one for one, stands in zip(sentences, sure) if stands and not never_stands(one.text) and not leans(one.text)]
    right = sum(one.stands for one in quoted)
    told = sum(one.why not in UNTOLD for one in quoted)
    recall = right / max(1, sum(one.stands for one in sentences))
    return (
        f"{len(quoted)} of {len(sentences)} quoted, precision {right / max(1, told):.3f} "
        f"({right / max(1, len(quoted)):.3f} with those that lean on the one before), recall {recall:.3f}"
    )


def main() -> None:
    """Fits, writes, and measures."""
    encoder = E5Encoder.load(exported_e5(Workspace.current().encoders), many=True)
    parts = [read(LABELLED, part) for part in ("fit", "held")]
    detector = fit(parts[0], encoder)
    for file in (LABELLED, *map(Path, sys.argv[1:])):
        print(f"{file.name}: {measure(detector, read(file, 'held'), encoder)}")
    fit([*parts[0], *parts[1]], encoder).save()


if __name__ == "__main__":
    main()
