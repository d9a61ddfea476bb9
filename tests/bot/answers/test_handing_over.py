"""What is said of people is true: nobody answers, somebody is there, or will be."""

import asyncio
import re
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers.generator import AnswerGenerator
from bot.decisions.evidence import EVIDENCE, Evidence
from bot.handover.settings import HandoverPlan, HandoverSettings
from bot.state.turns.transaction import TurnTransaction, current_turn

ACTIONS = ("utter_talk_to_person", "utter_hand_over", "utter_out_of_scope")
PROMISES = re.compile(r"passed this|will answer|colleague|talk to a person|Shall I|转给|转人工|回复您|同事", re.IGNORECASE)
ALWAYS, NEVER = {}, {"monday": "00:00-00:01"}


@pytest.fixture(scope="module")
def generator() -> AnswerGenerator:
    return AnswerGenerator(domain=Domain.load("domain"))


def reply(
    generator: AnswerGenerator,
    action: str,
    language: str,
    hours: "dict[str, str] | None",
    at_once: bool = False,
    wait_s: float | None = None,
) -> "dict[str, object]":
    generator.people = HandoverPlan() if hours is None else HandoverPlan(HandoverSettings(hours, at_once=at_once), {}, True)
    said = UserUttered("text", parse_data={EVIDENCE: Evidence(language, "hand_over", "hand_over").as_json()})
    tracker = DialogueStateTracker.from_events("c", [said])
    token = current_turn.set(TurnTransaction("c", usual_wait_s=wait_s))
    try:
        found = asyncio.run(generator.generate(action, tracker, "web"))
    finally:
        current_turn.reset(token)
    assert found
    return dict(found)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("action", ACTIONS)
def test_where_nobody_answers_nothing_is_promised(generator: AnswerGenerator, action: str, language: str) -> None:
    found = reply(generator, action, language, None)
    assert not PROMISES.search(str(found["text"]).replace("暂时无法转接人工", ""))
    assert "asks_contact" not in found


@pytest.mark.parametrize(
    ("language", "passed", "closed"), [("en", "passed this conversation", "back on"), ("zh", "已将本次对话转给", "回来")]
)
def test_within_and_outside_the_hours(generator: AnswerGenerator, language: str, passed: str, closed: str) -> None:
    there = reply(generator, "utter_talk_to_person", language, ALWAYS, wait_s=130.0)
    assert passed in str(there["text"])
    assert "3" in str(there["text"])  # minutes
    assert "asks_contact" not in there
    away = reply(generator, "utter_talk_to_person", language, NEVER)
    assert closed in str(away["text"])
    assert "{" not in str(away["text"])
    assert away["asks_contact"] is True
    for action in ACTIONS[1:]:
        assert closed in str(reply(generator, action, language, NEVER)["text"])
        assert reply(generator, action, language, ALWAYS)["buttons"]


def test_what_is_handed_over_at_once_is_not_asked_first(generator: AnswerGenerator) -> None:
    found = reply(generator, "utter_hand_over", "en", ALWAYS, at_once=True)
    assert "passed this conversation" in str(found["text"])
    assert found["buttons"] == [{"title": "Back to the assistant", "payload": "/back_to_assistant"}]


def test_other_languages_get_the_main_ones_variant(generator: AnswerGenerator) -> None:
    assert "passed this conversation" in str(reply(generator, "utter_talk_to_person", "fr", ALWAYS)["text"])


def test_a_domain_without_variants_says_what_it_has(tmp_path: Path) -> None:
    plain = AnswerGenerator(domain=Domain.from_dict({"responses": {"utter_talk_to_person": [{"text": "Call us."}]}}))
    assert reply(plain, "utter_talk_to_person", "en", ALWAYS)["text"] == "Call us."
