"""Zendesk: the account's full JSON export (a ticket with its comments a line), tickets of the API, and one ticket's comments
(`GET tickets/{id}/comments.json`), which say nothing of the ticket.
"""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE

NAME = "zendesk"
RATINGS = {"good": 5, "bad": 1}
ROLES = {"end-user": CUSTOMER, "agent": AGENT, "admin": AGENT}


def recognises(value: Mapping[str, object]) -> bool:
    if isinstance(value.get("ticket"), dict) and "comments" not in value:
        return recognises(mapping(value["ticket"]))
    comments = mappings(value.get("comments"))
    if comments:
        return "author_id" in comments[0] and ("public" in comments[0] or "body" in comments[0])
    return "requester_id" in value and "description" in value and ("submitter_id" in value or "raw_subject" in value)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    ticket = mapping(value.get("ticket")) or value
    requester = text_of(ticket.get("requester_id")) or text_of(mapping(ticket.get("requester")).get("id"))
    known = [*mappings(value.get("users")), *(mapping(ticket.get(person)) for person in ("requester", "submitter", "assignee"))]
    people = {text_of(user.get("id")): user for user in known if user}
    messages = [_message(line, comment, requester, people) for comment in mappings(value.get("comments") or ticket.get("comments"))]
    description = text_of(ticket.get("description"))
    if not messages and description:
        messages = [Message(line, CUSTOMER, description, time_of(ticket.get("created_at")), requester)]
    rating = RATINGS.get(text_of(mapping(ticket.get("satisfaction_rating")).get("score")))
    yield RawDialogue(line, text_of(ticket.get("id")), messages, time_of(ticket.get("created_at")), tags=ticket.get("tags"), rating=rating)


def _message(line: int, comment: Mapping[str, object], requester: str, people: Mapping[str, Mapping[str, object]]) -> Message:
    role: str
    author = text_of(comment.get("author_id"))
    user = people.get(author, {})
    if author.startswith("-") or not author:
        role = BOT  # the desk itself: triggers and the answer bot
    elif comment.get("public") is False:
        role = NOTE
    elif author == requester:
        role = CUSTOMER
    else:
        role = ROLES.get(text_of(user.get("role")), AGENT if requester else "")
    plain = text_of(comment.get("plain_body"))
    text = plain or text_of(comment.get("html_body")) or text_of(comment.get("body"))
    name = text_of(user.get("name"))
    return Message(line, role, text, time_of(comment.get("created_at")), name or author, bool(name), "mail" if plain else "html")
