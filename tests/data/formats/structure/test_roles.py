"""Whose words a message is, where words and truth values speak beside each other."""

import pytest

from data.formats.structure.flattening import flat
from data.formats.structure.reading import conversations
from data.formats.structure.roles import roles_of
from data.records import AGENT, BOT, CUSTOMER

C, A = CUSTOMER, AGENT


@pytest.mark.parametrize(
    ("authors", "roles"),
    [
        ([("role", "customer", "admin", False), ("role", "agent", "admin", False), ("role", "agent", "admin", True)], [C, A, A]),
        ([("role", "customer", "admin", False), ("role", "agent", "admin", False)], [C, A]),
        ([("role", "customer", "owner", True), ("role", "agent", "owner", False)], [C, A]),
        ([("role", "customer", "is_agent", False), ("role", "agent", "is_agent", False)], [C, A]),
        ([("role", "customer", "staff", False), ("role", "agent", "staff", False), ("role", "agent", "staff", True)], [C, A, A]),
        ([("kind", "x", "is_staff", False), ("kind", "y", "is_staff", True)], [C, A]),
        ([("kind", "x", "admin", False), ("kind", "y", "admin", True)], [None, A]),
        ([("type", "user", "incoming", True), ("type", "user", "incoming", False)], [C, A]),
    ],
)
def test_words_that_name_both_sides_come_before_what_somebody_is(
    authors: list[tuple[str, str, str, bool]], roles: list[str | None]
) -> None:
    rows = [flat({"author": {word: said, flag: given}, "text": "It is wet."}) for word, said, flag, given in authors]
    told = roles_of(rows, ["text"], ())
    assert [told.of(row) for row in rows] == roles


def test_whom_a_message_is_to_says_nothing_of_whose_it_is() -> None:
    ends = [("visitor", "agent"), ("agent", "visitor"), ("visitor", "agent"), ("robot", "visitor")]
    rows = [
        flat({"toUser": {"userType": other.title()}, "sentBy": {"userType": one.title()}, "recipient_type": other, "text": "It is wet."})
        for one, other in ends
    ]
    told = roles_of(rows, ["text"], ())
    assert [told.of(row) for row in rows] == [C, A, C, BOT]


@pytest.mark.parametrize(
    ("name", "kind", "role"), [("BOT", "MESSAGE", BOT), ("SYSTEM_MESSAGE", "MESSAGE", "system"), ("BOT", "EVENT", "system")]
)
def test_a_bot_among_the_systems_participants_is_one_where_it_says_a_message(name: str, kind: str, role: str) -> None:
    said = [("SYSTEM", name, kind), ("CUSTOMER", "Ina", "MESSAGE"), ("AGENT", "Tom", "MESSAGE")]
    transcript = [
        {"Content": "It is wet.", "Type": of, "DisplayName": who, "ParticipantRole": word, "AbsoluteTime": f"2026-03-02T09:1{n}:00Z"}
        for n, (word, who, of) in enumerate(said)
    ]
    (dialogue,) = conversations(1, {"ContactId": "k1", "Transcript": transcript})
    assert [message.role for message in dialogue.messages] == [role, CUSTOMER, AGENT]
