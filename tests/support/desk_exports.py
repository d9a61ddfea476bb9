"""One small export of each desk, with a bot, a note and a system line where it has them, and who said what in it."""

ASKS = "Can the oak bench stay outside in winter?"
SAYS = "Yes, the oak bench can stay outside all winter if you oil it once in autumn."
BOT = "I am not sure about this one. Let me see."
NOTE = "She always asks. Never refund her."
ALL = [("customer", ASKS), ("bot", BOT), ("agent", SAYS)]
PEOPLE = [("customer", ASKS), ("agent", SAYS)]
T = 1_772_442_845  # 2 March 2026, 09:14:05 UTC


def chatwoot(type: int, text: str, at: int, private: bool = False, sender: str = "user") -> dict[str, object]:
    about = {"conversation_id": 7, "message_type": type, "private": private, "content": text, "created_at": T + at}
    return {**about, "sender": {"name": "Tomas", "type": sender}}


def crisp(who: str, text: object, at: int, kind: str = "text", origin: str = "chat") -> dict[str, object]:
    return {"session_id": "s", "type": kind, "from": who, "origin": origin, "content": text, "timestamp": (T + at) * 1000, "user": {}}


def fresh(actor: str, text: str, kind: str = "normal") -> dict[str, object]:
    return {"message_parts": [{"text": {"content": text}}], "actor_type": actor, "message_type": kind, "conversation_id": "c"}


def wecom(origin: int, text: str, at: int, who: str | None = None) -> dict[str, object]:
    about = {"external_userid": "u", "open_kfid": "k", "origin": origin, "msgtype": "text", "text": {"content": text}, "send_time": T + at}
    return {**about, **({"servicer_userid": who} if who else {})}


def part(kind: str, author: str, text: str, at: int) -> dict[str, object]:
    return {"part_type": kind, "author": {"type": author}, "body": f"<p>{text}</p>", "created_at": T + at}


def livechat(author: str, text: str, at: int, **more: object) -> dict[str, object]:
    return {"type": "message", "author_id": author, "text": text, "created_at": T + at, **more}


EXPORTS: dict[str, tuple[list[object], list[tuple[str, str]]]] = {
    "chatwoot": (
        [
            chatwoot(0, ASKS, 0, sender="contact"),
            chatwoot(1, BOT, 1, sender="agent_bot"),
            chatwoot(2, "assigned", 2),
            chatwoot(1, NOTE, 3, True),
            chatwoot(1, SAYS, 9),
        ],
        ALL,
    ),
    "zendesk": (
        [
            {
                "id": 1,
                "requester_id": 5,
                "description": ASKS,
                "submitter_id": 5,
                "comments": [
                    {"author_id": 5, "public": True, "html_body": f"<div><p>{ASKS}</p></div>", "created_at": "2026-03-02T09:14:05Z"},
                    {"author_id": -1, "public": True, "body": BOT, "created_at": "2026-03-02T09:14:06Z"},
                    {"author_id": 6, "public": False, "body": NOTE, "created_at": "2026-03-02T09:14:07Z"},
                    {"author_id": 6, "public": True, "plain_body": SAYS, "created_at": "2026-03-02T09:15:05Z"},
                ],
            }
        ],
        ALL,
    ),
    "intercom": (
        [
            {
                "type": "conversation",
                "id": "1",
                "created_at": T,
                "source": {"body": f"<p>{ASKS}</p>", "author": {"type": "user"}},
                "conversation_parts": {
                    "conversation_parts": [
                        part("comment", "bot", BOT, 1),
                        part("note", "admin", NOTE, 2),
                        part("comment", "admin", SAYS, 90),
                    ]
                },
            }
        ],
        ALL,
    ),
    "freshdesk": (
        [
            {
                "id": 1,
                "requester_id": 5,
                "description_text": ASKS,
                "created_at": "2026-03-02T09:14:05Z",
                "conversations": [
                    {"body_text": BOT, "incoming": False, "private": False, "user_id": 9, "created_at": "2026-03-02T09:14:06Z"},
                    {"body_text": NOTE, "incoming": False, "private": True, "user_id": 9, "created_at": "2026-03-02T09:14:50Z"},
                    {"body_text": SAYS, "incoming": False, "private": False, "user_id": 9, "created_at": "2026-03-02T09:15:50Z"},
                ],
            }
        ],
        ALL,
    ),
    "freshdesk export": (
        [
            {
                "helpdesk_ticket": {
                    "display_id": 1,
                    "requester_id": 5,
                    "description": ASKS,
                    "created_at": "2026-03-02T09:14:05Z",
                    "notes": [{"body": NOTE, "private": True, "incoming": False}, {"body": SAYS, "private": False, "incoming": False}],
                }
            }
        ],
        PEOPLE,
    ),
    "freshchat": (
        [
            {
                "conversation_id": "c",
                "messages": [fresh("user", ASKS), fresh("bot", BOT), fresh("agent", NOTE, "private"), fresh("agent", SAYS)],
            }
        ],
        ALL,
    ),
    "livechat": (
        [
            {
                "chats": [
                    {
                        "id": "a",
                        "users": [
                            {"id": "c", "type": "customer"},
                            {"id": "t", "type": "agent"},
                            {"id": "b", "type": "agent", "name": "ChatBot"},
                        ],
                        "thread": {
                            "id": "b",
                            "events": [
                                livechat("c", ASKS, 0),
                                livechat("b", BOT, 1),
                                livechat("t", NOTE, 2, visibility="agents"),
                                livechat("t", SAYS, 9),
                            ],
                        },
                    }
                ]
            }
        ],
        ALL,
    ),
    "crisp": (
        [
            crisp("user", ASKS, 0),
            crisp("operator", BOT, 1, origin="urn:heed"),
            crisp("operator", {"text": "x"}, 2, "event"),
            crisp("operator", NOTE, 3, "note"),
            crisp("operator", SAYS, 9),
        ],
        ALL,
    ),
    "tawk": (
        [
            {
                "chat": {
                    "id": "1",
                    "messages": [
                        {"sender": {"t": who}, "type": "msg", "msg": text} for who, text in (("v", ASKS), ("s", BOT), ("a", SAYS))
                    ],
                }
            }
        ],
        ALL,
    ),
    "botpress": (
        [
            {
                "conversationId": "1",
                "messages": [
                    {"createdAt": f"2026-03-02T09:1{minute}:00Z", "payload": {"text": text}, "direction": direction, "tags": tags}
                    for minute, text, direction, tags in (
                        (6, SAYS, "outgoing", {"integration:agent": "Tomas"}),
                        (5, BOT, "outgoing", {}),
                        (4, ASKS, "incoming", {}),
                    )
                ],
            }
        ],
        ALL,
    ),
    "rasa": (
        [
            {"sender_id": "1", "event": event, "text": text, "timestamp": T + at, "metadata": about}
            for at, (event, text, about) in enumerate(
                (("user", ASKS, {}), ("bot", BOT, {}), ("action", None, {}), ("bot", SAYS, {"agent": "Tomas"}))
            )
        ],
        ALL,
    ),
    "wecom": ([{"errcode": 0, "msg_list": [wecom(3, ASKS, 0), wecom(5, BOT, 1), wecom(5, SAYS, 9, "t")]}], ALL),
    "meiqia": (
        [
            {
                "conv_id": 1,
                "conv_contents": [
                    {"from": who, "content": text, "timestamp": f"2026-03-02T09:14:0{at}", **({"agent_name": name} if name else {})}
                    for at, (who, text, name) in enumerate(
                        (("client", ASKS, ""), ("agent", BOT, ""), ("system", "joined", ""), ("agent", SAYS, "Lan"))
                    )
                ],
            }
        ],
        ALL,
    ),
    "qiyu": (
        [
            {"sessionId": 1, "fromUser": of, "mType": 1, "content": text, "time": (T + at) * 1000, "autoReply": auto}
            for at, (of, text, auto) in enumerate(((1, ASKS, 0), (0, BOT, 1), (0, SAYS, 0)))
        ],
        ALL,
    ),
    "telegram": (
        [
            {
                "name": "Ines",
                "type": "personal_chat",
                "id": 1,
                "messages": [
                    {"type": "message", "from": who, "from_id": who, "text": text, "date_unixtime": str(T + at)}
                    for at, who, text in ((0, "Ines", ASKS), (90, "Shop", [SAYS[:4], {"type": "bold", "text": SAYS[4:]}]))
                ],
            }
        ],
        PEOPLE,
    ),
    "heed": ([{"id": "1", "turns": [{"role": role, "text": text} for role, text in (*ALL, ("note", NOTE), ("system", "closed"))]}], ALL),
    "unknown": (
        [
            {
                "data": [
                    {
                        "ticket": 1,
                        "thread": [
                            {"author": {"type": "customer"}, "body": ASKS},
                            {"author": {"type": "bot"}, "body": BOT},
                            {"author": {"type": "staff"}, "body": SAYS},
                        ],
                    }
                ]
            }
        ],
        ALL,
    ),
}
