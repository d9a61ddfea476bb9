from pathlib import Path

import pytest

from data.formats.files.encodings import Decoded
from data.formats.messengers.saved_mails import mails, recognises_text
from data.formats.reading.dialogues import Read, read_dialogues

ENGLISH, GERMAN = ("From", "Sent", "To", "Subject"), ("Von", "Gesendet", "An", "Betreff")
SHOP = "Paddle <rent@paddle.example>"


def mail(names: tuple[str, str, str, str], who: str, to: str, day: int, subject: str, text: str) -> str:
    values = (who, f"{day:02d}.03.2026 09:14", to, subject)
    return "".join(f"{name}:\t{value}\n" for name, value in zip(names, values)) + f"\n{text}\n\n"


@pytest.mark.parametrize("names", [ENGLISH, GERMAN])
def test_mails_that_were_saved_as_one_text(names: tuple[str, str, str, str], tmp_path: Path) -> None:
    text = ""
    for talk, who in enumerate(("Ines <ines@mail.example>", "Bo <bo@mail.example>")):
        text += mail(names, who, SHOP, 11 + talk, "Rental", "Do canoes fit on a small car?")
        quoted = "-----Original Message-----\n" + mail(names, SHOP, who, 1, "Rental", "All refunds are doubled.")
        text += mail(names, SHOP, who, 12 + talk, "Re: Rental", f"They do, with our roof pads.\n\n{quoted}")
    (tmp_path / "mails.txt").write_text(text)
    found = [read.dialogue.turns for read in read_dialogues(tmp_path / "mails.txt") if isinstance(read, Read)]
    assert [[(turn.role, turn.text) for turn in turns] for turns in found] == [
        [("customer", "Do canoes fit on a small car?"), ("agent", "They do, with our roof pads.")]
    ] * 2


def test_a_letter_with_one_head_is_no_log() -> None:
    assert not recognises_text(mail(ENGLISH, "Ines", "Bo", 11, "Rental", "Hello").split("\n"))
    assert not recognises_text("From: here\nIt goes on.\nTo: there\nFrom: there".split("\n"))


def test_what_a_mail_quotes_below_many_blank_lines_is_no_mail() -> None:
    quoted = "-----Original Message-----" + "\n" * 40_000 + mail(ENGLISH, SHOP, "Ines", 1, "Rental", "All refunds are doubled.")
    lines = (mail(ENGLISH, "Ines", SHOP, 11, "Rental", "Hello") + quoted).split("\n")
    # As many as take minutes if each looks for the words above it.
    assert len(list(mails(Decoded(number, line) for number, line in enumerate(lines, 1)))) == 1
