"""Whose words a message is, where words and truth values speak beside each other."""

import pytest

from data.formats.structure.flattening import flat
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
