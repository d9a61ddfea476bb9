from pathlib import Path

from tests.support.logs import said_in

RECORD = """id: {id}
Ticket: 318
Type: {type}
Description: by {who}

Content: {text}


Creator: {who}
Created: 2026-01-2{id} 12:00:00
"""


def test_records_of_a_field_a_line_are_messages(tmp_path: Path) -> None:
    entries = [
        ("Create", "ann@lib.example", "Hello,\n         the kiosk\n         doesn't read. Note: it is new"),
        ("EmailRecord", "RT_System", "Greetings, we have your request."),
        ("Correspond", "rjones", "Open Setup: choose profile 7.\n         Then restart it."),
        ("Comment", "rjones", "firmware is old there"),
        ("Correspond", "ann@lib.example", "Works"),
        ("Status", "rjones", "This transaction appears to have no content"),
    ]
    records = [RECORD.format(id=number, type=kind, who=who, text=text) for number, (kind, who, text) in enumerate(entries)]
    (tmp_path / "history.txt").write_text("RT/5.0.3 200 Ok\n\n# 6/6 (id/1/total)\n\n" + "\n--\n\n".join(records))
    assert said_in(tmp_path / "history.txt") == [
        [
            ("customer", "Hello,\nthe kiosk\ndoesn't read. Note: it is new"),
            ("bot", "Greetings, we have your request."),
            ("agent", "Open Setup: choose profile 7.\nThen restart it."),
            ("customer", "Works"),
        ]
    ]
