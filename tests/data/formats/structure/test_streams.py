"""Streams of events: what happened to a ticket, one after the other, in pages and beside a file of people."""

import json
from pathlib import Path

import pytest

from data.formats.log_format import LogFormat
from data.formats.reading.preview import preview
from tests.support.logs import said_in

PEOPLE = [
    {"id": 700, "name": "Ines", "role": "end-user"},
    {"id": 701, "name": "Ben", "role": "end-user"},
    {"id": 702, "name": "Kim", "role": "agent"},
]
# When, the ticket, who, what, and whether the customer reads it.
SAID = (
    (10, 8811, 700, "Does the lamp dim?", True),
    (11, 8812, 701, "Is the shade of paper?", True),
    (12, 8811, 702, "She asks every week.", False),
    (13, 8811, 702, "It does, with the wheel.", True),
    (14, 8812, 702, "It is made of linen.", True),
    (15, 8811, 700, "Then I take it.", True),
)
READ = [
    [("customer", "Does the lamp dim?"), ("agent", "It does, with the wheel."), ("customer", "Then I take it.")],
    [("customer", "Is the shade of paper?"), ("agent", "It is made of linen.")],
]


def events(first: int, behind: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for at, ticket, who, text, public in SAID[first:behind]:
        time = f"2026-03-02T09:{at}:00Z"
        said = {"id": 100 + at, "event_type": "Comment", "author_id": who, "body": text, "public": public, "created_at": time}
        about = {"id": 500 + at, "ticket_id": ticket, "created_at": time, "updater_id": who}
        changes = [{"id": 200 + at + more, "event_type": "Change", "status": "open"} for more in (0, 20, 40)]
        found.append({"child_events": [*changes, said], **about})
        found.append({"child_events": [{"id": 300 + at, "event_type": "Change", "tags": ["lamp"]}], **about, "id": 600 + at})
    return found


@pytest.mark.parametrize("people", ["wrapped", "a list", "a line each"])
def test_a_stream_in_pages_that_overlap(people: str, tmp_path: Path) -> None:
    (tmp_path / "events_1741597200.json").write_text(json.dumps({"events": events(0, 4), "end_of_stream": False}))
    (tmp_path / "events_1741600517.json").write_text(json.dumps({"events": events(3, 6), "end_of_stream": True}))
    lines = "\n".join(map(json.dumps, PEOPLE))
    (tmp_path / "users.json").write_text(
        {"wrapped": json.dumps({"users": PEOPLE}), "a list": json.dumps(PEOPLE), "a line each": lines}[people]
    )
    assert sorted(said_in(tmp_path), key=len, reverse=True) == READ
    looked_at = preview(tmp_path, LogFormat())
    assert not any("who answers" in unsure for unsure in looked_at.unsure)
    assert [log.said for log in looked_at.logs] == [("2 pages",)]


def test_conversations_with_a_ticket_each_are_no_stream(tmp_path: Path) -> None:
    chats = [
        {"id": number, "ticket_id": 71 + number // 2, "messages": [{"from": who, "text": text} for who, text in talk]}
        for number, talk in enumerate(READ + READ)
    ]
    (tmp_path / "chats.json").write_text(json.dumps(chats))
    assert said_in(tmp_path / "chats.json") == READ + READ


def test_people_of_another_log_say_nothing(tmp_path: Path) -> None:
    said = [{"chat_id": ticket, "author_id": f"x{who}", "body": text, "at": at} for at, ticket, who, text, public in SAID if public]
    (tmp_path / "messages.json").write_text(json.dumps(said))
    (tmp_path / "agents.json").write_text(json.dumps([{"id": 700}, {"id": 701}]))
    assert sorted(said_in(tmp_path), key=len, reverse=True) == READ
