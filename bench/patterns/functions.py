"""The functions that read what customers, agents and files say: each over hard texts, whole."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from bench.patterns.fuzz import Trial, timed
from bot.answers.quoting import quote
from bot.decisions.splitting import questions_of
from data.folding import folded
from data.languages import sentences_of
from data.mining.boilerplate import without_boilerplate
from data.mining.courtesies import strip_courtesies
from data.mining.pairs import mine
from data.mining.standing_cues import cues
from data.negation import only_refused, without_refused
from data.records import AGENT, CUSTOMER, Dialogue, Turn
from data.redaction.names import mask_names, names_in
from data.redaction.patterns import redact
from finetune.classifier.language_model import LanguageModel
from finetune.classifier.spelling import Speller
from retrieval.building.chunks import pieces
from retrieval.lexical.particulars import differ

TAUGHT = ["Where is my order?", "I want to return the lamp", "How long does delivery take?", "Please cancel my order"]
# What makes text work hard: what patterns repeat, what ends them, what other scripts bring.
UNITS = (
    "a", "A", "_", "__a__", " ", "\t", "\n", "0", "1 ", "1-", ".", ",", "-", "@", "@a ", "a@", "a.", "a@a.", "的", "我", "吗", "，",
    "不要", "亲哥", "亲", "Ann ", "Ann Lee ", "ANN ", "Hi Ann, ", "I'm ", "am ", "is ", "and ", "and how ", "Mr ", "no, ", "not ",
    "don't ", "ich will ", "no quiero ", "je ", "क", "मेरा नाम ", "श्री ", "1 Main ", "12 A", "#1", "AB1", "order 1", "order ",
    "my password is ", "code ", "Thanks, ", "- Ann ", "? ", "?", "!", "'", "’", "(", "[", "]", "[name]", "&#6", "&amp;", "%40",
    "%2540", "\u200b", "\u00ad", "ﷺ", "İ", "é", "e\u0301", "😀", "\u202e", "１", "٣", "at ", " at a dot ", "dot ", "rue ", "Rua A ",
    "Jalan A ", "路1", "1号", "+1", "(1)", "GB29", "4111 ", "1/2 ", "word, ", "a b ", "x" * 50 + " ", "; ", "…", "~", "/A", "^A ",
    "–A ", "wrod ", "teh ",
)  # fmt: skip


def _masked(text: str) -> str:
    return mask_names(text, {*names_in(text, AGENT), *names_in(text, CUSTOMER)})[0]


def _mined(text: str) -> int:
    text = f"{text}x"  # a turn must say something
    return sum(1 for _ in mine(Dialogue("1", (Turn(CUSTOMER, text), Turn(AGENT, text), Turn(CUSTOMER, text), Turn(AGENT, "It is so.")))))


def _quoted(text: str) -> str:
    return quote(text, {"text": text, "sources": [{"date": "2026-01-02", "dialogue": "1"}]}, "en", True)


# By name; each takes a text.
READERS: dict[str, Callable[[str], object]] = {
    "redact": redact,
    "names": _masked,
    "strip_courtesies": strip_courtesies,
    "without_boilerplate": without_boilerplate,
    "mine": _mined,
    "cues": partial(cues, question="how long?"),
    "folded": folded,
    "without_refused": without_refused,
    "only_refused": only_refused,
    "questions_of": questions_of,
    "sentences_of": sentences_of,
    "pieces": pieces,
    "differ": partial(differ, "It costs 5 euros"),
    "quote": _quoted,
}


def functions() -> dict[str, Callable[[str], object]]:
    """`READERS`, and the speller, whose tokenizer takes seconds to load."""
    from finetune.encoders.pretrained import load_pretrained

    speller = Speller(LanguageModel.of(TAUGHT, load_pretrained("all-MiniLM-L6-v2").tokenizer))
    return {**READERS, "correct": speller.correct}


def hard_texts(random: Random, length: int) -> Iterator[str]:
    """Without end: a unit again and again, first each of them alone, then two or three mixed, behind and before something else."""
    for unit in UNITS:
        yield (unit * (length // len(unit) + 1))[:length]
    while True:
        unit = "".join(random.choices(UNITS, k=random.choice((1, 2, 2, 3))))
        text = random.choice(UNITS) + unit * (length // len(unit) + 1)
        yield text[: length - 2] + random.choice(UNITS)[:2]


def trials(name: str, function: Callable[[str], object], length: int, count: int, seed: int) -> Iterator[Trial]:
    """A function's times over `count` texts."""
    for _, text in zip(range(count), hard_texts(Random(seed), length)):
        yield Trial(name, "whole", text, timed(function, text))
