"""What of a mail its sender wrote himself."""

import pytest

from data.formats.text.mail_text import own_words

ABOVE = {
    "German": "Am Mo., 17. März 2025 um 10:47 Uhr schrieb Laden am Hafen <\nservice@shop.example>:",
    "Spanish": "El lun, 17 mar 2025 a las 10:47, Tienda del Puerto escribió <\nservice@shop.example>:",
    "English": "On Mon, Mar 17, 2025 at 10:47 AM The shop at the harbour <\nservice@shop.example> wrote:",
}


@pytest.mark.parametrize("language", ABOVE)
def test_a_line_above_a_quotation_that_was_broken_within_its_address(language: str) -> None:
    assert own_words(f"Thanks, I send it tonight.\n\n{ABOVE[language]}\n\n> Until Tuesday at ten.\n") == "Thanks, I send it tonight."


def test_an_address_below_a_date_is_no_quotation() -> None:
    told = "On Tuesday 4 March write to our workshop\nservice@shop.example> is its address."
    assert own_words(told) == told
