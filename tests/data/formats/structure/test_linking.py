import json
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.structure.linking import customers_of


def talks(value: object, folder: Path) -> list[list[tuple[str, str]]]:
    (folder / "log.json").write_text(json.dumps(value))
    return [
        [(turn.role, turn.text) for turn in read.dialogue.turns] for read in read_dialogues(folder / "log.json") if isinstance(read, Read)
    ]


def test_threads_of_one_channel(tmp_path: Path) -> None:
    rows = [
        {"id": f"{talk}{place}", "replyToId": f"{talk}0" if place else None, "createdDateTime": f"2026-03-1{talk}T09:1{place}:00Z",
         "from": {"user": {"id": who, "displayName": who}}, "body": {"content": text}, "channelIdentity": {"channelId": "19:c"}}
        for talk in range(4)
        for place, (who, text) in enumerate(((f"Guest {talk}", "Is it open today?"), ("Tom", "It is, till six.")))
    ]  # fmt: skip
    assert [len(talk) for talk in talks({"value": rows}, tmp_path)] == [2, 2, 2, 2]


def test_a_conversation_is_with_the_customer_whom_its_messages_are_from_or_to(tmp_path: Path) -> None:
    def message(talk: int, place: int, text: str) -> dict[str, object]:
        customer, shop = {"role": "user", "uid": f"5{talk}"}, {"role": "mall_cs", "mall_id": "8"}
        ends = (customer, shop) if place == 0 else (shop, customer)
        return {"msg_id": f"{talk}{place}", "from": ends[0], "to": ends[1], "content": text, "ts": str(1_773_220_325 + 1000 * talk + place)}

    rows = [message(talk, place, text) for talk in range(3) for place, text in enumerate(("Is it open today?", "It is, till six."))]
    assert customers_of(rows) == ["50", "50", "51", "51", "52", "52"]
    assert talks({"result": {"messages": rows}}, tmp_path) == [[("customer", "Is it open today?"), ("agent", "It is, till six.")]] * 3


def test_messages_of_one_channel_are_told_by_their_subjects(tmp_path: Path) -> None:
    rows = [
        ("Ann: pump", "Ann", "The pump hums."), ("Ann: pump", "Marla", "Turn the wheel by hand."), ("Re: Ann: pump", "Ann", "It turns."),
        ("Piet: fish", "Piet", "How many fish?"), ("Piet: fish", "Marla", "Four at most."),
    ]  # fmt: skip
    messages = [
        {
            "id": place,
            "sender_full_name": who,
            "content": text,
            "display_recipient": "support",
            "subject": subject,
            "timestamp": 1_715_000_000 + 60 * place,
        }
        for place, (subject, who, text) in enumerate(rows)
    ]
    (tmp_path / "log.json").write_text(json.dumps({"result": "success", "messages": messages}))
    said = [[turn.text for turn in read.dialogue.turns] for read in read_dialogues(tmp_path / "log.json") if isinstance(read, Read)]
    assert said == [["The pump hums.", "Turn the wheel by hand.", "It turns."], ["How many fish?", "Four at most."]]


@pytest.mark.parametrize(
    "field", [{"recall_msg_id": 0}, {"deleted_ts": "0"}, {"retracts": "null"}, {"deletedMessageId": False}, {"redacts": "own"}]
)
def test_a_field_that_each_message_has_takes_none_back(field: dict[str, object], tmp_path: Path) -> None:
    said = [("Ann", "customer", "Is it open today?"), ("Tom", "agent", "It is, till six."), ("Ann", "customer", "And on Sundays?")]
    rows = [{"id": f"m{place}", "name": who, "role": role, "text": text, **field} for place, (who, role, text) in enumerate(said)]
    rows = [{**row, "redacts": row["id"]} if "redacts" in field else row for row in rows]
    assert talks({"id": "c1", "messages": rows}, tmp_path) == [[(role, text) for _, role, text in said]]


def test_the_message_before_is_not_taken_back(tmp_path: Path) -> None:
    said = [("Ann", "customer", "Is it open today?"), ("Tom", "agent", "It is, till six.")]
    rows = [
        {"id": f"m{place}", "preMsgId": f"m{place - 1}" if place else None, "name": who, "role": role, "text": text}
        for place, (who, role, text) in enumerate(said)
    ]
    assert talks({"id": "c1", "messages": rows}, tmp_path) == [[(role, text) for _, role, text in said]]
