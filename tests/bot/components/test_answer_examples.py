from __future__ import annotations

from pathlib import Path

from bot.components.answer_examples import MANY, answer_examples
from bot.workspace import Workspace
from data.records import Example

DOMAIN = """version: "3.1"
intents: [pump_noise, greet, opening_hours, unasked]
responses:
  utter_pump_noise: [{text: "Yes, it does. Put the pump on a firm floor, and clean the grille at its back."}]
  utter_greet: [{text: "Good morning, what can I do for you today?"}]
  utter_opening_hours: [{text: "Our shop in the old town is open from nine to six."}]
  utter_unasked: [{text: "Nobody has ever asked for this, so no example says it."}]
"""


def test_an_intent_with_few_examples_is_known_by_its_answer_too(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.domain.mkdir()
    (workspace.domain / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    examples = [Example("the pump hums", "pump_noise"), Example("hello", "greet")]
    examples += [Example(f"open on day {number}", "opening_hours") for number in range(MANY)]
    assert answer_examples(workspace, examples) == [
        Example("Put the pump on a firm floor, and clean the grille at its back.", "pump_noise")
    ]
