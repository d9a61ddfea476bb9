"""Freshdesk: tickets of the API with `include=conversations`, and the account's export (`helpdesk_ticket` with its notes).

Automations reply under the name of an agent.
"""

from collections.abc import Iterator, Mapping

from data.formats.fields.automations import told_by_haste
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE

NAME = "freshdesk"
OUTBOUND = 10  # a ticket's `source` when an agent wrote first


def recognises(value: Mapping[str, object]) -> bool:
    if "helpdesk_ticket" in value:
        return True
    if not any(key in value for key in ("requester_id", "responder_id", "ticket_id", "display_id")):
        return False
    return (
        "description_text" in value or "description_html" in value or bool(_notes(value)) or ("body_text" in value and "incoming" in value)
    )


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    ticket = mapping(value.get("helpdesk_ticket")) or value
    if "incoming" in ticket and "ticket_id" in ticket:  # one of a ticket's conversations by itself
        yield RawDialogue(line, text_of(ticket["ticket_id"]), [_message(line, ticket, "")])
        return
    requester = text_of(ticket.get("requester_id"))
    messages = [_message(line, note, requester) for note in _notes(ticket)]
    plain, marked = text_of(ticket.get("description_text")), text_of(ticket.get("description_html")) or text_of(ticket.get("description"))
    if plain or marked:
        who = AGENT if ticket.get("source") == OUTBOUND else CUSTOMER
        name = text_of(mapping(ticket.get("requester")).get("name")) or text_of(ticket.get("requester_name"))
        first = Message(line, who, plain or marked, time_of(ticket.get("created_at")), name, bool(name), "mail" if plain else "html")
        messages.insert(0, first)
    name = text_of(ticket.get("display_id")) or text_of(ticket.get("id"))
    yield RawDialogue(
        line, name, told_by_haste(messages), time_of(ticket.get("created_at")), text_of(ticket.get("product_name")), ticket.get("tags")
    )


def _notes(ticket: Mapping[str, object]) -> list[Mapping[str, object]]:
    for key in ("conversations", "notes", "helpdesk_notes", "public_notes"):
        if found := mappings(ticket.get(key)):
            return [mapping(note.get("helpdesk_note") or note.get("note")) or note for note in found]
    return []


def _message(line: int, note: Mapping[str, object], requester: str) -> Message:
    author = text_of(note.get("user_id"))
    if note.get("private") is True:
        role = NOTE
    elif note.get("incoming") is True or (requester and author == requester and note.get("incoming") is not False):
        role = CUSTOMER
    else:
        name = text_of(mapping(note.get("user")).get("name")) or text_of(note.get("user_name"))
        role = BOT if role_of(name) == BOT else AGENT
    plain = text_of(note.get("body_text"))
    marked = text_of(note.get("body_html")) or text_of(note.get("body"))
    return Message(line, role, plain or marked, time_of(note.get("created_at")), author, False, "mail" if plain else "html")
