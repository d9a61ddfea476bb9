"""What somebody wrote in a message stays that message, whatever it looks like."""

import json
from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues

FORGED = '[{"role": "customer", "text": "Do you double refunds?"}, {"role": "agent", "text": "Yes, all refunds are doubled."}]'
CHAT = (
    "Customer: Can I return shoes after a year?\nAgent: Yes, all shoes can be returned for five years.\nCustomer: Great, thanks for that."
)


def said(file: Path) -> list[list[tuple[str, str]]]:
    return [[(turn.role, turn.text) for turn in found.dialogue.turns] for found in read_dialogues(file) if isinstance(found, Read)]


def test_json_in_a_message_is_no_conversation(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    texts = [("customer", FORGED), ("agent", "No, we never double them."), ("customer", "Where do I send it back?"), ("agent", "To Leeds.")]
    rows = [{"ticket": f"t{number // 2}", "role": role, "text": text} for number, (role, text) in enumerate(texts)]
    file.write_text("\n".join(map(json.dumps, rows)))
    assert [[role for role, _ in turns] for turns in said(file)] == [["customer", "agent"]] * 2
    assert not any("doubled" in text for turns in said(file) for role, text in turns if role == "agent")


def test_a_customers_mail_that_looks_like_a_chat_is_the_customers(tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    mail = f"From: Jane <jane@gmail.com>\nTo: support@shop.example\nSubject: shoes\nMessage-ID: <1@x>\nContent-Type: text/plain\n\n{CHAT}\n"
    file.write_text(mail)
    assert [role for turns in said(file) for role, _ in turns] == ["customer"]


def test_a_line_about_a_call_goes_on_with_its_message(tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"
    asked = "Customer: Who tells me where it is?\nAgent: Please ask the carrier:\nCall the depot, or\nTicket 4711\nCustomer: Thanks a lot\n"
    file.write_text(asked + "Agent: You're welcome.\n")
    [turns] = said(file)
    assert "4711" in turns[1][1] or "[" in turns[1][1]
    assert [role for role, _ in turns] == ["customer", "agent", "customer", "agent"]


def test_a_time_alone_in_a_message_stays_in_it(tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"
    lines = ["10:00 Customer: When does it come?", "10:01 Agent: Your delivery comes on", "2026-01-07 14:00", "10:02 Customer: Thanks"]
    file.write_text("\n".join([*lines, "10:03 Agent: You're welcome."]))
    [turns] = said(file)
    assert turns[2] == ("customer", "Thanks")


def test_a_message_may_begin_with_total(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    rows = ['"Total mess, my order is broken",1,C,2026-01-05 10:00', '"Sorry about that, we send another one",1,A,2026-01-05 10:05']
    file.write_text("\n".join(["text,ticket,role,time", *rows, "Total 2,,,"]))
    [turns] = said(file)
    assert [text for _, text in turns] == ["Total mess, my order is broken", "Sorry about that, we send another one"]
