"""Messengers' files of mixed objects, archives of chats between two, and public sets of dialogues."""

import json
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

TEXTS = (("customer", "Is the bowl safe in a dishwasher?"), ("agent", "It is, the whisk isn't."))
OTHER = (("customer", "How long is the guarantee?"), ("agent", "Two years on all parts."))
TALKS = ((1, TEXTS), (2, OTHER))


def signal(talk: int, role: str, text: str, at: int) -> object:
    side = {"outgoing": {"sendStatus": [{"recipientId": "9"}]}} if role == "agent" else {"incoming": {"read": True, "dateReceived": "1"}}
    body = {"text": {"body": text}}
    return {
        "chatItem": {
            "chatId": str(talk),
            "authorId": "1" if side.get("outgoing") else "9",
            "dateSent": str(at),
            "standardMessage": body,
            **side,
        }
    }


def wecom(talk: int, role: str, text: str, at: int) -> object:
    who = (f"wmCustomer{talk}", "TomasLind") if role == "customer" else ("TomasLind", f"wmCustomer{talk}")
    return {
        "msgid": f"{talk}{at}",
        "action": "send",
        "from": who[0],
        "tolist": [who[1]],
        "msgtime": at,
        "msgtype": "text",
        "text": {"content": text},
    }


def sgd(texts: tuple[tuple[str, str], ...]) -> list[object]:
    return [{"speaker": "USER" if role == "customer" else "SYSTEM", "utterance": text, "frames": [{"slots": []}]} for role, text in texts]


def flat(make: object) -> list[object]:
    assert callable(make)
    return [make(talk, role, text, 1_772_442_845_000 + 1000 * talk) for talk, texts in TALKS for role, text in texts]


PEOPLE: list[object] = [{"version": "1"}, {"recipient": {"id": "9", "contact": {"profileGivenName": "Ines"}}}, {"chat": {"id": "1"}}]
LOGS: dict[str, tuple[object, str]] = {
    "signal": (PEOPLE + flat(signal), "agent"),
    "wecom's archive": (flat(wecom), "agent"),
    "sgd": ([{"dialogue_id": f"1_{talk}", "services": ["Shops_1"], "turns": sgd(texts)} for talk, texts in TALKS], "bot"),
    "multiwoz": ({f"SNG{talk}.json": {"log": [{"text": text, "metadata": {}} for _, text in texts]} for talk, texts in TALKS}, "agent"),
    "daily dialogues": ([{"id": talk, "dialog": [text for _, text in texts]} for talk, texts in TALKS], "agent"),
}  # fmt: skip


def tiktok(talk: int, texts: tuple[tuple[str, str], ...]) -> list[object]:
    who = {"customer": f"cust{talk}", "agent": "shop"}
    return [{"Date": f"2026-03-02 09:1{at}:00", "From": who[role], "Content": text} for at, (role, text) in enumerate(texts)]


LOGS["tiktok"] = {"DM": {"ChatHistory": {f"Chat History with cust{talk}:": tiktok(talk, texts) for talk, texts in TALKS}}}, "agent"
LOGS["rooms"] = (
    [
        {
            "id": f"{talk}{role}",
            "sender": talk if role == "customer" else 7,
            "recipient": 100 + talk,
            "content": text,
            "date_sent": 1_772_442_845,
        }
        for talk, texts in TALKS
        for role, text in texts
    ],
    "agent",
)
ADDRESSES = {"customer": "https://api.desk.example/v1/customers/7", "agent": "https://api.desk.example/v1/agents/3"}
LOGS["addresses"] = (
    [
        {"id": f"{talk}{at}", "created_at": "2026-03-02", "note": False, "body": text,
         "links": {"author": {"href": ADDRESSES[role]}, "ticket": {"href": f"https://api.desk.example/v1/tickets/{talk}"}}}
        for talk, texts in TALKS
        for at, (role, text) in enumerate(texts)
    ],
    "agent",
)  # fmt: skip
CALLS = [
    {
        "callId": str(talk),
        "transcript": [{"speakerId": 70 if role == "agent" else talk, "sentences": [{"text": text}]} for role, text in texts],
    }
    for talk, texts in TALKS
]
LOGS["calls"] = {"callTranscripts": CALLS}, "agent"


@pytest.mark.parametrize("name", LOGS)
def test_who_said_what_in_which_conversation(name: str, tmp_path: Path) -> None:
    value, answers = LOGS[name]
    (tmp_path / "export.json").write_text(json.dumps(value))
    found = sorted((found.dialogue.turns for found in read_dialogues(tmp_path / "export.json") if isinstance(found, Read)), key=str)
    expected = sorted([[(answers if role == "agent" else role, text) for role, text in texts] for _, texts in TALKS], reverse=True)
    assert sorted([[(turn.role, turn.text) for turn in turns] for turns in found], reverse=True) == expected


def test_one_word_for_all_who_are_there_tells_none_from_another(tmp_path: Path) -> None:
    comments = [
        {"user": {"login": login, "type": "User"}, "body": text, "created_at": "2026-03-02"}
        for login, text in (("tomas", "Yes."), ("ines", "Thanks."))
    ]
    issue = {"number": 1, "title": "Mixer", "body": "Is it safe?", "user": {"login": "ines", "type": "User"}, "comments": comments}
    (tmp_path / "issues.json").write_text(json.dumps([issue]))
    (found,) = (found.dialogue for found in read_dialogues(tmp_path / "issues.json") if isinstance(found, Read))
    assert [turn.role for turn in found.turns] == ["customer", "agent", "customer"]


def test_letters_of_speakers_in_a_call_are_no_words_for_roles(tmp_path: Path) -> None:
    said = [
        {"speaker": letter, "text": text, "start": 1} for letter, text in (("A", "Is it safe?"), ("B", "Yes, it is."), ("A", "Thanks."))
    ]
    (tmp_path / "call.json").write_text(json.dumps({"id": "c1", "utterances": said}))
    (found,) = (found.dialogue for found in read_dialogues(tmp_path / "call.json") if isinstance(found, Read))
    assert [turn.role for turn in found.turns] == ["customer", "agent", "customer"]
