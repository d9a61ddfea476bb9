"""What is meant as a heading and isn't marked as one, as page builders and desks write it."""

import pytest

from data.documents.pages.html_pages import read
from data.documents.sections import sections_of

SAYS = "<p>Two days.</p>"


def _found(html: str) -> list[tuple[tuple[str, ...], str, str]]:
    return [(section.headings, section.question, section.text) for section in sections_of(read(html.encode(), "x"), "x.html")]


@pytest.mark.parametrize(
    "heading",
    [
        "<p><strong>How long?</strong></p>",
        '<p dir="ltr"><span style="font-size: 20px;"><b>How long?</b></span></p>',
        '<p><span style="font-weight: 600">How long?</span></p>',
        "<p>How long?</p>",
        '<div id="a" class="elementor-tab-title" role="button" aria-controls="b" aria-expanded="false"><a>How long?</a></div>',
        '<div class="schema-faq-section"><strong class="schema-faq-question">How long?</strong></div>',
        '<div class="expand-control"><span class="expand-control-text">How long?</span></div>',
        '<div class="accordion__header">How long?</div>',
    ],
)
def test_a_bold_line_or_a_question_by_itself_is_the_heading_of_what_follows(heading: str) -> None:
    assert _found(f"<main><h1>Delivery</h1>{heading}{SAYS}</main>") == [(("How long?",), "How long?", "Two days.")]


def test_bold_words_in_a_paragraph_and_a_bold_line_that_nothing_follows_are_text() -> None:
    assert _found("<main><h1>D</h1><p><b>Two</b> days.</p><p>By post.</p><p><b>Free from 50</b></p></main>") == [
        ((), "", "Two days.\n\nBy post.\n\nFree from 50")
    ]


def test_a_heading_that_is_a_sentence_says_something_too() -> None:
    [found] = _found("<main><h1>Invoices</h1><h2>They lie in your account for 10 years.</h2><p>Open Documents.</p></main>")
    assert found[2] == "They lie in your account for 10 years.\n\nOpen Documents."
