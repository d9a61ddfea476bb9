import json
from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues

BUYER = "wmErxtDgAA9AW32YyyuYRimKr7D0"


def message(source: str, to: str, text: str, time: int, **more: object) -> str:
    return json.dumps(
        {"action": "send", "from": source, "tolist": [to], "msgtime": time, "msgtype": "text", "text": {"content": text}, **more}
    )


def test_customers_by_their_ids_and_colleagues_among_themselves(tmp_path: Path) -> None:
    at = 1_773_220_325_000
    lines = (
        message(BUYER, "wmiller", "瓷砖什么时候到货", at),
        message("wmiller", BUYER, "周六到您小区", at + 1),
        message("wmiller", "WangQiang", "老王你跟一下", at + 2),
        message("wmiller", BUYER, "您这单全额退款", at + 3, msgid="m7"),
        message("wmiller", BUYER, "", at + 4, action="recall", msgtype="revoke", revoke={"pre_msgid": "m7"}),
    )
    (tmp_path / "archive.jsonl").write_text("\n".join(lines))
    [found] = [read for read in read_dialogues(tmp_path / "archive.jsonl") if isinstance(read, Read)]
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == [("customer", "瓷砖什么时候到货"), ("agent", "周六到您小区")]


def test_rooms_of_employees_among_themselves_are_notes(tmp_path: Path) -> None:
    at = 1_773_220_325_000
    lines = (
        message(BUYER, "wmiller", "瓷砖什么时候到货", at, roomid="wrA", tolist=["wmiller", "WangQiang"]),
        message("wmiller", BUYER, "周六到您小区", at + 1, roomid="wrA", tolist=[BUYER, "WangQiang"]),
        message("wmiller", "WangQiang", "这个客户很烦", at + 2, roomid="wrA", tolist=["WangQiang"]),
        message("WangQiang", BUYER, "我是老王", at + 3, roomid="wrA", tolist=[]),
        message("wmiller", "WangQiang", "工资几号发", at + 4, roomid="wrB", tolist=["WangQiang", "LiNa"]),
        message("LiNa", "WangQiang", "十五号", at + 5, roomid="wrB", tolist=["WangQiang", "wmiller"]),
    )
    (tmp_path / "archive.jsonl").write_text("\n".join(lines))
    said = [[turn.text for turn in read.dialogue.turns] for read in read_dialogues(tmp_path / "archive.jsonl") if isinstance(read, Read)]
    assert said == [["瓷砖什么时候到货", "周六到您小区", "我是老王"]]
