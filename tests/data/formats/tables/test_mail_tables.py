"""Tables of mails: Salesforce's, with its drafts, and what the desk itself sends to somebody."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from tests.support.logs import said_in

INES, SHOP, DESK = "ines@example.org", "help@shop.example", "no-reply@shop.example"
ASKED, TOLD, MORE = "Why is the bench wet?", "Please oil it once a year.", "I will do that."


def mails(file: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([header, *rows])
    return file


def salesforce(tmp_path: Path, *more: tuple[str, str, str, str, str, str]) -> Path:
    rows = [
        ("0", INES, SHOP, "true", "0", ASKED),
        ("2", SHOP, INES, "false", "3", TOLD),
        ("3", INES, SHOP, "true", "1", MORE),
        *more,
    ]
    header = ("Id", "ParentId", "FromName", "FromAddress", "ToAddress", "Incoming", "Status", "MessageDate", "TextBody")
    return mails(
        tmp_path / "EmailMessage.csv",
        header,
        [
            (
                f"02s{case}{number}",
                f"500{case}",
                source.partition("@")[0],
                source,
                to,
                incoming,
                status,
                f"2026-03-0{case} 09:1{at}:00",
                text,
            )
            for case in "12"
            for number, (at, source, to, incoming, status, text) in enumerate(rows)
        ],
    )


@pytest.mark.parametrize(("status", "times"), [("5", 0), ("3", 1)], ids=["a draft", "sent"])
def test_a_draft_of_salesforce_is_no_answer(status: str, times: int, tmp_path: Path) -> None:
    talks = said_in(salesforce(tmp_path, ("4", SHOP, INES, "false", status, "Throw it away.")))
    assert [[text for _, text in talk].count("Throw it away.") for talk in talks] == [times, times]
    assert [talk[:3] for talk in talks] == [[("customer", ASKED), ("agent", TOLD), ("customer", MORE)]] * 2


def test_another_desks_status_of_five_is_none(tmp_path: Path) -> None:
    rows = [(case, who, status, text) for case in "12" for who, status, text in (("customer", "1", ASKED), ("agent", "5", TOLD))]
    file = mails(tmp_path / "log.csv", ("ticket_id", "role", "Status", "text"), rows)
    assert said_in(file) == [[("customer", ASKED), ("agent", TOLD)]] * 2


@pytest.mark.parametrize(("to", "left_out", "roles"), [(INES, 0, ["customer", "bot", "agent"]), ("", 1, ["customer", "agent"])])
def test_what_the_desk_sends_to_somebody_a_program_wrote_to_him(to: str, left_out: int, roles: list[str], tmp_path: Path) -> None:
    rows = [
        (case, who, source, target, f"2026-03-0{case} 09:1{at}", text)
        for case in "123"
        for at, (who, source, target, text) in enumerate(
            (
                ("Customer", INES, SHOP, ASKED),
                ("System", DESK, to, "Your bench is on our list, number seven of today."),
                ("Agent", SHOP, INES, TOLD),
            )
        )
    ]
    file = mails(tmp_path / "mails.csv", ("ticket_id", "Sender type", "From", "To", "Date", "Body"), rows)
    found = [read for read in read_dialogues(file) if isinstance(read, Read)]
    assert [[turn.role for turn in read.dialogue.turns] for read in found] == [roles] * 3
    assert [read.left_out["system"] for read in found] == [left_out] * 3
