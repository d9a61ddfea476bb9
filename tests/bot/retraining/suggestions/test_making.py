"""Suggestions from a small log, with the real encoders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.retraining.review.session import Session
from bot.retraining.suggestions.asked import read_asked
from bot.retraining.suggestions.making import make_suggestions
from bot.retraining.suggestions.suggesting import Suggestions
from bot.reviews.files import read_suggestions, write_suggestions
from bot.reviews.records import NewIntent, texts_of
from bot.workspace import Workspace
from data.folding import folded
from data.formats.examples.rasa_yaml import write_examples
from data.records import Example
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader

KNOWN = {
    "track_order": "where is my parcel|track my order please|has my order been sent|where is my package|when was it shipped|order status",
    "return_item": "I want to send this back|how do returns work|return an item|I don't like it, can I return it|return label",
    "opening_hours": "when are you open|opening times|are you open on Sunday|until when is the shop open|wann habt ihr offen|营业时间",
    "change_address": "change the delivery address|I moved, new address|wrong address on my order|deliver it somewhere else|neue Adresse",
    "greet": "hello|hi there|good morning|hey|good evening to you|hallo",
    "payment": "can I pay by card|which cards do you take|do you accept paypal|is bank transfer possible|pay on invoice|payment methods",
}
WARRANTY = (
    "how long is the warranty on the lamp|is there a guarantee on your chairs|does the warranty cover scratches|"
    "what is the warranty period|my kettle broke, is it under warranty|how many years of guarantee do I get|"
    "wie lange ist die Garantie auf die Lampe|"
    "habe ich Garantie auf den Stuhl|台灯的保修期是多久|椅子有保修吗"
)
WRAPPING = (
    "can you wrap it as a gift|do you offer gift wrapping|I want it gift wrapped please|how much is the gift wrap|is a gift box possible|"
    "could you put it in wrapping paper, it's a present|können Sie es als Geschenk einpacken|bieten Sie Geschenkverpackung an|"
    "可以包装成礼物吗|有礼品包装服务吗"
)
ANSWER = "All our products have a warranty of 2 years from the day of purchase."
NEWER = "All our products have a warranty of 3 years from the day of purchase."


@pytest.fixture(scope="module")
def reader(encoders: Path) -> RememberingReader:
    return RememberingReader.load(encoders, TrainingSettings().encoder)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("shop"))
    (made.data / "nlu").mkdir(parents=True)
    made.logs.mkdir()
    write_examples([Example(text, intent) for intent, texts in KNOWN.items() for text in texts.split("|")], made.data / "nlu" / "shop.yml")
    said = [(text, ANSWER if number < 6 else NEWER) for number, text in enumerate(WARRANTY.split("|"))]
    said += [(text, "") for text in WRAPPING.split("|")]
    with (made.logs / "past.jsonl").open("w", encoding="utf-8") as lines:
        for number, (text, answer) in enumerate(said):
            turns = [{"role": "customer", "text": text}] + ([{"role": "agent", "text": answer}] if answer else [])
            lines.write(json.dumps({"id": f"talk-{chr(97 + number)}", "date": f"2026-{1 + number // 8:02}-14", "turns": turns}) + "\n")
    return made


@pytest.fixture(scope="module")
def made(place: Workspace, reader: RememberingReader, encoders: Path) -> Suggestions:
    return make_suggestions(place, reader, encoders)


def _about(intents: list[NewIntent], texts: str) -> NewIntent:
    """The proposed intent with the most of these questions."""
    return max(intents, key=lambda intent: len(_common(intent, texts)))


def _common(intent: NewIntent, texts: str) -> set[str]:
    return set(map(folded, texts_of(intent))) & set(map(folded, texts.split("|")))


@pytest.mark.parametrize("texts", [WARRANTY, WRAPPING], ids=["warranty", "wrapping"])
def test_what_no_intent_fits_becomes_an_intent(made: Suggestions, texts: str) -> None:
    intent = _about(made.intents, texts)
    assert len(_common(intent, texts)) >= 0.8 * len(intent.questions)
    assert sum(intent.months.values()) == intent.count
    assert (len(intent.typical), len(intent.borderline)) == (5, min(3, len(intent.questions) - 5))


def test_what_agents_answered_most_comes_along(made: Suggestions) -> None:
    assert _about(made.intents, WARRANTY).answers[0].text in (ANSWER, NEWER)
    assert _about(made.intents, WRAPPING).answers == ()


def test_an_answer_is_one_card_with_the_outdated_one_beside_it(made: Suggestions) -> None:
    (card,) = made.answers
    assert card.answer.text == NEWER
    assert [said.text for said in card.others] == [ANSWER]
    assert "it says 2 year" in card.others[0].why


def test_suggestions_are_kept_as_they_were(made: Suggestions, place: Workspace) -> None:
    file = write_suggestions(made.all(), place)
    assert read_suggestions(place) == made.all()
    assert file.stat().st_mode & 0o077 == 0


def test_what_was_decided_is_not_read_again(made: Suggestions, place: Workspace) -> None:
    session = Session(made.all(), place, "Ana")
    session.refuse(made.intents[0])
    left = {folded(asked.text) for asked in read_asked(place.logs, session.outcome().known).asked}
    assert left
    assert not left & set(map(folded, texts_of(made.intents[0])))


def test_what_was_read_is_not_embedded_again(reader: RememberingReader) -> None:
    texts = ["how heavy is the anvil", "who made this bell", "how heavy is the anvil"]
    read = reader.read_all(texts[:1]).sentences
    embedded = reader.embed(texts)
    assert (embedded[0] == read[0]).all()
    assert (embedded[2] == embedded[0]).all()
    assert (embedded[1] == reader.e5.embed(texts[1:2])[0]).all()
