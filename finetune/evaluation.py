"""How good a classifier is on messages that it hasn't seen: how often right, how honest about it, and what it mixes up.

Messages are read one at a time, as a server reads them: in a batch, 8-bit weights round a little differently.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support, roc_auc_score

from data.errors import DataError
from data.records import Example
from finetune.calibration import READINGS
from finetune.explain import Faithfulness, Word, explain, faithfulness
from finetune.predictor import Classifier, Prediction
from finetune.tokens import clean

# Test sets name with one of these what belongs to no intent.
OUT_OF_SCOPE = ("oos", "out_of_scope")
DECISIONS = ("answer", "clarify", "hand_over")
BINS = 15
# Points of a curve: more are finer than a picture shows.
POINTS = 200
EXAMPLES = 3
# Explaining a message takes a pass for each of its words.
EXPLAINED = 100
PICTURES = 8

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Reading:
    """What the classifier made of one message, beside the truth.

    Attributes:
        text: the message.
        label: the intent that it has; none if it is out of scope and the classifier was taught no intent for that.
        strange: whether it is out of scope.
        offered: the likeliest intents, the first being the prediction; a question back offers these.
        probability: of the first intent, among intents.
        confidence: calibrated probability that the first intent is right.
        out_of_scope: calibrated probability that the message is about nothing that was taught.
        decision: answer, clarify or hand over.
    """

    text: str
    label: str | None
    strange: bool
    offered: tuple[str, ...]
    probability: float
    confidence: float
    out_of_scope: float
    decision: str

    @property
    def predicted(self) -> str:
        return self.offered[0]

    @property
    def right(self) -> bool:
        return self.predicted == self.label or (self.strange and self.predicted in OUT_OF_SCOPE)

    @property
    def well_decided(self) -> bool:
        """Answered rightly, asked back with the right intent among those offered, or kept from a wrong answer."""
        if self.decision == "answer":
            return self.right
        return self.label in self.offered if self.decision == "clarify" else self.strange or not self.right


@dataclass(frozen=True)
class Bin:
    """Messages whose confidence lies above `lower` (0 itself in the first) and up to `upper`; means are 0 in an empty bin."""

    lower: float
    upper: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Reliability:
    """Whether confidence says how often the first intent is right.

    Attributes:
        error: expected calibration error, the mean distance of confidence and accuracy over messages, by bins of equal
            width (Guo et al. 2017, “On Calibration of Modern Neural Networks”, section 2).
        bins: what the reliability diagram shows.
    """

    error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class CoveragePoint:
    """Answering all messages of at least this confidence answers the share `coverage`, of which the share `risk` is wrong."""

    coverage: float
    risk: float
    confidence: float


@dataclass(frozen=True)
class RiskCoverage:
    """What answering more costs (El-Yaniv & Wiener 2010, “On the Foundations of Noise-free Selective Classification”).

    Attributes:
        area: under the curve; the mean risk over all coverages, so lower is better.
        points: of the curve, by rising coverage; thinned.
    """

    area: float
    points: tuple[CoveragePoint, ...]


@dataclass(frozen=True)
class DecisionScore:
    """How often a decision was made, and how often well (`Reading.well_decided`); precision is none if it never was."""

    decision: str
    count: int
    share: float
    precision: float | None


@dataclass(frozen=True)
class Confusion:
    """Messages of the intent `label` that were read as `predicted`, with the surest of their texts."""

    label: str
    predicted: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class IntentScore:
    """One intent: of the messages read as it, the share that is; of its messages, the share that was found; and their harmonic mean."""

    intent: str
    support: int
    precision: float
    recall: float
    f1: float
    confusions: tuple[Confusion, ...]


@dataclass(frozen=True)
class ConfusionMatrix:
    """`counts[i][j]` messages of the intent `intents[i]` were read as `intents[j]`."""

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
class Picture:
    """A message with what each of its words meant for the reading; `text` is as the classifier read it."""

    text: str
    label: str
    predicted: str
    confidence: float
    decision: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Scores:
    """All that can be said from readings alone.

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


@dataclass(frozen=True)
class Evaluation:
    """The scores of a classifier on a test, and what its readings hung on.

    Attributes:
        scores: the figures.
        answer_at: the confidence from which on the classifier answers.
        faithfulness: whether the words that explanations name matter, over some of the messages.
        right: some messages that were read rightly.
        wrong: those that were read wrongly, the surest first.
    """

    scores: Scores
    answer_at: float
    faithfulness: Faithfulness
    right: tuple[Picture, ...]
    wrong: tuple[Picture, ...]


def evaluate(
    classifier: Classifier,
    examples: Sequence[Example],
    strange: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
    seed: int = 0,
) -> Evaluation:
    """Evaluates a classifier on examples, and on `strange` messages that belong to no intent.

    Examples with a label of `OUT_OF_SCOPE` are strange, too; they count for accuracy only if the classifier was taught that label.
    `progress` is told how many messages of how many are done; `seed` chooses the messages that are explained.

    Raises:
        DataError: there is nothing to test, or a label was never taught.
    """
    readings = _read(classifier, examples, strange, progress)
    scores = score(readings, classifier.card.intents)
    lot = random.Random(seed)
    known = [reading for reading in readings if reading.label is not None]
    right = [reading for reading in known if reading.right and " " in reading.text]
    wrong = sorted((reading for reading in known if not reading.right), key=lambda reading: -reading.confidence)
    sample = lot.sample(known, min(EXPLAINED, len(known)))
    return Evaluation(
        scores=scores,
        answer_at=classifier.card.calibration.answer_at,
        faithfulness=faithfulness(classifier, [reading.text for reading in sample], seed),
        right=tuple(_picture(classifier, reading) for reading in lot.sample(right, min(PICTURES, len(right)))),
        wrong=tuple(_picture(classifier, reading) for reading in wrong[:PICTURES]),
    )


def score(readings: Sequence[Reading], intents: Sequence[str]) -> Scores:
    """The figures over N readings by a classifier of these intents; at least one reading needs a label."""
    known = [reading for reading in readings if reading.label is not None]
    right = np.array([reading.right for reading in known])
    confidence = np.array([reading.confidence for reading in known])
    interval = binomtest(int(right.sum()), len(right)).proportion_ci(method="wilson")
    confusions = _confusions(known)
    rows = _intents(known, confusions)
    labels, predicted = [reading.label for reading in known], [reading.predicted for reading in known]
    counts = confusion_matrix(labels, predicted, labels=list(intents))
    return Scores(
        messages=len(known),
        tested_intents=len(rows),
        accuracy=float(right.mean()),
        accuracy_interval=(float(interval.low), float(interval.high)),
        macro_f1=float(np.mean([row.f1 for row in rows])),
        confidence=reliability(confidence, right),
        probability=reliability(np.array([reading.probability for reading in known]), right),
        risk_coverage=risk_coverage(confidence, right),
        decisions=_decisions(known),
        intents=rows,
        confusion_matrix=ConfusionMatrix(tuple(intents), tuple(tuple(int(count) for count in row) for row in counts)),
        confusions=confusions,
        out_of_scope=_out_of_scope(readings) if len({reading.strange for reading in readings}) == 2 else None,
    )


def reliability(confidence: Floats, right: Bools) -> Reliability:
    """Expected calibration error of confidences (N,) beside whether each was right (N,), by 15 bins."""
    edges = np.linspace(0, 1, BINS + 1)
    places = np.searchsorted(edges[1:-1], confidence, side="left")  # (N,)
    bins = []
    for place in range(BINS):
        rows = places == place
        means = (float(confidence[rows].mean()), float(right[rows].mean())) if rows.any() else (0.0, 0.0)
        bins.append(Bin(float(edges[place]), float(edges[place + 1]), int(rows.sum()), *means))
    error = sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / len(confidence)
    return Reliability(error, tuple(bins))


def risk_coverage(confidence: Floats, right: Bools) -> RiskCoverage:
    """The share that is wrong among the k surest of N messages, for each k."""
    order = np.argsort(-confidence, kind="stable")
    risk = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)  # (N,)
    shown = np.unique(np.linspace(0, len(order) - 1, min(POINTS, len(order))).round().astype(int))
    points = [CoveragePoint((place + 1) / len(order), float(risk[place]), float(confidence[order[place]])) for place in shown.tolist()]
    return RiskCoverage(float(risk.mean()), tuple(points))


def _read(
    classifier: Classifier, examples: Sequence[Example], strange: Sequence[str], progress: Callable[[int, int], None]
) -> list[Reading]:
    taught = set(classifier.card.intents)
    unknown = sorted({example.intent for example in examples} - taught - set(OUT_OF_SCOPE))
    if unknown:
        raise DataError(
            f"the test has labels that the classifier was never taught: {', '.join(unknown)}. Expected its intents "
            f"({', '.join(classifier.card.intents[:5])}{' …' if len(taught) > 5 else ''}), or {' or '.join(OUT_OF_SCOPE)}; "
            "rename or remove these rows, or train with them"
        )
    asked = [(example.text, example.intent if example.intent in taught else None, example.intent in OUT_OF_SCOPE) for example in examples]
    if not any(label for _, label, _ in asked):
        raise DataError("the test has no message with a label that the classifier was taught; nothing can be measured")
    asked += [(text, None, True) for text in strange]
    readings = []
    for done, (text, label, outside) in enumerate(asked, start=1):
        readings.append(_reading(classifier.predict(text), text, label, outside))
        progress(done, len(asked))
    return readings


def _reading(prediction: Prediction, text: str, label: str | None, strange: bool) -> Reading:
    # Where out of scope is an intent of its own, being in scope means not to be of it.
    inside = prediction.in_scope * (1 - sum(probability for intent, probability in prediction.ranking if intent in OUT_OF_SCOPE))
    return Reading(
        text=text,
        label=label,
        strange=strange,
        offered=tuple(intent for intent, _ in prediction.ranking[:READINGS]),
        probability=prediction.ranking[0][1],
        confidence=prediction.confidence,
        out_of_scope=1 - inside,
        decision=prediction.decision,
    )


def _decisions(readings: Sequence[Reading]) -> tuple[DecisionScore, ...]:
    scores = []
    for decision in DECISIONS:
        made = [reading.well_decided for reading in readings if reading.decision == decision]
        scores.append(DecisionScore(decision, len(made), len(made) / len(readings), sum(made) / len(made) if made else None))
    return tuple(scores)


def _confusions(readings: Sequence[Reading]) -> tuple[Confusion, ...]:
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for reading in sorted(readings, key=lambda reading: -reading.confidence):
        if reading.label is not None and reading.predicted != reading.label:
            texts[reading.label, reading.predicted].append(reading.text)
    pairs = [Confusion(label, predicted, len(of), tuple(of[:EXAMPLES])) for (label, predicted), of in texts.items()]
    return tuple(sorted(pairs, key=lambda pair: (-pair.count, pair.label, pair.predicted)))


def _intents(readings: Sequence[Reading], confusions: Sequence[Confusion]) -> tuple[IntentScore, ...]:
    support = Counter(reading.label for reading in readings if reading.label is not None)
    names = sorted(support)
    labels, predicted = [reading.label for reading in readings], [reading.predicted for reading in readings]
    precision, recall, f1, _ = precision_recall_fscore_support(labels, predicted, labels=names, zero_division=0)
    rows = [
        IntentScore(
            intent=name,
            support=support[name],
            precision=float(precision[place]),
            recall=float(recall[place]),
            f1=float(f1[place]),
            confusions=tuple(pair for pair in confusions if pair.label == name)[:EXAMPLES],
        )
        for place, name in enumerate(names)
    ]
    return tuple(sorted(rows, key=lambda row: (row.f1, row.intent)))


def _out_of_scope(readings: Sequence[Reading]) -> OutOfScope:
    strange = np.array([reading.strange for reading in readings])
    scores = np.array([reading.out_of_scope for reading in readings])
    outside = [reading for reading in readings if reading.strange]
    edges = np.linspace(0, 1, BINS + 1)
    answered = sorted((reading for reading in outside if reading.decision == "answer" and not reading.right), key=lambda it: -it.confidence)
    return OutOfScope(
        messages=len(outside),
        auroc=float(roc_auc_score(strange, scores)),
        edges=tuple(edges.tolist()),
        inside=tuple(np.histogram(scores[~strange], edges)[0].tolist()),
        outside=tuple(np.histogram(scores[strange], edges)[0].tolist()),
        decisions=_decisions(outside),
        answered=tuple(Answered(reading.text, reading.predicted, reading.confidence) for reading in answered[:PICTURES]),
    )


def _picture(classifier: Classifier, reading: Reading) -> Picture:
    words = tuple(explain(classifier, reading.text))
    return Picture(clean(reading.text), str(reading.label), reading.predicted, reading.confidence, reading.decision, words)
