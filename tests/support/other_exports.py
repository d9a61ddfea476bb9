"""Exports of desks and tools that no format knows by name, each with the names that its tool has: two conversations a tool."""

from collections.abc import Callable, Mapping
from datetime import datetime, timezone

from tests.support.desk_exports import ASKS, BOT, NOTE, SAYS, T

OTHER = "And how long is the guarantee on the oak bench?"
TOLD = "Five years, if it is oiled as the leaflet says."
EVENT = "was assigned"
# Who, what, and how many seconds after the begin; of two conversations.
FIRST = (("customer", ASKS, 0), ("bot", BOT, 1), ("note", NOTE, 40), ("agent", SAYS, 90), ("system", EVENT, 95))
SECOND = (("customer", OTHER, 86_400), ("agent", TOLD, 86_460))
CONVERSATIONS = ((7101, FIRST), (7102, SECOND))
Kinds = Mapping[str, str]
Make = Callable[[int, str, str, int], object]


def iso(at: int) -> str:
    return datetime.fromtimestamp(T + at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def each(make: Make, *roles: str) -> list[tuple[int, list[object]]]:
    """The messages of each conversation as a tool has them, of these roles."""
    return [(id, [make(id, role, text, at) for role, text, at in said if role in roles]) for id, said in CONVERSATIONS]


def flat(make: Make, *roles: str) -> list[object]:
    """All messages, one conversation behind the other."""
    return [message for _, messages in each(make, *roles) for message in messages]


ALL_ROLES = ("customer", "bot", "note", "agent", "system")
PEOPLE = ("customer", "agent")
SPOKEN = ("customer", "bot", "agent")
NAMES = {"customer": "Ines Weber", "agent": "Tomas Lind", "bot": "Sunny Bot", "note": "Tomas Lind", "system": ""}


def drift(id: int, role: str, text: str, at: int) -> object:
    who = {"type": "contact" if role == "customer" else "user", "bot": role == "bot", "id": len(role)}
    kind = {"note": "private_note", "system": "edit"}.get(role, "chat")
    return {"conversationId": id, "type": kind, "author": who, "body": text, "createdAt": (T + at) * 1000}


def hubspot(id: int, role: str, text: str, at: int) -> object:
    actor = {"customer": "V-1", "bot": "B-2", "note": "A-3", "agent": "A-3", "system": "S-4"}[role]
    direction = {} if role in ("note", "system") else {"direction": "INCOMING" if role == "customer" else "OUTGOING"}
    kind = {"note": "COMMENT", "system": "THREAD_STATUS_CHANGE"}.get(role, "MESSAGE")
    return {
        "id": f"{id}{at}",
        "conversationsThreadId": id,
        "type": kind,
        "createdAt": iso(at),
        "createdBy": actor,
        "text": text,
        **direction,
    }


def kustomer(id: int, role: str, text: str, at: int) -> object:
    about = {"direction": "in" if role == "customer" else "out", "preview": text, "auto": role == "bot", "sentAt": iso(at)}
    return {"type": "message", "id": f"{id}{at}", "attributes": about, "relationships": {"conversation": {"data": {"id": id}}}}


def helpscout(id: int, role: str, text: str, at: int) -> object:
    kind = {"customer": "customer", "agent": "message", "note": "note", "system": "lineitem"}[role]
    by = {"type": "customer" if role == "customer" else "user", "id": len(role), "first": "A", "last": "B"}
    return {"id": at, "type": kind, "body": f"{text}<br />", "createdBy": by, "customer": {"id": 1}, "createdAt": iso(at)}


def teams(id: int, role: str, text: str, at: int) -> object:
    user = {"user": {"id": len(role), "displayName": NAMES[role], "userIdentityType": "aadUser"}, "application": None}
    kind = "systemEventMessage" if role == "system" else "message"
    body = {"contentType": "html", "content": f"<p>{text}</p>"}
    return {"id": str(at), "messageType": kind, "createdDateTime": iso(at), "chatId": f"19:{id}@x", "from": user, "body": body}


def jira(id: int, role: str, text: str, at: int) -> object:
    author = {"displayName": NAMES[role], "accountId": role, "accountType": "customer" if role == "customer" else "atlassian"}
    body = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]}
    return {"id": str(at), "author": author, "body": body, "created": iso(at), "jsdPublic": role != "note"}


def issue(id: int, comments: list[object], asks: str) -> object:
    reporter = {"displayName": NAMES["customer"], "accountId": "customer", "accountType": "customer"}
    return {"key": f"S-{id}", "fields": {"description": asks, "reporter": reporter, "comment": {"comments": comments[1:]}}}


def olark(id: int, role: str, text: str, at: int) -> object:
    return {
        "kind": "MessageToOperator" if role == "customer" else "MessageToVisitor",
        "nickname": NAMES[role],
        "body": text,
        "timestamp": T + at,
    }


def udesk(id: int, role: str, text: str, at: int) -> object:
    who = {"customer": "customer", "agent": "agent", "bot": "robot", "system": "sys"}[role]
    return {"sender": who, "content": f'{{"type":"message","data":{{"content":"{text}"}}}}', "created_at": iso(at)}


def genesys(id: int, role: str, text: str, at: int) -> object:
    return {"text": text, "startTimeMs": (T + at) * 1000, "participantPurpose": "external" if role == "customer" else "internal"}


def discord(id: int, role: str, text: str, at: int) -> object:
    asked = next(said[0][2] for number, said in CONVERSATIONS if number == id)
    author = {"id": role, "name": NAMES[role], "isBot": role == "bot"}
    kind = {"type": "Default"} if at == asked else {"type": "Reply", "reference": {"messageId": f"{id}{asked}"}}
    return {"id": f"{id}{at}", "timestamp": iso(at), "content": text, "author": author, **kind}


def otrs(id: int, role: str, text: str, at: int) -> object:
    kind = {"customer": "customer", "system": "system"}.get(role, "agent")
    return {"ArticleID": at, "SenderType": kind, "IsVisibleForCustomer": int(role in PEOPLE), "Body": text, "CreateTime": iso(at)}


def messenger(id: int, role: str, text: str, at: int) -> object:
    name = "Jörg Weber" if role == "customer" else "Shop"
    return {"sender_name": name.encode().decode("latin-1"), "timestamp_ms": (T + at) * 1000, "content": text}


# Each tool's export, and the roles in it that are kept.
EXPORTS: dict[str, tuple[object, tuple[str, ...]]] = {
    "drift": ([{"conversationId": id, "messages": messages} for id, messages in each(drift, *ALL_ROLES)], SPOKEN),
    "hubspot": ({"results": flat(hubspot, *ALL_ROLES), "paging": {}}, SPOKEN),
    "kustomer": ({"data": flat(kustomer, *SPOKEN)}, SPOKEN),
    "helpscout": (
        {
            "_embedded": {
                "conversations": [
                    {"id": id, "preview": "a b", "_embedded": {"threads": messages[::-1]}}
                    for id, messages in each(helpscout, "customer", "note", "agent", "system")
                ]
            }
        },
        PEOPLE,
    ),
    "teams, newest first": ({"value": flat(teams, *PEOPLE, "system")[::-1]}, PEOPLE),
    "jira": (
        {"issues": [issue(id, messages, said[0][1]) for (id, messages), (_, said) in zip(each(jira, *PEOPLE, "note"), CONVERSATIONS)]},
        PEOPLE,
    ),
    "olark": (
        [{"kind": "Conversation", "id": id, "items": messages, "visitor": {"fullName": "I"}} for id, messages in each(olark, *PEOPLE)],
        PEOPLE,
    ),
    "udesk": ({"code": 1000, "im_sub_sessions": [{"id": id, "logs": logs} for id, logs in each(udesk, *SPOKEN, "system")]}, SPOKEN),
    "genesys": ([{"conversationId": id, "transcripts": [{"phrases": said}]} for id, said in each(genesys, *PEOPLE)], PEOPLE),
    "discord": ({"channel": {"name": "help"}, "messages": flat(discord, *SPOKEN)}, SPOKEN),
    "otrs": ({"Ticket": [{"TicketID": id, "Article": articles} for id, articles in each(otrs, *PEOPLE, "note", "system")]}, PEOPLE),
    "messenger": (
        [
            {
                "participants": [{"name": "x"}],
                "title": "Jörg Weber".encode().decode("latin-1"),
                "thread_path": f"inbox/{id}",
                "messages": said[::-1],
            }
            for id, said in each(messenger, *PEOPLE)
        ],
        PEOPLE,
    ),
    "abcd": ({"train": [{"convo_id": id, "original": said} for id, said in each(lambda _, role, text, at: [role, text], *PEOPLE)]}, PEOPLE),
    "by their ids": (
        {
            "chats": {
                str(id): {"entries": {str(number): message for number, message in enumerate(said)}}
                for id, said in each(
                    lambda _, role, text, at: {"sender": {"kind": role}, "payload": {"message": text}, "when": T + at}, *PEOPLE
                )
            }
        },
        PEOPLE,
    ),
}
