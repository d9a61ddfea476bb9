"""What kind of entry a message is, by the fields that desks have for it."""

from collections.abc import Mapping

import pytest

from data.formats.raw_dialogues import DELETED
from data.formats.structure.flattening import flat
from data.formats.structure.kinds import kind_of, kinds_of
from data.records import NOTE, SYSTEM

NOTES: tuple[Mapping[str, object], ...] = (
    *({"visibility": word} for word in ("agents_only", "internal_note", "staff only", "Team", "hidden", "privat", "not public")),
    *({"type": word} for word in ("Interne Notiz", "nota interna", "内部备注", "Kommentar intern", "side_conversation", "private_note")),
    *({name: "internal"} for name in ("scope", "audience", "access", "mode", "privacy", "category", "typ", "Art", "Kategorie", "channel")),
    {"kind": "agent_only"},
    {"privacy": "private"},
    {"is_customer_visible": False},
    {"shared_with_customer": "no"},
    {"visible_to": "staff"},
    {"visible_to": ["agents", "admins"]},
    {"visibility": "non-customer"},
    {"hidden_from_customer": True},
    {"agents_only": 1},
    {"öffentlich": "nein"},
    {"ist_intern": "ja"},
    {"author": {"type": "agent"}, "is_internal": True},
)
SAID: tuple[Mapping[str, object], ...] = (
    *({"author": {"type": word}} for word in ("team_member", "member", "staff_member", "call_center_agent", "internal")),
    *({"author": {name: True}} for name in ("is_internal", "deleted", "hidden", "private")),
    {"author_is_internal": True},
    {"internal_id": "1"},
    {"public_url": "no"},
    {"parent": {"private": True}},
    {"category": "Delivery"},
    {"category": "Change of address"},
    {"category": "Delivery note missing"},
    {"issue_type": "Order not delivered"},
    {"ticket_type": "Change"},
    {"ticket": {"type": "Change"}},
    {"customer_type": "private"},
    {"chat": {"type": "private"}},
    *({"type": word} for word in ("private_message", "direct message", "Private Nachricht", "Kommentar")),
    {"channel": "Private message"},
    {"visibility": "agents and customers"},
    {"visible_to": ["customers", "staff"]},
    {"mode": "agent"},
    {"is_customer_visible": True},
    {"IsVisibleForCustomer": 1},
    {"audience": "international"},
)
EVENTS: tuple[Mapping[str, object], ...] = (
    *({"type": word} for word in ("member_joined", "new_chat_members", "agent_assigned", "call", "message_delivered", "delivery receipt")),
    {"author": {"type": "system"}},
)


@pytest.mark.parametrize(("rows", "kind"), [(NOTES, NOTE), (SAID, ""), (EVENTS, SYSTEM)], ids=["notes", "said", "events"])
def test_kinds(rows: tuple[Mapping[str, object], ...], kind: str) -> None:
    told = {str(row): kind_of(flat({"text": "It is wet.", **row})) for row in rows}
    assert told == dict.fromkeys(told, kind)


def test_a_deleted_message() -> None:
    assert kind_of(flat({"deleted": True, "author": {"deleted": False}})) == DELETED


@pytest.mark.parametrize(
    ("name", "value", "gone"),
    [
        ("deleted_at", "2026-03-01T10:00:00Z", True),
        ("discardedAt", 1_772_359_200_000, True),
        ("date_removed", "2026-03-01", True),
        ("deleted_at", 0, False),
        ("deleted_at", "0000-00-00 00:00:00", False),
        ("retention_delete_after", "2027-03-01", False),
        ("message_status", "withdrawn", True),
        ("status", "withdrawn", False),
    ],
)
def test_a_message_that_was_deleted_later(name: str, value: object, gone: bool) -> None:
    assert kind_of(flat({"text": "It is wet.", name: value})) == (DELETED if gone else "")


def test_a_kind_that_comes_only_later_in_a_log_tells_notes() -> None:
    kinds = kinds_of([{"type": "Kommentar"}] * 5)
    assert kind_of({"type": "Interne Notiz"}, kinds) == NOTE
