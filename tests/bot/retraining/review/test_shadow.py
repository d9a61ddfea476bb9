"""What the decisions change is measured beside, with the real encoders."""

from __future__ import annotations

import re
from pathlib import Path

from bot.retraining.review.session import _now
from bot.retraining.review.shadow import Shadow
from bot.reviews.log import Decision, append, new_id
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import write_examples
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader
from tests.conftest import EXAMPLES

NEW = ("is there a warranty on the lamp", "how long is the guarantee", "does the guarantee cover scratches", "warranty period please")


def test_a_new_intent_is_read_only_with_the_decisions(tmp_path: Path, encoders: Path) -> None:
    place = Workspace(tmp_path)
    (place.data / "nlu").mkdir(parents=True)
    write_examples(EXAMPLES, place.data / "nlu" / "shop.yml")
    place.models.mkdir()
    place.encoders.symlink_to(encoders)
    shadow = Shadow(place, RememberingReader.load(encoders, TrainingSettings().encoder))
    shadow.start()
    shadow.wait()
    assert shadow.said() == "no question was decided on yet"
    append(Decision(new_id(), _now(), "ana", "label", texts=NEW, intent="warranty"), place)
    shadow.start()
    assert shadow.said() == "measuring…"
    shadow.start()  # one at a time
    shadow.wait()
    said = re.fullmatch(r"of 4 decided questions, 0% are read rightly without the decisions, (\d+)% with them", shadow.said())
    assert said
    assert int(said[1]) >= 50


def test_what_cant_be_measured_is_said(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    (place.data / "nlu").mkdir(parents=True)
    (place.data / "nlu" / "shop.yml").write_text("nlu: [")
    shadow = Shadow(place)
    shadow.start()
    shadow.wait()
    assert shadow.said().startswith("can't be measured: ")
