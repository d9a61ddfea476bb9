from email.message import EmailMessage

import pytest

from data.formats.text.mail_parts import body


def mail(plain: str, markup: str) -> EmailMessage:
    made = EmailMessage()
    made.set_content(plain)
    made.add_alternative(markup, subtype="html")
    return made


@pytest.mark.parametrize("plain", ["This mail is in HTML. Open https://shop.example/m/7 to see it.", "Ihr Programm zeigt kein HTML an."])
def test_a_plain_part_that_only_points_to_the_html_is_not_the_text(plain: str) -> None:
    text, markup = body(mail(plain, "<p>The lamp takes a small bulb with 12 volts.</p>"))
    assert markup
    assert "12 volts" in text


@pytest.mark.parametrize(
    ("plain", "markup"),
    [
        ("Yes, it does.\n\n> Does the lamp dim with the switch of another brand?", "<p>Yes, it does.</p>"),
        (
            "The lamp dims with any switch.",
            "<p>The lamp dims with <b>any</b> switch.</p><p>Shop &middot; Harbour Street 9, open all week</p>",
        ),
        ("Only in plain text.", "<img src='cid:1'>"),
    ],
)
def test_a_plain_part_that_says_the_same_is_the_text(plain: str, markup: str) -> None:
    assert body(mail(plain, markup)) == (f"{plain}\n", False)
