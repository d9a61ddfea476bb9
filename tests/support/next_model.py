"""A small shop with a served model and its index; since then logs came in, and a person decided."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

from bot.models.archive import COMPONENT, classifier_folder
from bot.models.begun_indexes import begin_index
from bot.models.index_names import FILE
from bot.models.indexes import ModelIndex, build_index, served_index
from bot.models.publishing import catch_up
from bot.retraining.review.session import Session
from bot.reviews.records import Answer, Said, id_of
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_responses
from tests.support.encoders import link_encoders
from tests.support.suggested import asked, new_intent

TANK = "How much water does the tank of the Brisa hold?"
OLD = "The tank of the Brisa holds 1.2 litres of water, which is enough for ten cups."
NEW = "The tank of the Brisa holds 1.4 litres of water, which is enough for fifteen cups."
PODS, PODS_ANSWER = "Which pods fit the Brisa?", "Paper pods of 44 mm fit, and capsules don't."
# Another fact than the served model states, in a single dialogue.
PERIOD = "How long does the warranty last?"
SHORT = "All our products have a warranty of 2 years from the day of purchase."
LONG = "All our products have a warranty of 5 years from the day of purchase."
CARD = Answer(id_of("answer", [NEW]), "en", Said(NEW, 2, None, ("d-1", "d-2")), (asked(TANK, "d-1"), asked("brisa tank size", "d-2")))
REPAIRS = new_intent("repairs", "do you repair chairs", "can you mend my kettle", answer="We repair all that we sell.")
DOMAIN = """
version: "3.1"
intents: [gift_card]
responses:
  utter_gift_card: [{text: We do.}]
  utter_hand_over: [{text: A colleague.}]
"""


def made(root: Path, classifier: Path, encoders: Path) -> Workspace:
    """The shop: what it serves, and what came since."""
    home = Workspace(root)
    link_encoders(encoders, home.root)
    for folder in (home.logs, home.data / "nlu", home.domain):
        folder.mkdir(parents=True)
    (home.domain / "domain.yml").write_text(DOMAIN)
    write_model(home, classifier, "first")
    _log(home, "old", ("d-1", TANK, OLD), ("d-2", TANK, OLD), ("d-3", PERIOD, SHORT), ("d-4", PERIOD, SHORT))
    with home.used(), served_index() as index:
        build_index(home.logs, index)
    _log(home, "new", ("d-5", PODS, PODS_ANSWER), ("d-6", PERIOD, LONG))
    session = Session([CARD, REPAIRS], home, "Ana")
    session.accept(CARD)
    session.accept(REPAIRS)
    session.write()
    return home


def next_model(home: Workspace, classifier: Path) -> tuple[Path, ModelIndex]:
    """A candidate with today's domain, and an index of its own that was brought up to what is there."""
    with home.used(), classifier_folder() as own:
        index = begin_index(own)
        catch_up(index)
        return write_model(home, classifier, "candidate", (own / FILE).read_bytes()), index


def write_model(home: Workspace, classifier: Path, name: str, index: bytes = b"") -> Path:
    """An archive as a training with today's domain writes it."""
    archive, domain, named, metadata = home.models / f"{name}.tar.gz", *(home.root / file for file in ("domain.yml", FILE, "metadata.json"))
    domain.write_text(json.dumps({"version": "3.1", "responses": read_responses(home.domain)}))  # JSON is YAML, too
    named.write_bytes(index)
    metadata.write_text("{}")
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(classifier, f"components/train_{COMPONENT}0")
        tar.add(domain, "components/domain_provider/domain.yml")
        tar.add(metadata, "metadata.json")
        if index:
            tar.add(named, f"components/train_{COMPONENT}0/{FILE}")
    for written in (domain, named, metadata):
        written.unlink()
    return archive


def _log(home: Workspace, name: str, *rows: tuple[str, str, str]) -> None:
    lines = [
        {"id": id, "date": "2025-03-14", "turns": [{"role": "customer", "text": question}, {"role": "agent", "text": answer}]}
        for id, question, answer in rows
    ]
    (home.logs / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
