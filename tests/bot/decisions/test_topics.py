"""What a message is about: what customers ask for, and no outcome of the decision."""

import pytest

from bot.decisions.evidence import Answered, Evidence
from bot.decisions.topics import topic_of
from bot.domain import NO_ANSWERS


def ranked(**confidences: float) -> Evidence:
    first = next(iter(confidences))
    return Evidence("en", intent=first, ranking=[{"name": name, "confidence": each} for name, each in confidences.items()])


@pytest.mark.parametrize(
    ("evidence", "topic"),
    [
        (ranked(refund_status=0.4, track_order=0.3), "refund_status"),
        (ranked(talk_to_person=0.6, damaged_item=0.3), "damaged_item"),
        (ranked(clarify=0.6, greet=0.3, damaged_item=0.1), ""),
        (ranked(out_of_scope=0.9, refund_status=0.05), "other"),
        (ranked(thank=0.6, refund_status=0.4), ""),
        (Evidence("en"), ""),
        (
            Evidence("en", "several", "clarify", parts=[Answered("a", "hand_over"), Answered("b", "template", "refund_status")]),
            "refund_status",
        ),
        (Evidence("en", "passage", "out_of_scope", passages=[{"sources": [{"page": "Care of pans"}]}]), "Care of pans"),
        (Evidence("en", "passage", "out_of_scope", passages=[{"sources": [{"dialogue": "d1"}]}]), "other"),
    ],
)
def test_a_topic_is_what_is_asked_for(evidence: Evidence, topic: str) -> None:
    assert topic_of(evidence) == topic


@pytest.mark.parametrize("outcome", NO_ANSWERS)
def test_no_outcome_of_the_decision_is_one(outcome: str) -> None:
    assert topic_of(ranked(**{outcome: 0.9})) in ("", "other")
