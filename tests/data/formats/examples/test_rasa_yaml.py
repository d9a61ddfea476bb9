from collections import Counter
from pathlib import Path

import pytest

from data.errors import DataError, SettingsError
from data.formats.examples.rasa_yaml import read_examples, read_language, read_responses, read_templates, write_examples
from data.records import Example
from data.splits import part_of

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}


def test_a_dialogue_keeps_its_part_and_the_shares_hold() -> None:
    parts = [part_of(f"d-{number}", SHARES) for number in range(5_000)]
    assert parts == [part_of(f"d-{number}", SHARES) for number in range(5_000)]
    counts = Counter(parts)
    assert abs(counts["train"] / 5_000 - 0.8) < 0.03
    assert abs(counts["test"] / 5_000 - 0.1) < 0.02


def test_shares_must_add_up() -> None:
    with pytest.raises(SettingsError, match=r"add up to 1\. They were"):
        part_of("d", {"train": 0.8, "test": 0.1})


def test_examples_go_out_and_come_back(tmp_path: Path) -> None:
    examples = [
        Example("where is it?", "track"),
        Example("it's: “here” # there", "track"),
        Example("订单到哪了", "track"),
        Example("bye", "goodbye"),
    ]
    write_examples(examples, tmp_path / "nlu.yml")
    assert read_examples(tmp_path) == examples


def test_broken_yaml_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text("nlu: [unclosed")
    with pytest.raises(DataError, match="can't be read as YAML"):
        read_examples(tmp_path)


def test_templates_are_the_unconditional_texts(tmp_path: Path) -> None:
    (tmp_path / "responses.yml").write_text(
        """
        responses:
          utter_track_order:
            - text: "看这里"
              condition: [{type: slot, name: language, value: zh}]
            - text: Look here.
          utter_offer_track_order:
            - text: Where is it?
        """
    )
    (tmp_path / "intents.yml").write_text("intents: [track_order]")
    assert read_templates(tmp_path) == {"track_order": "Look here."}
    (tmp_path / "broken.yml").write_text("responses: [")
    with pytest.raises(DataError, match="can't be read as YAML"):
        read_templates(tmp_path)


def test_all_variations_of_a_response_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("responses: {utter_greet: [{text: Hello}, {text: Hi}]}")
    (tmp_path / "b.yml").write_text("responses: {utter_bye: [{text: Bye, buttons: [{title: Stay, payload: /deny}]}]}")
    responses = read_responses(tmp_path)
    assert [variation["text"] for variation in responses["utter_greet"]] == ["Hello", "Hi"]
    assert responses["utter_bye"][0]["buttons"] == [{"title": "Stay", "payload": "/deny"}]


@pytest.mark.parametrize(("content", "language"), [("language: de", "de"), ("language: zh-Hans", "zh"), ("recipe: x", "en"), (None, "en")])
def test_the_main_language(content: str | None, language: str, tmp_path: Path) -> None:
    if content:
        (tmp_path / "config.yml").write_text(content)
    assert read_language(tmp_path / "config.yml") == language
