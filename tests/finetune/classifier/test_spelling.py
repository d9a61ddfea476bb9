import gc
from pathlib import Path
from weakref import ref

import pytest
from tokenizers import Tokenizer

from finetune.classifier.language_model import LanguageModel
from finetune.classifier.predictor import Classifier
from finetune.classifier.spelling import Speller
from finetune.encoders.pretrained import load_pretrained

TAUGHT = [
    "Where is my card?",
    "My card has not arrived yet",
    "How long does a transfer take?",
    "I want to top up my card",
    "I left my phone at the hotel, please block my card",
    "Why can't I withdraw money from the machine?",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_pretrained("all-MiniLM-L6-v2").tokenizer


@pytest.fixture(scope="module")
def speller(tokenizer: Tokenizer) -> Speller:
    return Speller(LanguageModel.of(TAUGHT, tokenizer))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wheer is my acrd?", "where is my card?"),  # neighbours swapped
        ("my crd has not arived yet", "my card has not arrived yet"),  # a letter left out
        ("where is mycard", "where is my card"),  # a missing blank
        ("I left myp hone at the hotel", "I left my phone at the hotel"),  # a letter on the wrong side of a blank
        ("how long does a tran sfer take", "how long does a transfer take"),  # a blank too many
        ("I want to top pu", "I want to top up"),  # another word, which nobody would say here
        ("why cna't I withdraw", "why can't I withdraw"),
    ],
)
def test_typing_errors_are_corrected(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "Where is my card?",
        "The weather in Norway was wonderful, thank you!",  # words that only the encoder knows
        "My order JL48-XK and my mail jo_wim@exmaple.org",
        "Who is Wjtschkiwski?",  # far from any word
        "我的订单在哪里",
        "?!",
        "",
        "x" * 5_000,
    ],
)
def test_what_is_known_or_nobodys_to_correct_stays(speller: Speller, text: str) -> None:
    assert speller.correct(text).text == text


def test_spans_of_the_corrected_text_lead_back_to_what_was_typed(speller: Speller) -> None:
    typed = "Wheer is mycard, please?"
    corrected = speller.correct(typed)
    assert corrected.text == "where is my card, please?"
    for word, source in (("where", "Wheer"), ("is", "is"), ("my", "mycard"), ("card", "mycard"), ("please", "please")):
        start = corrected.text.index(word)
        begin, end = corrected.typed(start, start + len(word))
        assert typed[begin:end] == source


def test_words_are_known_again_after_a_restart(speller: Speller, tokenizer: Tokenizer, tmp_path: Path) -> None:
    speller.language_model.save(tmp_path / "words.json")
    again = Speller(LanguageModel.load(tmp_path / "words.json", tokenizer))
    assert again.correct("top pu my acrd").text == speller.correct("top pu my acrd").text == "top up my card"


def test_the_likeliest_comes_first_whether_examples_or_the_vocabulary_have_it(tokenizer: Tokenizer) -> None:
    speller = Speller(LanguageModel.of(["my teapotz is here", "a teapotz", "her teapoty"], tokenizer))
    assert {"teapotz", "teapoty"}.isdisjoint(speller.language_model.vocabulary)
    assert speller.correct("my teapott").text == "my teapotz"
    assert speller.correct("my teapotz in the gardne").text == "my teapotz in the garden"


def test_a_second_speller_finds_the_vocabulary_prepared(speller: Speller, tokenizer: Tokenizer) -> None:
    other = Speller(LanguageModel.of(["Do you sell teapotz?"], tokenizer))
    assert other.language_model.vocabulary is speller.language_model.vocabulary
    assert other.correct("a teapozt").text == "a teapotz"
    assert speller.correct("a teapozt").text != "a teapotz"


def test_a_mistyped_message_is_read_like_the_plain_one_and_shown_as_it_was_typed(tiny_classifier: Path, encoders: Path) -> None:
    classifier = Classifier.load(tiny_classifier, encoders)
    plain, mistyped = classifier.predict("how long does delivery take"), classifier.predict("how long does delievry take")
    assert mistyped.ranking == plain.ranking
    assert mistyped.offsets[mistyped.tokens.index("delivery")] == (14, 22)


def test_a_speller_goes_without_the_garbage_collector_and_is_little_for_it_to_look_through(tokenizer: Tokenizer) -> None:
    gc.collect()
    before = len(gc.get_objects())
    language_model = LanguageModel.of(TAUGHT, tokenizer)
    speller = Speller(language_model)
    speller.correct("wheer is my acrd?")
    gc.collect()
    assert len(gc.get_objects()) - before < 1_000
    gone = ref(language_model)
    gc.disable()
    try:
        del speller, language_model
        assert gone() is None
    finally:
        gc.enable()
