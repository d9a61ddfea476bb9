"""Long texts are cut where a reader would cut them, nothing is lost, and no piece is too long."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.frame.markup import Run, parse, plain, telegram_html
from bot.channels.frame.splitting import split

SENTENCES = [f"This is sentence number {number}, and it says something." for number in range(40)]


def texts(text: str, most: int) -> list[str]:
    return [plain(piece) for piece in split(parse(text), most, lambda runs: len(plain(runs)))]


def test_a_short_text_is_one_piece() -> None:
    assert texts("Hello.", 100) == ["Hello."]
    assert texts("  \n ", 100) == []


def test_it_is_cut_between_sentences() -> None:
    pieces = texts(" ".join(SENTENCES), 200)
    assert " ".join(pieces) == " ".join(SENTENCES)
    assert all(piece.endswith(".") and len(piece) <= 200 for piece in pieces)
    chinese = "".join(f"这是第{number}句话，说明了一些事情。" for number in range(40))
    assert all(piece.endswith("。") for piece in texts(chinese, 100))
    assert "".join(texts(chinese, 100)) == chinese


def test_between_paragraphs_rather_than_sentences() -> None:
    paragraphs = [" ".join(SENTENCES[:2]), " ".join(SENTENCES[2:4]), " ".join(SENTENCES[4:6])]
    assert texts("\n\n".join(paragraphs), 240) == ["\n\n".join(paragraphs[:2]), paragraphs[2]]


def test_in_a_word_only_where_it_must_be_and_never_in_a_sign() -> None:
    assert texts("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    family = "👨\u200d👩\u200d👧"
    assert all(piece.count("👧") == piece.count("👨") for piece in texts(family * 10, 12))
    assert all("\u0301" not in piece[:1] for piece in texts("e\u0301" * 20, 7))


def test_markup_goes_on_from_piece_to_piece_and_counts() -> None:
    pieces = split(parse(f"**{' '.join(SENTENCES[:15])}**"), 200, lambda runs: len(telegram_html(runs)))
    assert len(pieces) > 3
    assert all(run.bold for piece in pieces for run in piece)
    assert all(len(telegram_html(piece)) <= 200 for piece in pieces)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab.。 \n😀\u0301中<&"), max_size=200), st.integers(12, 40))
def test_nothing_is_lost_and_no_piece_is_too_long(text: str, most: int) -> None:
    runs = [Run(text[:30], bold=True), Run(text[30:])]
    pieces = split(runs, most, lambda piece: len(plain(piece).encode("utf-16-le")) // 2)
    assert re.sub(r"\s", "", "".join(plain(piece) for piece in pieces)) == re.sub(r"\s", "", text)
    assert all(0 < len(plain(piece).encode("utf-16-le")) // 2 <= most for piece in pieces)
