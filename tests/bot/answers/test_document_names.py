"""What a section is called below an answer."""

import pytest

from bot.answers.document_names import named_document
from bot.answers.links import CompanyLinks
from bot.answers.quoting import quotable, quote

SOURCE = {
    "dialogue": "help/returns.md#2",
    "date": "2026-03-14",
    "page": "Returns",
    "section": 2,
    "address": "https://shop.example/returns#label",
}


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "From: Returns, section 2 (March 2026)"),
        ("de", "Aus: Returns, Abschnitt 2 (März 2026)"),
        ("zh", "来自：Returns，第2节（2026年3月）"),
        ("sw", "From: Returns, section 2 (March 2026)"),
    ],
)
def test_page_section_month_and_link(language: str, name: str) -> None:
    assert named_document(SOURCE, language) == f"{name}\nhttps://shop.example/returns#label"


def test_a_section_keeps_the_name_of_its_file_by_which_questions_name_it() -> None:
    source = {**SOURCE, "dialogue": "help/returns_and_refunds.md#2"}
    assert quotable({"text": "The label is free.", "sources": [source]}, CompanyLinks(()))["sources"] == [source]


def test_what_is_not_known_is_left_out() -> None:
    assert named_document({"page": "Returns", "section": 0, "date": None}, "en") == "From: Returns"


def test_a_channel_that_shows_sources_itself_gets_the_text_alone() -> None:
    passage = {"text": "The label is free.", "sources": [SOURCE]}
    assert quote("", passage, "en", name_sources=False) == "The label is free."
    assert quote("", passage, "en", name_sources=True) == f"The label is free.\n\n{named_document(SOURCE, 'en')}"
