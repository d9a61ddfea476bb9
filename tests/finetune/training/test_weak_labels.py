"""Past questions as examples, with the real encoder."""

import json
from pathlib import Path

import pytest

from data.records import Example
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5
from finetune.training.weak_labels import log_examples
from tests.conftest import EXAMPLES

TEMPLATES = {
    "delivery_time": ["Delivery takes two to four working days within the country.", "国内配送需要两到四个工作日。"],
    "reset_password": ["Choose “Forgot password” at the login, and we send you a link to set a new password."],
    "gift_card": ["We sell gift cards from 10 to 200 euros, by post or by e-mail."],
    "never_taught": ["We are closed on Sundays."],
}
TIME = ("How long will my delivery take if I order today?", "Delivery takes two to four working days within the country.")
ZH = ("请问下单之后大概多久可以送到我家里呢？", "国内配送一般需要两到四个工作日。")
POT = ("Does the enamel pot work on an induction hob?", "Yes, the enamel pot works on induction hobs and in the oven.")
DE = ("Funktioniert der Emailletopf auch auf einem Induktionsherd?", "Ja, der Emailletopf funktioniert auf Induktionsherden.")


@pytest.fixture(scope="module")
def encoder(encoders: Path) -> E5Encoder:
    return E5Encoder.load(exported_e5(encoders))


def logs(folder: Path, *pairs: tuple[str, str]) -> Path:
    with (folder / "log.jsonl").open("w") as lines:
        for number, (question, answer) in enumerate(pairs):
            turns = [{"role": "customer", "text": question}, {"role": "agent", "text": answer}]
            lines.write(json.dumps({"id": f"d-{number}", "turns": turns}, ensure_ascii=False) + "\n")
    return folder


def test_a_question_answered_as_by_a_template_is_its_intents(encoder: E5Encoder, tmp_path: Path) -> None:
    written = [*EXAMPLES, Example("多久能送到", "delivery_time"), Example("配送要几天", "delivery_time")]
    found = log_examples(written, encoder, logs(tmp_path, TIME, ZH), TEMPLATES, "passage")
    assert {(example.text, example.intent) for example in found} == {(TIME[0], "delivery_time"), (ZH[0], "delivery_time")}


def test_a_question_that_only_the_log_answers_is_a_passages(encoder: E5Encoder, tmp_path: Path) -> None:
    assert log_examples(EXAMPLES, encoder, logs(tmp_path, POT), TEMPLATES, "passage") == [Example(POT[0], "passage")]


def test_a_language_without_templates_is_left_out(encoder: E5Encoder, tmp_path: Path) -> None:
    assert log_examples(EXAMPLES, encoder, logs(tmp_path, DE), TEMPLATES, "passage") == []


def test_without_logs_or_templates_there_is_nothing_to_learn(encoder: E5Encoder, tmp_path: Path) -> None:
    assert log_examples(EXAMPLES, encoder, tmp_path / "nowhere", TEMPLATES, "passage") == []
    assert log_examples(EXAMPLES, encoder, logs(tmp_path, TIME), {}, "passage") == []
