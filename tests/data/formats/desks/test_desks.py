"""One small export of each desk, with a bot, a note and a system line where it has them: who said what, in which order, when."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from data.formats.dialogues import Read, read_dialogues

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


def said(file: Path) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for read in read_dialogues(file) if isinstance(read, Read) for turn in read.dialogue.turns]


@pytest.mark.parametrize("layout", ["a value a line", "one array", "pretty"])
@pytest.mark.parametrize("desk", EXPORTS)
def test_roles_texts_and_order_of_a_desks_export(desk: str, layout: str, tmp_path: Path) -> None:
    values, expected = EXPORTS[desk]
    written = {
        "a value a line": "\n".join(map(json.dumps, values)),
        "one array": json.dumps(values),
        "pretty": json.dumps(values, indent=1),
    }
    (tmp_path / "export.json").write_text(written[layout])
    assert said(tmp_path / "export.json") == expected


@pytest.mark.parametrize(
    "chat",
    [
        "02/03/2026, 09:14 - Safe.\n02/03/2026, 09:14 - Ines: {}\n02/03/2026, 09:15 - Ines: <Media omitted>\n02/03/2026, 09:16 - S: {}",
        "[02.03.26, 09:14:05] Shop: \u200eNachrichten sind verschlüsselt.\n[02.03.26, 09:14:06] Ines: {}\n[02.03.26, 09:16:05] Shop: {}",
        "2/3/26, 9:14 a.\u00a0m. - Ines: {}\n2/3/26, 9:20 p.\u00a0m. - Tienda: {}",
        "2026/3/2 上午9:14 - Ines: {}\n2026/3/2 下午9:20 - 店: {}",
    ],
)
def test_a_chat_of_whatsapp_in_the_form_of_any_phone(chat: str, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(chat.format(ASKS, SAYS))
    [read] = read_dialogues(tmp_path / "chat.txt")
    assert isinstance(read, Read)
    assert str(read.dialogue.date) == "2026-03-02"
    assert said(tmp_path / "chat.txt") == PEOPLE


def test_an_export_of_slack_is_read_by_its_threads(tmp_path: Path) -> None:
    day = [
        {"type": "message", "user": user, "text": text, "ts": f"{T + at}.0", "thread_ts": f"{T}.0", **more}
        for at, user, text, more in (
            (0, "U1", ASKS, {}),
            (1, "U3", BOT, {"bot_id": "B"}),
            (2, "U2", "joined", {"subtype": "channel_join"}),
            (9, "U2", SAYS, {}),
        )
    ]
    with zipfile.ZipFile(tmp_path / "slack.zip", "w") as archive:
        archive.writestr("users.json", json.dumps([{"id": "U1", "real_name": "Ines"}, {"id": "U2", "real_name": "Tomas"}]))
        archive.writestr("help/2026-03-02.json", json.dumps(day))
        archive.writestr("__MACOSX/._users.json", "x")
    assert said(tmp_path / "slack.zip") == ALL


MAIL = """From MAILER-DAEMON Mon Mar  2 09:14:05 2026
From: {who} <{address}>
To: {to}
Subject: {subject}
Date: Mon, 02 Mar 2026 {time} +0000
Message-ID: <{id}@x>
{more}
{text}

"""


def test_mails_of_a_thread_without_quotations_signatures_and_automatic_replies(tmp_path: Path) -> None:
    ines, shop = "ines@example.org", "help@shop.example"
    quoted = f"{SAYS}\n\nBest,\nTomas\n\nOn Mon, 2 Mar 2026 at 09:14, Ines <{ines}> wrote:\n> {ASKS}"
    mails = [
        MAIL.format(
            who="Ines", address=ines, to=shop, subject="Bench", time="09:14:05", id=1, more="", text=f"{ASKS}\n\n-- \nSent from my phone"
        ),
        MAIL.format(
            who="Shop", address=shop, to=ines, subject="Re: Bench", time="10:14:05", id=2, more="In-Reply-To: <1@x>\n", text=quoted
        ),
        MAIL.format(
            who="Ines",
            address=ines,
            to=shop,
            subject="Automatic reply: Bench",
            time="10:15:05",
            id=3,
            more="In-Reply-To: <2@x>\n",
            text="Away.",
        ),
    ]
    (tmp_path / "mail.mbox").write_text("".join(mails))
    assert said(tmp_path / "mail.mbox") == PEOPLE


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep/a.csv", f"dialogue,role,text\n1,customer,{ASKS}\n1,agent,{json.dumps(SAYS)}\n")
        archive.writestr(".hidden", "x")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert said(tmp_path / "outer.zip") == PEOPLE
