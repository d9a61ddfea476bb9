"""What the company wrote down is understood word for word: on the sample shop's own domain and examples."""

from pathlib import Path

import pytest

from bot.decisions.own_words import NAME, OwnWords
from bot.domain import OFFER
from data.errors import ModelError
from data.formats.examples.rasa_yaml import read_examples, read_responses
from data.records import Example

DOMAIN = Path("domain")
EXAMPLES = read_examples(Path("data/nlu"))


@pytest.fixture(scope="module")
def words() -> OwnWords:
    return OwnWords.build(EXAMPLES, DOMAIN)


def test_every_title_in_every_language_means_its_intent(words: OwnWords) -> None:
    responses = read_responses(DOMAIN).items()
    titles = [(variation["text"], name.removeprefix(OFFER)) for name, texts in responses if name.startswith(OFFER) for variation in texts]
    assert len(titles) == 62
    assert [title for title, intent in titles if words.find(title) != intent] == []


def test_written_examples_mean_their_intents(words: OwnWords) -> None:
    wrong = [example.text for example in EXAMPLES if words.find(example.text) != example.intent]
    assert len(wrong) <= 0.005 * len(EXAMPLES), wrong
    assert words.conflicts <= 5


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("WHERE IS MY ORDER", "track_order"),
        ("where is my order?? 😡", "track_order"),
        ("我的訂單到哪裡了", "track_order"),
        ("talk to a person", "talk_to_person"),
        ("No, thanks!", "deny"),
        ("不用了谢谢", "deny"),
        ("where is my order of the green kettle", None),
        ("👍", None),
        ("", None),
    ],
)
def test_only_the_whole_text_counts_but_not_how_it_is_written(words: OwnWords, text: str, intent: str | None) -> None:
    assert words.find(text) == intent


def test_a_text_of_two_intents_is_left_to_the_classifier_unless_a_title_says_what_it_means(tmp_path: Path) -> None:
    (tmp_path / "offers.yml").write_text(
        """
        responses:
          utter_offer_refund_status: [{text: My money back}]
          utter_greet:
            - text: Hello
              buttons:
                - {title: Look it up, payload: '/track_order{"order": "1"}'}
                - {title: Refunds, payload: /refund_status}
        """
    )
    examples = [
        Example("my money back!", "return_item"),
        Example("send it", "return_item"),
        Example("Send it?", "track_order"),
        Example("send it", "return_item"),
        Example("refunds", "return_item"),
    ]
    words = OwnWords.build(examples, tmp_path)
    assert words.find("my money back") == words.find("Refunds") == "refund_status"
    assert words.find("send it") is None
    assert words.find("look it up") is None
    assert words.conflicts == 1


def test_they_are_kept_with_a_model(words: OwnWords, tmp_path: Path) -> None:
    words.save(tmp_path / NAME)
    assert OwnWords.load(tmp_path / NAME) == words


@pytest.mark.parametrize("content", [None, "{", "[]", '{"intents": []}'])
def test_a_damaged_file_says_what_to_do(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / NAME).write_text(content)
    with pytest.raises(ModelError, match="train anew"):
        OwnWords.load(tmp_path / NAME)
