"""What was imported and approved reaches the index of the next model, and what a person approved goes before what was mined."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.models.adding import add_to
from bot.models.encoders import load_encoder
from bot.models.indexes import ModelIndex, quotable_of, read_questions, served_index
from bot.models.promotion_settings import PromotionSettings
from bot.models.publishing import catch_up, withdraw
from bot.models.registry import Registry
from bot.retraining.gate.withholding import withhold
from bot.retraining.review.provenance import Origin, origins
from bot.workspace import Workspace
from retrieval.storage import snapshots as storage
from tests.support.next_model import LONG, NEW, OLD, PERIOD, PODS, PODS_ANSWER, TANK, made, next_model

Next = tuple[Workspace, Path, ModelIndex]


@pytest.fixture(scope="module")
def begun(tiny_classifier: Path, encoders: Path, tmp_path_factory: pytest.TempPathFactory) -> Next:
    """The shop, the next model's archive, and its index."""
    home = made(tmp_path_factory.mktemp("home"), tiny_classifier, encoders)
    Registry(home.models).promote("first")
    return home, *next_model(home, tiny_classifier)


def answers(begun: Next, question: str, index: ModelIndex) -> list[str]:
    with begun[0].used():
        found, (query,) = read_questions([question], index)
    return [hit.passage.text for hit in found.search(query, 3)]


@pytest.mark.parametrize("question", [TANK, "what volume has the water tank of my brisa"])
def test_what_a_person_approved_goes_before_what_was_mined(begun: Next, question: str) -> None:
    said = answers(begun, question, begun[2])
    assert said[0] == NEW
    assert OLD not in said  # the approved answer contradicts it


def test_what_came_into_the_logs_is_there_and_the_served_index_is_as_it_was(begun: Next) -> None:
    assert PODS_ANSWER in answers(begun, PODS, begun[2])
    with begun[0].used(), served_index() as served:
        assert PODS_ANSWER not in answers(begun, PODS, served)


def test_a_second_time_adds_nothing(begun: Next) -> None:
    with begun[0].used():
        before = set(read_questions([PODS], begun[2])[0].entries)
        catch_up(begun[2])
        assert set(read_questions([PODS], begun[2])[0].entries) == before


def test_what_would_not_be_quoted_so_any_more_is_withdrawn(begun: Next) -> None:
    """As after an update of Heed that finds fault with what an older one quoted."""
    whole = "I have looked it up for you. The bowl of the Brisa is made of glass."
    with begun[0].used():
        index, _ = read_questions([PODS], begun[2])
        entry = next(iter(index.entries.values()))
        old = replace(entry.pair, dialogue="d-old", answer="I have looked it up for you.", context=whole)
        served = begun[2]
        encoder = load_encoder(served.encoder)
        stored = storage.open_stored(served.folder, served.encoder_hash, encoder)
        assert add_to(stored, served, [old], encoder) == 1
        pairs = [replace(old, answer=whole, context="")]
        quoted = quotable_of(pairs, encoder.embed)
        assert withdraw(stored, served, pairs, quoted) == 1
        assert withdraw(stored, served, pairs, quoted) == 0


def test_a_new_answer_that_nobody_approved_is_withheld_and_the_others_stay(begun: Next) -> None:
    home, candidate, index = begun
    with home.used():
        assert LONG in answers(begun, PERIOD, index)
        (why,) = withhold(candidate, Registry(home.models).find("first"), PromotionSettings())
        assert LONG in why
        assert withhold(candidate, Registry(home.models).find("first"), PromotionSettings()) == []
    assert LONG not in answers(begun, PERIOD, index)
    assert PODS_ANSWER in answers(begun, PODS, index)
    assert answers(begun, TANK, index)[0] == NEW


def test_each_answer_names_its_dialogues_and_who_approved_it(begun: Next) -> None:
    home, candidate, _ = begun
    with home.used():
        found = {each.text: each for each in origins(candidate, home)}
    approved = found[NEW]
    assert (approved.kind, approved.who, approved.dialogues) == ("approved", "Ana", ("d-1", "d-2"))
    assert approved.at
    assert found[PODS_ANSWER].kind == "passage"
    assert (found[PODS_ANSWER].dialogues, found[PODS_ANSWER].who) == (("d-5",), "")
    template = found["We repair all that we sell."]
    assert (template.kind, template.name, template.who) == ("template", "utter_repairs", "Ana")
    assert template.dialogues == ("d-repairs",)
    assert found["We do."] == Origin("We do.", "template", "utter_gift_card")
