"""Everyday faults of files: what wrote them encoded twice, printed in place of exporting, or sorted the wrong way round."""

import json
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from tests.support.desk_exports import ASKS, PEOPLE, SAYS

UMLAUTS = [("customer", "Wann kommt die Größe 42 wieder?"), ("agent", "Nächste Woche, wir schreiben Ihnen.")]
ROWS = "ticket;role;text\n7;customer;{}\n7;agent;{}\n".format(*(text for _, text in UMLAUTS))
JAPANESE = "会話ID,送信者,本文\n7,お客様,注文した照明はいつ届きますか？\n7,担当者,本日発送いたしました。\n"


def said(file: Path) -> list[list[tuple[str, str]]]:
    return [[(turn.role, turn.text) for turn in read.dialogue.turns] for read in read_dialogues(file) if isinstance(read, Read)]


@pytest.mark.parametrize("content", [ROWS.encode().decode("cp1252").encode(), ROWS.encode("mac-roman")], ids=["encoded twice", "Macintosh"])
def test_encodings(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(content)
    assert said(tmp_path / "log.csv") == [UMLAUTS]


def test_the_japanese_of_mails(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(JAPANESE.encode("iso2022_jp"))
    assert said(tmp_path / "log.csv") == [[("customer", "注文した照明はいつ届きますか？"), ("agent", "本日発送いたしました。")]]


def test_wide_commas_between_cells(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("会话ID，发送方，消息内容\n7，客户，我的订单在哪里呢\n7，客服，今天早上已经寄出了\n")
    assert said(tmp_path / "log.csv") == [[("customer", "我的订单在哪里呢"), ("agent", "今天早上已经寄出了")]]


def test_objects_as_python_prints_them(tmp_path: Path) -> None:
    turns = [{"role": role, "text": text} for role, text in PEOPLE]
    (tmp_path / "log.jsonl").write_text("".join(f"{ {'id': id, 'turns': turns} }\n" for id in "78"))
    assert said(tmp_path / "log.jsonl") == [PEOPLE, PEOPLE]


@pytest.mark.parametrize("times", [("1.7724429E+12", "1.772442845E+12"), ('"1,772,442,900"', '"1,772,442,845"')], ids=["E+12", "thousands"])
def test_times_as_spreadsheets_show_them(times: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(f"ticket,role,text,date\n7,agent,{SAYS},{times[0]}\n7,customer,{ASKS},{times[1]}\n")
    [read] = [read for read in read_dialogues(tmp_path / "log.csv") if isinstance(read, Read)]
    assert [(turn.role, turn.text) for turn in read.dialogue.turns] == PEOPLE
    assert str(read.dialogue.date) == "2026-03-02"


def test_a_log_with_the_newest_first_and_messages_of_the_same_minute(tmp_path: Path) -> None:
    rows = "".join(f"{day},agent,{SAYS},2026-03-0{day} 09:14\n{day},customer,{ASKS},2026-03-0{day} 09:14\n" for day in (3, 2, 1))
    (tmp_path / "log.csv").write_text(f"ticket,role,text,date\n{rows}")
    assert said(tmp_path / "log.csv") == [PEOPLE] * 3


THANKS = "Thanks, I will wait for it"


@pytest.mark.parametrize("newest_dialogue_first", [True, False])
@pytest.mark.parametrize("fields", [("turns", "role", "text", "time"), ("messages", "sender", "body", "created_at")], ids=["heed", "other"])
def test_dialogues_whose_newest_messages_stand_first(fields: tuple[str, ...], newest_dialogue_first: bool, tmp_path: Path) -> None:
    """Two of the same minute, too, in a dialogue with others and in one without."""
    held, who, text, time = fields
    dialogues = []
    for day in (1, 2, 3):
        said_ = [("customer", ASKS, "09:14"), ("agent", SAYS, "09:14"), ("customer", THANKS, "09:20")][: 3 if day < 3 else 2]
        turns = [{who: role, text: words, time: f"2026-03-0{day}T{at}:00"} for role, words, at in reversed(said_)]
        dialogues.append(json.dumps({"id": f"t{day}", held: turns}))
    if newest_dialogue_first:
        dialogues.reverse()
    (tmp_path / "log.jsonl").write_text("\n".join(dialogues))
    whole = [*PEOPLE, ("customer", THANKS)]
    assert said(tmp_path / "log.jsonl") == ([PEOPLE, whole, whole] if newest_dialogue_first else [whole, whole, PEOPLE])


@pytest.mark.parametrize("tickets", [(3, 2, 1), (1, 2, 3)], ids=["newest first", "oldest first"])
def test_rows_whose_newest_stand_first_in_each_ticket(tickets: tuple[int, ...], tmp_path: Path) -> None:
    rows = [
        (day, *row) for day in tickets for row in (("customer", THANKS, "09:20"), ("agent", SAYS, "09:14"), ("customer", ASKS, "09:14"))
    ]
    lines = [json.dumps({"ticket": day, "role": role, "text": text, "date": f"2026-03-0{day} {at}"}) for day, role, text, at in rows]
    (tmp_path / "log.jsonl").write_text("\n".join(lines))
    assert said(tmp_path / "log.jsonl") == [[*PEOPLE, ("customer", THANKS)]] * 3


def test_newest_tickets_first_and_in_each_the_oldest_message(tmp_path: Path) -> None:
    tickets = [
        {"id": f"t{day}", "turns": [{"role": role, "text": text, "time": f"2026-03-0{day}T09:14:00"} for role, text in PEOPLE]}
        for day in (3, 2, 1)
    ]
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, tickets)))
    assert said(tmp_path / "log.jsonl") == [PEOPLE] * 3


def test_an_agent_who_is_called_a_bot_is_one(tmp_path: Path) -> None:
    rows = f"7,customer,Ines,{ASKS}\n7,agent,Sunny (Bot),Choose a topic\n7,agent,Tomas,{SAYS}\n"
    (tmp_path / "log.csv").write_text(f"ticket,role,agent name,text\n{rows}")
    assert said(tmp_path / "log.csv") == [[PEOPLE[0], ("bot", "Choose a topic"), PEOPLE[1]]]


def test_a_speakers_name_with_brackets_is_only_a_name(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("会话ID,发送人,内容\n7,小明(,我的订单在哪里呢\n7,小李[客,今天早上已经寄出了\n")
    assert [text for _, text in said(tmp_path / "log.csv")[0]] == ["我的订单在哪里呢", "今天早上已经寄出了"]
