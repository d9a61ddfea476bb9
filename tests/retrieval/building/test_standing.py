"""What may be quoted to another customer, with the detector that ships, on the real encoder."""

import json
from pathlib import Path

import pytest

from bench.retrieval.standing import LABELLED, read
from data.errors import ModelError
from data.mining.standing_cues import leans, never_stands
from data.records import Pair
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.building.standing import StandingDetector

ROOT = Path(__file__).parents[3]
# Sentences with their dialogue, for a test that needn't read all: every third.
SOME = 3


def quoted(answer: str, encoder: E5Encoder, question: str = "how does this work?") -> str:
    pairs = StandingDetector.load().quotable([Pair(question, answer, "d-1")], encoder.embed)
    return pairs[0].answer if pairs else ""


def test_of_labelled_sentences_nearly_none_is_quoted_that_holds_for_one_customer_only(encoder: E5Encoder) -> None:
    sentences = [one for one in read(ROOT / LABELLED, "held") if one.why not in ("withdrawn", "subject_elsewhere")][::SOME]
    detector = StandingDetector.load()
    scores = detector.scores([one.text for one in sentences], [one.question for one in sentences], encoder.embed)
    sure = [one for one, score in zip(sentences, scores) if score >= detector.least and not never_stands(one.text) and not leans(one.text)]
    assert len(sure) > 0.3 * sum(one.stands for one in sentences)
    assert sum(one.stands for one in sure) >= 0.97 * len(sure)


def test_what_stands_is_quoted_without_the_rest(encoder: E5Encoder) -> None:
    rule = "The 10 % code from the newsletter is valid for 60 days after the mail"
    answer = f"I've looked it up. {rule}, and yours came on 14 July, so it ended on 12 September. Shall I ask?"
    assert quoted(answer, encoder, "why is my newsletter code invalid") == f"{rule}."


def test_what_is_left_without_the_sentence_that_answers_is_no_answer(encoder: E5Encoder) -> None:
    """Only that the shop can't move the date would be left of it: the contrary of what was answered."""
    asked = "payday is the 5th. klarna wants it on the 28th. help"
    left = "We can't do it for you, as the agreement is between you and Klarna."
    assert quoted(left, encoder, asked) == left
    assert quoted(f"From the 28th your payday is only a week away, so Klarna has moved it for you today. {left}", encoder, asked) == ""


def test_what_names_nothing_is_quoted_under_what_its_dialogue_is_about(encoder: E5Encoder) -> None:
    pairs = [
        Pair("Which wall is the Rask for?", "In plasterboard the Rask needs hollow-wall anchors.", "d-1"),
        Pair("Thanks. My cookbooks are heavy, how much does it take?", "25 kg on each board, evenly spread.", "d-1"),
        Pair("And are they safe in rain?", "They're IP44, so splashing water does no harm.", "d-1"),
        Pair("Screws are missing from my Rask.", "Missing screws of the Rask are sent free of charge.", "d-2"),
        Pair("How much does it take?", "They're IP44, so splashing water does no harm.", "d-3"),
    ]
    said = [(pair.dialogue, pair.answer) for pair in StandingDetector.load().quotable(pairs, encoder.embed)]
    assert ("d-1", "Rask: 25 kg on each board, evenly spread.") in said
    assert ("d-1", "Rask: They're IP44, so splashing water does no harm.") in said
    assert ("d-2", "Missing screws of the Rask are sent free of charge.") in said
    assert "d-3" not in dict(said)


@pytest.mark.parametrize(
    "answer",
    [
        "Yes to both.",
        "She may.",
        "In Poland it is!",
        "I looked, it's already packed and leaves tomorrow.",
        "With pleasure: one tablecloth of 300 cm is put by for 10 days in your name.",
        "已登记补发，也备注了仓库加强包装。",
    ],
)
def test_one_customers_case_is_never_quoted(answer: str, encoder: E5Encoder) -> None:
    assert quoted(answer, encoder) == ""


def test_it_ships_small_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "standing.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="is missing or damaged"):
        StandingDetector.load(tmp_path / "standing.safetensors")
    StandingDetector.load().save(tmp_path / "again.safetensors")
    assert (tmp_path / "again.safetensors").stat().st_size < 1_000_000


def test_the_labelled_sentences_are_whole() -> None:
    rows = [json.loads(line) for line in (ROOT / LABELLED).read_text(encoding="utf-8").splitlines()]
    assert {row["part"] for row in rows} == {"fit", "held"}
    assert sum(len(row["sentences"]) for row in rows) == 2467
