"""The figures over a classifier's predictions: how often it was right, what it decided, and what it mixes up."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support, roc_auc_score

from finetune.evaluation.predictions import EvaluatedMessage
from finetune.evaluation.reliability import BINS, Reliability, RiskCoverage, reliability, risk_coverage

DECISIONS = ("answer", "clarify", "hand_over")
EXAMPLES = 3
ANSWERED = 8


@dataclass(frozen=True)
class DecisionScore:
    """How often a decision was made, and how often well (`EvaluatedMessage.well_decided`); precision is none if it never was."""

    decision: str
    count: int
    share: float
    precision: float | None


@dataclass(frozen=True)
class Confusion:
    """Messages of the intent `label` that were classified as `predicted`, with the surest of their texts."""

    label: str
    predicted: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class IntentScore:
    """One intent: of the messages classified as it, the share that is; of its messages, the share found; their harmonic mean."""

    intent: str
    support: int
    precision: float
    recall: float
    f1: float
    confusions: tuple[Confusion, ...]


@dataclass(frozen=True)
class ConfusionMatrix:
    """`counts[i][j]` messages of the intent `intents[i]` were classified as `intents[j]`."""

    intents: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Answered:
    """A message that belongs to no intent, and the intent that it was answered as."""

    text: str
    predicted: str
    confidence: float


@dataclass(frozen=True)
class OutOfScope:
    """Messages that belong to no intent, beside those that do.

    Attributes:
        messages: how many there are.
        auroc: how likely the score is higher for one of them than for a message that has an intent.
        edges: of the bins of the score (B + 1).
        inside: messages with an intent in each bin (B).
        outside: messages without one in each bin (B).
        decisions: what was decided on those without.
        answered: those that got an answer, the surest first.
    """

    messages: int
    auroc: float
    edges: tuple[float, ...]
    inside: tuple[int, ...]
    outside: tuple[int, ...]
    decisions: tuple[DecisionScore, ...]
    answered: tuple[Answered, ...]


@dataclass(frozen=True)
class Scores:
    """All figures that follow from the predictions alone.

    Everything but `out_of_scope` is over messages that have an intent.

    Attributes:
        messages: how many have an intent.
        tested_intents: intents with at least one message.
        accuracy: the share whose first intent is right.
        accuracy_interval: where the accuracy lies with 95 % certainty, given so few messages (Wilson's interval).
        macro_f1: mean over the tested intents of their F1.
        confidence: reliability of the confidence, which decisions are made by.
        probability: reliability of the first intent's probability, which knows nothing of messages out of scope.
        risk_coverage: by confidence.
        decisions: answer, clarify, hand over.
        intents: the tested intents, the hardest first.
        confusion_matrix: over all intents.
        confusions: each pair of intents that was mixed up, the most frequent first.
        out_of_scope: none if the test has no such messages, or no others.
    """

    messages: int
    tested_intents: int
    accuracy: float
    accuracy_interval: tuple[float, float]
    macro_f1: float
    confidence: Reliability
    probability: Reliability
    risk_coverage: RiskCoverage
    decisions: tuple[DecisionScore, ...]
    intents: tuple[IntentScore, ...]
    confusion_matrix: ConfusionMatrix
    confusions: tuple[Confusion, ...]
    out_of_scope: OutOfScope | None


def score(messages: Sequence[EvaluatedMessage], intents: Sequence[str]) -> Scores:
    """The figures over N evaluated messages, by a classifier of these intents; at least one message needs a label."""
    known = [message for message in messages if message.label is not None]
    right = np.array([message.right for message in known])
    confidence = np.array([message.confidence for message in known])
    interval = binomtest(int(right.sum()), len(right)).proportion_ci(method="wilson")
    confusions = _confusions(known)
    rows = _intents(known, confusions)
    labels, predicted = [message.label for message in known], [message.predicted for message in known]
    counts = confusion_matrix(labels, predicted, labels=list(intents))
    return Scores(
        messages=len(known),
        tested_intents=len(rows),
        accuracy=float(right.mean()),
        accuracy_interval=(float(interval.low), float(interval.high)),
        macro_f1=float(np.mean([row.f1 for row in rows])),
        confidence=reliability(confidence, right),
        probability=reliability(np.array([message.probability for message in known]), right),
        risk_coverage=risk_coverage(confidence, right),
        decisions=_decisions(known),
        intents=rows,
        confusion_matrix=ConfusionMatrix(tuple(intents), tuple(tuple(int(count) for count in row) for row in counts)),
        confusions=confusions,
        out_of_scope=_out_of_scope(messages) if len({message.out_of_scope for message in messages}) == 2 else None,
    )


def _decisions(messages: Sequence[EvaluatedMessage]) -> tuple[DecisionScore, ...]:
    scores = []
    for decision in DECISIONS:
        made = [message.well_decided for message in messages if message.decision == decision]
        scores.append(DecisionScore(decision, len(made), len(made) / len(messages), sum(made) / len(made) if made else None))
    return tuple(scores)


def _confusions(messages: Sequence[EvaluatedMessage]) -> tuple[Confusion, ...]:
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for message in sorted(messages, key=lambda message: -message.confidence):
        if message.label is not None and message.predicted != message.label:
            texts[message.label, message.predicted].append(message.text)
    pairs = [Confusion(label, predicted, len(of), tuple(of[:EXAMPLES])) for (label, predicted), of in texts.items()]
    return tuple(sorted(pairs, key=lambda pair: (-pair.count, pair.label, pair.predicted)))


def _intents(messages: Sequence[EvaluatedMessage], confusions: Sequence[Confusion]) -> tuple[IntentScore, ...]:
    support = Counter(message.label for message in messages if message.label is not None)
    names = sorted(support)
    labels, predicted = [message.label for message in messages], [message.predicted for message in messages]
    precision, recall, f1, _ = precision_recall_fscore_support(labels, predicted, labels=names, zero_division=0)
    rows = [
        IntentScore(
            intent=name,
            support=support[name],
            precision=float(precision[index]),
            recall=float(recall[index]),
            f1=float(f1[index]),
            confusions=tuple(pair for pair in confusions if pair.label == name)[:EXAMPLES],
        )
        for index, name in enumerate(names)
    ]
    return tuple(sorted(rows, key=lambda row: (row.f1, row.intent)))


def _out_of_scope(messages: Sequence[EvaluatedMessage]) -> OutOfScope:
    truth = np.array([message.out_of_scope for message in messages])
    scores = np.array([message.out_of_scope_probability for message in messages])
    outside = [message for message in messages if message.out_of_scope]
    edges = np.linspace(0, 1, BINS + 1)
    answered = sorted((message for message in outside if message.decision == "answer" and not message.right), key=lambda it: -it.confidence)
    return OutOfScope(
        messages=len(outside),
        auroc=float(roc_auc_score(truth, scores)),
        edges=tuple(edges.tolist()),
        inside=tuple(np.histogram(scores[~truth], edges)[0].tolist()),
        outside=tuple(np.histogram(scores[truth], edges)[0].tolist()),
        decisions=_decisions(outside),
        answered=tuple(Answered(message.text, message.predicted, message.confidence) for message in answered[:ANSWERED]),
    )
