"""Chats as text in forms of messengers, and in mails that desks send when a chat ends."""

from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

ASKED, ANSWERED = "Is the bowl safe in a dishwasher?", "It is, the whisk isn't."
MAIL = "From: noreply@desk.example\nTo: support@shop.example\nSubject: Chat\nDate: Mon, 02 Mar 2026 09:30:00 +0000\nMessage-ID: <1@d>\n\n"
FILES = {
    "imessage.txt": f"Mar 02, 2026  9:14:05 AM (Read by you)\n+4915100001\n{ASKED}\n\nMar 02, 2026  9:15:05 AM\nMe\n{ANSWERED}\n",
    "irc.log": f"--- Log opened Mon Mar 02 2026\n09:13 -!- ines [~i@h] has joined #shop\n09:14 <ines> {ASKED}\n09:15 <@tomas> {ANSWERED}\n",
    "qianniu.txt": f"tb123(2026-03-02 09:14:05):\n{ASKED}\n旗舰店:小美(2026-03-02 09:15:05):\n{ANSWERED}\n",
    "numbers.txt": f"[2026-03-02 09:14] +49 151 000001: {ASKED}\n[2026-03-02 09:15] Fjell Support: {ANSWERED}\n",
    "transcript.eml": f"{MAIL}Conversation with Ines\n\n[09:14] Ines: {ASKED}\n[09:15] Tomas (Support): {ANSWERED}\n",
    "dms/direct-messages.js": 'window.YTD.direct_messages.part0 = [{"dmConversation": {"conversationId": "5-9", "messages": ['
    f'{{"messageCreate": {{"senderId": "9", "recipientId": "5", "text": "{ANSWERED}", "createdAt": "2026-03-02T09:15:05Z"}}}},'
    f'{{"messageCreate": {{"senderId": "5", "recipientId": "9", "text": "{ASKED}", "createdAt": "2026-03-02T09:14:05Z"}}}}]}}}}]',
    "reviews.csv": f'Star Rating,Review Text,Developer Reply Text,Review Link\n4,"{ASKED}","{ANSWERED}",\n',
}


def test_headings_part_conversations(tmp_path: Path) -> None:
    said = f"[00:00] CUSTOMER: {ASKED}\n[00:30] AGENT: {ANSWERED}\n\n=====\n"
    parts = (f"Interaction {number}\nStart: 0{number}/03/2026 09:14\n\n{said}" for number in (2, 3))
    (tmp_path / "calls.txt").write_text("".join(parts))
    found = [found.dialogue for found in read_dialogues(tmp_path / "calls.txt") if isinstance(found, Read)]
    assert [(str(dialogue.date), len(dialogue.turns)) for dialogue in found] == [("2026-03-02", 2), ("2026-03-03", 2)]


@pytest.mark.parametrize("name", FILES)
def test_who_asked_and_who_answered(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(FILES[name])
    (found,) = (found.dialogue for found in read_dialogues(tmp_path / name) if isinstance(found, Read))
    assert [(turn.role, turn.text) for turn in found.turns] == [("customer", ASKED), ("agent", ANSWERED)]
