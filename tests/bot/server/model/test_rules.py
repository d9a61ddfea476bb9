"""Rules that are looked up give what Rasa's own policy gives, after each event of each conversation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.loading import load_data_from_resource
from rasa.shared.core.training_data.structures import StoryGraph

from bot.server.model.rules import look_rules_up

DOMAIN = """
version: "3.1"
intents: [greet, order, refund, stop, unknown, restart]
slots: {language: {type: categorical, values: [de, en], mappings: [{type: custom}]}}
forms: {order_form: {required_slots: []}}
responses: {utter_greet: [{text: Hi}], utter_start: [{text: Welcome}], utter_refund: [{text: Soon}], utter_stop: [{text: Done}],
            utter_submit: [{text: Here}], utter_bitte: [{text: Bitte}]}
"""
RULES = """
version: "3.1"
rules:
- {rule: greets, steps: [{intent: greet}, {action: utter_greet}]}
- {rule: welcomes, conversation_start: true, steps: [{intent: greet}, {action: utter_start}, {action: utter_greet}]}
- {rule: refunds, steps: [{intent: refund}, {action: utter_refund}]}
- {rule: in German, condition: [{slot_was_set: [{language: de}]}], steps: [{intent: refund}, {action: utter_bitte}]}
- {rule: begins, steps: [{intent: order}, {action: order_form}, {active_loop: order_form}]}
- {rule: ends, condition: [{active_loop: order_form}], steps: [{action: order_form}, {active_loop: null}, {action: utter_submit}]}
- {rule: stops, condition: [{active_loop: order_form}], steps: [{intent: stop}, {action: utter_stop}, {action: order_form}]}
"""
EXTRA = "- {rule: of words, steps: [{user: 'any words'}, {action: utter_stop}]}\n"


def policies(folder: Path, rules: str) -> tuple[Domain, RulePolicy, RulePolicy]:
    """The same rules, looked up and as Rasa has them."""
    (folder / "rules.yml").write_text(rules)
    domain = Domain.from_yaml(DOMAIN)
    graph = StoryGraph(load_data_from_resource(str(folder / "rules.yml"), domain))
    trackers = TrainingDataGenerator(graph, domain, use_story_concatenation=False).generate()
    made = []
    for name in ("ours", "rasas"):
        storage, schema = LocalModelStorage.create(folder), GraphSchema({})
        config = {**RulePolicy.get_default_config(), "enable_fallback_prediction": False, "check_for_contradictions": False}
        made.append(RulePolicy(config, storage, Resource(name), ExecutionContext(schema)))
        made[-1].train(trackers, domain)
    look_rules_up(made[0])
    look_rules_up(made[0])
    return domain, made[0], made[1]


def conversations() -> Iterator[Sequence[Event]]:
    listen = ActionExecuted("action_listen")
    for first, second, german in product(
        ("greet", "order", "refund", "stop", "unknown", "restart"), ("greet", "refund", "stop"), (True, False)
    ):
        yield [
            listen,
            *([SlotSet("language", "de")] if german else []),
            UserUttered("any words", {"name": first}),
            ActionExecuted(f"utter_{first}") if first in ("greet", "refund", "stop") else ActionExecuted("utter_start"),
            *([ActionExecuted("utter_greet")] if german else []),
            listen,
            UserUttered("other words", {"name": second}),
            ActionExecuted(f"utter_{second}"),
        ]
        form = [ActionExecuted("order_form"), ActiveLoop("order_form")]
        refused = [ActionExecutionRejected("order_form"), ActionExecuted("utter_stop"), ActionExecuted("order_form")]
        end = [ActionExecuted("order_form"), ActiveLoop(None), ActionExecuted("utter_submit")]
        asked = [listen, UserUttered("any words", {"name": "order"}), *form, listen, UserUttered("other words", {"name": second})]
        yield [*asked, *(refused if german else []), *end, listen]


@pytest.mark.parametrize("rules", [RULES, RULES + EXTRA])
def test_they_give_what_rasas_policy_gives(rules: str, tmp_path: Path) -> None:
    domain, ours, rasas = policies(tmp_path, rules)
    actions = set()
    for events in conversations():
        tracker = DialogueStateTracker("c", domain.slots)
        for event in events:
            tracker.update(event, domain)
            found, expected = (each.predict_action_probabilities(tracker, domain) for each in (ours, rasas))
            assert found == expected
            assert found.probabilities == expected.probabilities
            actions.add(domain.action_names_or_texts[found.max_confidence_index] if found.max_confidence else None)
    assert actions >= {"utter_greet", "utter_bitte", "utter_stop", "order_form", "utter_submit", None}
    assert actions >= {"utter_start", "utter_refund", "action_restart"} or rules != RULES  # words overrule these
