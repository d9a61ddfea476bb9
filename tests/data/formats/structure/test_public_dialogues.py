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


@pytest.mark.parametrize("name", LOGS)
def test_who_said_what_in_which_conversation(name: str, tmp_path: Path) -> None:
    value, answers = LOGS[name]
    (tmp_path / "export.json").write_text(json.dumps(value))
    found = sorted((found.dialogue.turns for found in read_dialogues(tmp_path / "export.json") if isinstance(found, Read)), key=str)
    expected = sorted([[(answers if role == "agent" else role, text) for role, text in texts] for _, texts in TALKS], reverse=True)
    assert sorted([[(turn.role, turn.text) for turn in turns] for turns in found], reverse=True) == expected
