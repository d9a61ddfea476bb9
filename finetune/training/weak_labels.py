"""Past questions as training examples: the log knows how customers really ask.

Two classifiers label a question (co-training; Blum & Mitchell 1998): one by its wording, trained on the written examples; one by
what the agent answered, compared with the templates. Where both choose one intent, the question is an example of it. Where the
answer is unlike the template that fits best, only the log answers such questions: they are examples of `passage`, so that the
classifier tells them from what nobody was ever asked. Cosines between languages are small, so an answer is compared with templates of its
own language, and a pair in a language without templates is left out.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from data.languages import language_of
from data.mining.mine_logs import mine_logs
from data.records import Example, Pair
from finetune.arrays import Floats
from finetune.classifier.logistic import log_softmax, logistic
from finetune.encoders.e5.encoder import E5Encoder

# A question is an example of an intent if the answer is so like its template (cosine), and the question so likely its own.
SAME, LIKELY = 0.45, 0.4
# It is an example of `passage` if the answer is no more like the best template than this.
DIFFERENT = 0.35
# How much a cosine weighs beside log-probability in choosing the best template.
SIMILARITY_WEIGHT = 8.0
# Stands for the cosine with a template in another language; less than any.
FOREIGN = -2.0
# A longer question tells a story, with more than one intent in it; a shorter one leans on what was said before.
SHORTEST, LONGEST = 25, 400
# Languages that are written without blanks say as much in so many times fewer letters.
DENSER = 2.5
WITHOUT_BLANKS = ("zh", "ja", "th")
# So many questions at most: a large log would drown the written examples.
MOST_OF_INTENT, MOST_OF_PASSAGE = 40, 300


def log_examples(
    written: Sequence[Example], encoder: E5Encoder, logs: Path, templates: Mapping[str, Sequence[str]], passage: str
) -> list[Example]:
    """Examples from a company's logs, in any language; none where there are no logs, or no templates to compare answers with.

    Args:
        written: the examples that were written for the intents.
        encoder: makes the vectors that questions and answers are compared by.
        logs: the folder of the redacted logs.
        templates: what the company answers to an intent, in one language or more, by intent.
        passage: the label of questions that only the log answers.
    """
    taught = {example.intent for example in written}
    templates = {intent: texts for intent, texts in templates.items() if intent in taught and texts}
    pairs = _pairs(logs) if logs.is_dir() else []
    if not templates or not pairs:
        return []
    found: dict[str, list[str]] = defaultdict(list)
    for pair, intent in zip(pairs, _labels(written, pairs, templates, encoder, passage)):
        if intent:
            found[intent].append(pair.question)
    rng = random.Random(0)
    examples = []
    for intent, questions in sorted(found.items()):
        most = MOST_OF_PASSAGE if intent == passage else MOST_OF_INTENT
        examples += [Example(question, intent) for question in rng.sample(questions, min(most, len(questions)))]
    return examples


def _labels(
    written: Sequence[Example], pairs: Sequence[Pair], templates: Mapping[str, Sequence[str]], encoder: E5Encoder, passage: str
) -> list[str | None]:
    """For each pair the intent that its question is an example of; None where the two classifiers disagree."""
    taught = sorted({example.intent for example in written})
    labels = np.array([taught.index(example.intent) for example in written])
    probe = logistic(encoder.embed([example.text for example in written]), labels, len(taught))
    log_probabilities = log_softmax(encoder.embed([pair.question for pair in pairs]) @ probe[:-1] + probe[-1])  # (N, C)
    intents = list(templates)
    log_probabilities = log_probabilities[:, [taught.index(intent) for intent in intents]]  # (N, T)
    similarities = _similarities(pairs, list(templates.values()), encoder)
    chosen: list[str | None] = []
    for log_probability, similarity in zip(log_probabilities, similarities):
        best = int((np.logaddexp(log_probability, np.log(1e-3)) + SIMILARITY_WEIGHT * similarity).argmax())
        if similarity.max() == FOREIGN:
            chosen.append(None)
        elif similarity[best] >= SAME and log_probability[best] >= np.log(LIKELY):
            chosen.append(intents[best])
        else:
            chosen.append(passage if similarity[best] < DIFFERENT else None)
    return chosen


def _similarities(pairs: Sequence[Pair], templates: Sequence[Sequence[str]], encoder: E5Encoder) -> Floats:
    """Each answer's cosine with the template of each intent in its own language (N, T); FOREIGN where there is none."""
    texts = [(place, text) for place, variations in enumerate(templates) for text in variations]
    cosines = encoder.embed([pair.answer for pair in pairs]) @ encoder.embed([text for _, text in texts]).T  # (N, all of them)
    spoken = np.array([language_of(text) for _, text in texts])
    cosines[np.array([language_of(pair.answer) for pair in pairs])[:, None] != spoken] = FOREIGN
    starts = np.searchsorted([place for place, _ in texts], np.arange(len(templates)))
    return np.asarray(np.maximum.reduceat(cosines, starts, axis=1), dtype=np.float32)


def _pairs(logs: Path) -> list[Pair]:
    return [pair for pair in mine_logs(logs).pairs if SHORTEST <= _length(pair.question) <= LONGEST]


def _length(text: str) -> float:
    return len(text) * (DENSER if language_of(text) in WITHOUT_BLANKS else 1)
