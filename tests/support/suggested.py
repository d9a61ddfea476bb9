"""A small shop's workspace, and suggestions for it."""

import datetime
from pathlib import Path

from bot.reviews.records import Answer, Asked, Labels, NewIntent, Said, Suggestion, Suspicious, Unsure, id_of
from bot.workspace import Workspace

NLU = """# What customers ask about deliveries
version: "3.1"

nlu:
- intent: delivery_time
  examples: |
    - how long does delivery take
    - when will it arrive
    - how do I pay by card

- intent: payment
  examples: |
    - which cards do you take
    - can I pay by invoice
"""
DOMAIN = """version: "3.1"
intents: [delivery_time, payment]
responses:
  utter_delivery_time: [{text: "Two days."}]
  utter_payment: [{text: "By card."}]
  utter_hand_over: [{text: "A colleague will answer."}]
"""


def workspace(folder: Path) -> Workspace:
    """The shop's workspace, without logs."""
    made = Workspace(folder)
    (made.data / "nlu").mkdir(parents=True)
    made.domain.mkdir()
    (made.data / "nlu" / "shop.yml").write_text(NLU, encoding="utf-8")
    (made.domain / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    return made


def asked(text: str, dialogue: str = "d1", answer: str = "") -> Asked:
    """A question that was asked once."""
    return Asked(text, "en", (dialogue,), datetime.date(2026, 3, 14), answer)


def new_intent(name: str, *texts: str, answer: str = "") -> NewIntent:
    """A proposed intent; the last question is the second half."""
    questions = tuple(asked(text, f"d-{name}") for text in texts)
    answers = (Said(answer, 2, None, (f"d-{name}",)),) if answer else ()
    halves = tuple(int(place == len(texts) - 1) for place in range(len(texts)))
    return NewIntent(id_of("intent", texts), name, (name,), questions, halves, {"en": len(texts)}, {"2026-03": len(texts)}, answers)


WARRANTY = new_intent(
    "warranty", "is there a warranty", "how long is the guarantee", "guarantee on lamps", "=HYPERLINK(1)", answer="Two years on everything."
)
REPAIRS = new_intent("repairs", "do you repair chairs", "can you mend my kettle")
UNSURE = Unsure(id_of("unsure", ["when can I pay"]), asked("when can I pay"), (("payment", 0.5), ("delivery_time", 0.4)))
WRONG = Suspicious(id_of("suspicious", ["how do I pay by card"]), "how do I pay by card", "delivery_time", "payment", 0.9)
LABELS = Labels(id_of("labels", ["will it be here soon"]), "delivery_time", (asked("will it be here soon"),), (0.97,))
CARD = Answer(
    id_of("answer", ["The shop opens at nine."]),
    "en",
    Said("The shop opens at nine.", 4, datetime.date(2026, 2, 1), ("d7", "d8")),
    (asked("when do you open", "d7"), asked("opening hours please", "d8")),
    (Said("The shop opens at ten.", 2, datetime.date(2024, 2, 1), ("d2",), "it says 10, a newer answer 9"),),
)
ALL: list[Suggestion] = [WARRANTY, REPAIRS, CARD, UNSURE, WRONG, LABELS]
