"""What a classifier makes of messages whose intent is known.

Messages are read one at a time, as a server reads them: in a batch, 8-bit weights round a little differently.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.errors import DataError
from data.records import Example
from finetune.classifier.calibration import READINGS
from finetune.classifier.predictor import Classifier, Prediction

# Test sets name with one of these what belongs to no intent.
OUT_OF_SCOPE = ("oos", "out_of_scope")


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


def read(
    classifier: Classifier, examples: Sequence[Example], strange: Sequence[str], progress: Callable[[int, int], None]
) -> list[Reading]:
    """Reads examples, and `strange` messages that belong to no intent; `evaluate` says what may be asked."""
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
