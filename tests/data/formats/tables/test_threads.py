from pathlib import Path

import openpyxl
import pytest

from data.errors import DataError
from data.formats.reading.dialogues import Read, read_dialogues

TALKS = [
    [("Kunde", "Passt das Schloss auch an E-Bikes?"), ("Mitarbeiter", "Ja, an alle.")],
    [("Kunde", "Wie lang ist es?"), ("Mitarbeiter", "Einen Meter.")],
]
READ = [[("customer" if who == "Kunde" else "agent", text) for who, text in talk] for talk in TALKS]


def said(file: Path) -> list[list[tuple[str, str]]]:
    return [[(turn.role, turn.text) for turn in read.dialogue.turns] for read in read_dialogues(file) if isinstance(read, Read)]


def rows(*numbers: tuple[str, str], header: str = "Lfd;Wer;Nachricht") -> str:
    return "\n".join([header, *(f"{number};{who};{text}" for pair, talk in zip(numbers, TALKS) for number, (who, text) in zip(pair, talk))])


@pytest.mark.parametrize(
    "numbers", [(("A-71", "A-71"), ("A-72", "A-72")), (("71", ""), ("72", ""))], ids=["in each row", "in the first row"]
)
def test_a_number_under_a_name_that_isnt_known(numbers: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(rows(*numbers))
    assert said(tmp_path / "log.csv") == READ


def test_numbers_of_messages_are_no_dialogues(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(rows(("1", "2"), ("3", "4")))
    assert said(tmp_path / "log.csv") == [READ[0] + READ[1]]


def test_a_sheet_a_month_whose_numbers_begin_anew(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("Januar", "Februar"):
        sheet = book.create_sheet(title)
        for row in (
            ("Nr.", "Kunde", "Mitarbeiter"),
            (1, f"Haben Sie im {title} offen?", "Ja, an allen Tagen."),
            (None, "Auch am Sonntag?", "Nein, da nicht mehr."),
            (2, "Wo sind Sie genau?", "Am Markt, Haus 7."),
        ):
            sheet.append(row)
    book.save(tmp_path / "log.xlsx")
    assert [len(talk) for talk in said(tmp_path / "log.xlsx")] == [4, 2, 4, 2]


def test_numbers_that_a_spreadsheet_rounded_are_refused(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(rows(("7,30002E+17", "7,30002E+17"), ("7,30002E+17", "7,30002E+17"), header="Gespräch;Wer;Nachricht"))
    with pytest.raises(DataError, match="rounded by a spreadsheet"):
        said(tmp_path / "log.csv")


def test_rounded_numbers_are_made_up_for_by_whose_conversation_it_is(tmp_path: Path) -> None:
    said_by = (
        ("1.0E+14", "Lotta", "Lotta", "It leaks."),
        ("1.0E+14", "Lotta", "Helge", "Turn it."),
        ("1.0E+14", "Ivan", "Ivan", "It is wet."),
    )
    (tmp_path / "log.csv").write_text("\n".join(map(",".join, (("Conversation ID", "Customer", "Sender", "Text"), *said_by))))
    assert [[text for _, text in talk] for talk in said(tmp_path / "log.csv")] == [["It leaks.", "Turn it."], ["It is wet."]]


def test_mails_of_one_subject_between_two_people(tmp_path: Path) -> None:
    mails = (
        "Betreff;Text;Von: (Name);An: (Name)\nToner;Welcher Toner passt?;Ines;Silke\nAW: Toner;Der schwarze.;Silke;Ines\n"
        "Toner;Haben Sie Toner?;Bo;Silke\nAW: Toner;Ja, am Lager.;Silke;Bo\n"
    )
    (tmp_path / "mails.csv").write_text(mails)
    assert [[text for _, text in talk] for talk in said(tmp_path / "mails.csv")] == [
        ["Welcher Toner passt?", "Der schwarze."],
        ["Haben Sie Toner?", "Ja, am Lager."],
    ]


def test_mails_of_several_agents_on_one_subject_by_their_addresses(tmp_path: Path) -> None:
    head = "Betreff;Von: (Name);Von: (Adresse);An: (Name);An: (Adresse);Text;Gesendet\n"
    mails = (
        "Toner;Ines;ines@x.example;Hilfe;hilfe@shop.example;Welcher Toner passt?;04.05.2026 09:10\n"
        "AW: Toner;Silke;silke@shop.example;Ines;ines@x.example;Der schwarze.;04.05.2026 09:20\n"
        "WG: Toner;Silke;silke@shop.example;Jan;jan@shop.example;Sie zahlt nie.;04.05.2026 09:30\n"
        "AW: Toner;Jan;jan@shop.example;Ines;ines@x.example;Er ist wieder da.;04.05.2026 09:40\n"
        "Papier;Bo;bo@y.example;Hilfe;hilfe@shop.example;Haben Sie A3?;05.05.2026 09:10\n"
        "AW: Papier;Jan;jan@shop.example;Bo;bo@y.example;Ja, am Lager.;05.05.2026 09:20\n"
    )
    (tmp_path / "mails.csv").write_text(head + mails)
    assert said(tmp_path / "mails.csv") == [
        [("customer", "Welcher Toner passt?"), ("agent", "Der schwarze."), ("agent", "Er ist wieder da.")],
        [("customer", "Haben Sie A3?"), ("agent", "Ja, am Lager.")],
    ]


def test_what_stands_below_a_table_is_no_message(tmp_path: Path) -> None:
    below = "Summe:;;;2 Nachrichten\nErstellt von;M. Hahn;;20.03.2026 14:02\n"
    (tmp_path / "log.csv").write_text(
        f"Gespräch;Zeit;Absender;Nachricht\n7;2026-03-02 09:14;Kunde;Wann?\n7;2026-03-02 09:15;Mitarbeiter;Bald.\n\n{below}"
    )
    assert said(tmp_path / "log.csv") == [[("customer", "Wann?"), ("agent", "Bald.")]]


@pytest.mark.parametrize("kind", ["cells", "lines", "sheet"])
def test_empty_rows_between_dialogues_without_numbers(kind: str, tmp_path: Path) -> None:
    talks = [*TALKS, [*TALKS[0], ("Kunde", "Danke!")]]
    table: list[tuple[str, ...]] = [("Wer", "Nachricht", "")]
    for talk in talks:
        table += [*((who, text, "") for who, text in talk), ("", "", "")]
    if kind == "sheet":
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(row if any(row) else ())
        book.save(tmp_path / "log.xlsx")
    else:
        lines = (";".join(row) if any(row) or kind == "cells" else "" for row in table)
        (tmp_path / "log.csv").write_text("\n".join(lines))
    file = next(tmp_path.iterdir())
    assert said(file) == [*READ, [*READ[0], ("customer", "Danke!")]]


@pytest.mark.parametrize("every", [1, 3])
def test_empty_rows_within_a_dialogue_part_none(every: int, tmp_path: Path) -> None:
    turns = [turn for _ in range(3) for talk in TALKS for turn in talk]
    rows = ("\n" * (number % every == 0) + ";".join(turn) for number, turn in enumerate(turns))
    (tmp_path / "log.csv").write_text("Wer;Nachricht\n" + "\n".join(rows))
    assert len(said(tmp_path / "log.csv")) == 1
