"""What a classifier predicts for messages whose intent is known.

Messages are classified one at a time, as on a server: in a batch, 8-bit weights round a little differently.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.errors import DataError
from data.records import Example
from finetune.classifier.calibration import OFFERED
from finetune.classifier.prediction import Prediction
from finetune.classifier.predictor import Classifier

# Test sets name with one of these what belongs to no intent.
OUT_OF_SCOPE = ("oos", "out_of_scope")


@dataclass(frozen=True)
class EvaluatedMessage:
    """What the classifier predicted for one message, beside the truth.

    Attributes:
        text: the message.
        label: the intent that it has; none if it is out of scope and the classifier was taught no intent for that.
        out_of_scope: whether it is.
        offered: the likeliest intents, the first being the prediction; a question back offers these.
        probability: of the first intent, among intents.
        confidence: calibrated probability that the first intent is right.
        out_of_scope_probability: calibrated probability that the message is about nothing that was taught.
        decision: answer, clarify or hand over.
    """

    text: str
    label: str | None
    out_of_scope: bool
    offered: tuple[str, ...]
    probability: float
    confidence: float
    out_of_scope_probability: float
    decision: str

    @property
    def predicted(self) -> str:
        return self.offered[0]

    @property
    def right(self) -> bool:
        return self.predicted == self.label or (self.out_of_scope and self.predicted in OUT_OF_SCOPE)

    @property
    def well_decided(self) -> bool:
        """Answered rightly, asked back with the right intent among those offered, or kept from a wrong answer."""
        if self.decision == "answer":
            return self.right
        return self.label in self.offered if self.decision == "clarify" else self.out_of_scope or not self.right


def predict_all(
    classifier: Classifier, examples: Sequence[Example], out_of_scope: Sequence[str], progress: Callable[[int, int], None]
) -> list[EvaluatedMessage]:
    """Classifies examples, and `out_of_scope` messages that belong to no intent.

    `progress` is called with how many messages are done, and how many there are.

    Raises:
        DataError: a label was never taught, or no example has one that was.
    """
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
    asked += [(text, None, True) for text in out_of_scope]
    messages = []
    for done, (text, label, outside) in enumerate(asked, start=1):
        messages.append(_evaluated(classifier.predict(text), text, label, outside))
        progress(done, len(asked))
    return messages


def _evaluated(prediction: Prediction, text: str, label: str | None, out_of_scope: bool) -> EvaluatedMessage:
    # Where out of scope is an intent of its own, being in scope means not to be of it.
    inside = prediction.in_scope * (1 - sum(probability for intent, probability in prediction.ranking if intent in OUT_OF_SCOPE))
    return EvaluatedMessage(
        text=text,
        label=label,
        out_of_scope=out_of_scope,
        offered=tuple(intent for intent, _ in prediction.ranking[:OFFERED]),
        probability=prediction.ranking[0][1],
        confidence=prediction.confidence,
        out_of_scope_probability=1 - inside,
        decision=prediction.decision,
    )
