"""Whole conversations in one cell of a table."""

import csv
from pathlib import Path

import pytest

from tests.support.logs import said_in

ABOVE = '<p align="center">Chat Started: Monday, March 02, 2026, 09:10:00 (+0000)</p><p align="center">Agent Kim L</p>'
SAID = (
    "( 5s ) Ana: Does the lamp dim?<br>{event}( 1m 9s ) Kim L: It does, with the wheel.<br>{event}( 2m 1s ) Ana: Thank you!<br>",
    "( 5s ) Ben: Is the shade of paper?<br>{event}( 1m 9s ) Kim L: It is made of linen.<br>",
)


@pytest.mark.parametrize(
    "event",
    [
        '<p align="center">Chat Transferred From Lee M To Kim L</p>',
        "<div style='color: grey; text-align: center'>Kim L has <b>taken over</b> the chat</div>\n",
        '<div class="line system-event">Kim L: was called</div>',
        "<center>Waiting for somebody</center>",
    ],
)
def test_what_a_page_sets_in_the_middle_is_the_desks(event: str, tmp_path: Path) -> None:
    with (tmp_path / "chats.csv").open("w") as file:
        table = csv.writer(file)
        table.writerow(("Case number", "Start time", "Body"))
        for number, said in enumerate(SAID, start=4001):
            table.writerow((number, "2026-03-02 09:10", ABOVE + said.format(event=event)))
    assert said_in(tmp_path / "chats.csv") == [
        [("customer", "Does the lamp dim?"), ("agent", "It does, with the wheel."), ("customer", "Thank you!")],
        [("customer", "Is the shade of paper?"), ("agent", "It is made of linen.")],
    ]


def test_messages_in_the_middle_are_messages(tmp_path: Path) -> None:
    body = '<p align="center">Visitor: Does the lamp dim?</p><p align="center">Agent: It does, with the wheel.</p>'
    (tmp_path / "chats.csv").write_text(f"Case number;Body\n4001;{body}\n4002;{body}\n")
    assert said_in(tmp_path / "chats.csv") == [[("customer", "Does the lamp dim?"), ("agent", "It does, with the wheel.")]] * 2


@pytest.mark.parametrize("kind", ["one", "nested"])
def test_messages_as_python_prints_them(kind: str, tmp_path: Path) -> None:
    messages = [
        {"by": "customer", "private": False, "file": None, "text": "Doesn't the lamp dim?"},
        {"by": "agent", "private": True, "file": None, "text": "asks every week"},
        {"by": "agent", "private": False, "file": None, "text": 'It does,\nwith the "wheel".'},
    ]
    with (tmp_path / "chats.csv").open("w") as file:
        table = csv.writer(file)
        table.writerow(("", "chat_id", "messages"))
        for number in range(4001, 4004):
            table.writerow((number - 4001, number, repr(messages if kind == "one" else {"lang": "en", "messages": messages})))
    assert said_in(tmp_path / "chats.csv") == [[("customer", "Doesn't the lamp dim?"), ("agent", 'It does,\nwith the "wheel".')]] * 3


def test_a_message_as_python_prints_it(tmp_path: Path) -> None:
    with (tmp_path / "messages.csv").open("w") as file:
        table = csv.writer(file)
        table.writerow(("chat", "role", "content"))
        table.writerow(("7", "customer", repr({"type": "text", "text": "Doesn't the lamp dim?"})))
        table.writerow(("7", "agent", "{'tis the season} no, sorry"))
    assert said_in(tmp_path / "messages.csv") == [[("customer", "Doesn't the lamp dim?"), ("agent", "{'tis the season} no, sorry")]]


@pytest.mark.parametrize(
    ("events", "customer"),
    [
        (("Agent Kim L", "Chat Transferred From Kim L To Lee M"), "Ana Roth"),
        (("Conseillère Kim L", "Chat transféré de Kim L à Lee M"), "Visiteur"),
        (("Mitarbeiterin Kim L", "Chat weitergeleitet von Kim L an Lee M"), "Ana Roth"),
        (("Operatore: Kim L", "Operatore: Lee M"), "Ospite"),
        (("Kim L (agente)", "Lee M (agente)"), "Ana Roth"),
    ],
)
def test_who_answers_by_what_the_desk_wrote_in_the_middle(events: tuple[str, str], customer: str, tmp_path: Path) -> None:
    first, second = (f'<p align="center">{event}</p>' for event in events)
    body = (
        f"{first}( 5s ) Kim L: Good day, tell me.<br>( 9s ) {customer}: My lamp is broken<br>( 15s ) Kim L: One moment.<br>"
        f"{second}( 25s ) Lee M: It is replaced.<br>( 29s ) {customer}: Good"
    )
    (tmp_path / "chats.csv").write_text(f"Case number;Body\n4001;{body}\n4002;{body.replace('broken', 'dim')}\n")
    assert [[role for role, _ in dialogue] for dialogue in said_in(tmp_path / "chats.csv")] == [
        ["agent", "customer", "agent", "agent", "customer"]
    ] * 2
