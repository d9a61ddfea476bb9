import json
from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues

AT = 1_773_220_325


def webhook(**value: object) -> dict[str, object]:
    return {"object": "whatsapp_business_account", "entry": [{"changes": [{"value": {"messaging_product": "whatsapp", **value}}]}]}


def text(body: str, at: int, **more: object) -> dict[str, object]:
    return {"type": "text", "text": {"body": body}, "timestamp": str(AT + at), **more}


def test_webhooks_and_what_was_sent(tmp_path: Path) -> None:
    lines = [
        {"messaging_product": "whatsapp", "to": "+491701", "type": "template", "template": {"body": "Your order left"}, "timestamp": AT},
        webhook(contacts=[{"wa_id": "491701", "profile": {"name": "Ines"}}], messages=[text("Is it open?", 5, **{"from": "491701"})]),
        {"messaging_product": "whatsapp", "to": "491701", **text("It is, till six.", 90)},
        webhook(statuses=[{"status": "read", "recipient_id": "491701"}]),
        webhook(messages=[{"from": "491701", "type": "image", "image": {"id": "1"}, "timestamp": str(AT + 100)}]),
        webhook(message_echoes=[text("Come in!", 200, to="491701")]),
    ]
    (tmp_path / "hooks.jsonl").write_text("\n".join(map(json.dumps, lines)))
    [found] = [read for read in read_dialogues(tmp_path / "hooks.jsonl") if isinstance(read, Read)]
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == [
        ("bot", "Your order left"), ("customer", "Is it open?"), ("agent", "It is, till six."), ("agent", "Come in!"),
    ]  # fmt: skip


def test_a_text_without_its_type_to_a_number_written_with_spaces(tmp_path: Path) -> None:
    lines = [
        webhook(messages=[text("Is it open?", 5, **{"from": "16315551234"})]),
        {"messaging_product": "whatsapp", "to": "+1 631 555 1234", "text": {"body": "It is, till six."}, "timestamp": AT + 90},
        {"messaging_product": "whatsapp", "to": "+1 (631) 555-1234", **text("And on Sunday till two.", 95)},
    ]
    (tmp_path / "hooks.jsonl").write_text("\n".join(map(json.dumps, lines)))
    [found] = [read for read in read_dialogues(tmp_path / "hooks.jsonl") if isinstance(read, Read)]
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == [
        ("customer", "Is it open?"), ("agent", "It is, till six."), ("agent", "And on Sunday till two."),
    ]  # fmt: skip
