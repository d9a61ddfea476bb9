"""Roles that stand beside the messages, or in the kinds of them: bots in a list of participants, labels, comments beside mails."""

import json
from pathlib import Path

import openpyxl

from tests.support.logs import said_in


def test_a_bot_is_told_by_the_list_of_who_took_part(tmp_path: Path) -> None:
    said = [
        ("90", "Agent", "Please pick: 1 Bill 2 Network"),
        ("c", "Consumer", "1"),
        ("70", "Agent", "It is roaming."),
        ("s", "Controller", "x y"),
    ]
    record = {
        "info": {"conversationId": "2581"},
        "messageRecords": [
            {"messageData": {"msg": {"text": text}}, "participantId": who, "sentBy": by, "time": f"2026-05-11 12:2{place}:00"}
            for place, (who, by, text) in enumerate(said)
        ],
        "agentParticipants": [
            {"agentFullName": "concierge", "agentId": "90", "userTypeName": "Bot", "role": "Agent"},
            {"agentFullName": "Ingrid Solheim", "agentId": "70", "userTypeName": "Human", "role": "Agent"},
        ],
    }
    (tmp_path / "history.json").write_text(json.dumps({"conversationHistoryRecords": [record]}))
    (dialogue,) = said_in(tmp_path / "history.json")
    assert [role for role, _ in dialogue][:3] == ["bot", "customer", "agent"]
    assert "x y" not in [text for role, text in dialogue if role == "agent"]


def test_what_a_program_calls_a_moment_of_a_call_isnt_said(tmp_path: Path) -> None:
    lines = [
        {"content": "How can I help?", "name": "Kim Ray", "type": "transcript", "user_id": "5", "time": "2026-01-19T16:20:06"},
        {"content": "My boiler shows four.", "name": "Lo Banks", "type": "transcript", "contact_id": "4", "time": "2026-01-19T16:20:31"},
        {"content": "Open the valve slowly.", "name": "Kim Ray", "type": "transcript", "user_id": "5", "time": "2026-01-19T16:21:06"},
        {"content": "It starts up.", "name": "Lo Banks", "type": "transcript", "contact_id": "4", "time": "2026-01-19T16:21:31"},
        {"content": "positive_sentiment", "name": "Kim Ray", "type": "insight", "user_id": "5", "time": "2026-01-19T16:22:06"},
    ]
    (tmp_path / "call.json").write_text(json.dumps({"call_id": "57", "lines": lines}))
    (dialogue,) = said_in(tmp_path / "call.json")
    assert [text for _, text in dialogue] == ["How can I help?", "My boiler shows four.", "Open the valve slowly.", "It starts up."]


def test_a_conversations_preview_is_no_message(tmp_path: Path) -> None:
    conversations = [
        {"type": "conversation", "id": f"c{place}", "attributes": {"preview": "a note", "direction": "in", "createdAt": "2026-02-03"}}
        for place in range(3)
    ]
    messages = [
        {
            "type": "message",
            "id": f"m{place}",
            "attributes": {"preview": text, "direction": way, "sentAt": f"2026-02-03T09:0{place}:00Z", "auto": False},
            "relationships": {"conversation": {"data": {"type": "conversation", "id": "c1"}}},
        }
        for place, (way, text) in enumerate(
            [
                ("in", "Which descaler can I use?"),
                ("out", "Any citric one is fine for it."),
                ("in", "Thanks a lot for that"),
                ("out", "You are welcome, any time"),
            ]
        )
    ]
    (tmp_path / "conversations.json").write_text(json.dumps({"data": conversations}))
    (tmp_path / "messages-page1.json").write_text(json.dumps({"data": messages}))
    assert said_in(tmp_path) == [
        [
            ("customer", "Which descaler can I use?"),
            ("agent", "Any citric one is fine for it."),
            ("customer", "Thanks a lot for that"),
            ("agent", "You are welcome, any time"),
        ]
    ]


def test_a_comment_in_a_table_of_mails_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "mail.csv").write_text(
        "案件ID,種別,日時,本文\n1,受信,2026/05/07 04:07,動きません。\n1,送信,2026/05/07 05:07,タンクを外してください。\n"
        "1,コメント,2026/05/07 06:07,ロットを確認\n2,受信,2026/05/08 04:07,交換の時期は。\n2,送信,2026/05/08 05:07,二年に一度です。\n"
    )
    assert said_in(tmp_path / "mail.csv") == [
        [("customer", "動きません。"), ("agent", "タンクを外してください。")],
        [("customer", "交換の時期は。"), ("agent", "二年に一度です。")],
    ]


def test_a_sheet_that_explains_words_is_no_log(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Ticket-Nr.", "Zeitpunkt", "Von", "Art", "Text"),
        ("T-1", "20.04.2026 12:35", "Familie Brunner", "Anfrage", "Warum lädt die Wallbox langsam?"),
        ("T-1", "20.04.2026 12:45", "Kathrin Vogel", "Antwort", "Sie ist zu heiß."),
        ("T-2", "21.04.2026 12:35", "Sabine Ott", "Anfrage", "Wie melde ich eine Karte an?"),
        ("T-2", "21.04.2026 12:45", "Kathrin Vogel", "Antwort", "Erst die Masterkarte, dann die neue."),
    ):
        sheet.append(row)
    legend = book.create_sheet("Legende")
    for pair in (("Art", "Bedeutung"), ("Anfrage", "vom Kunden"), ("Interne Notiz", "nicht sichtbar")):
        legend.append(pair)
    book.save(tmp_path / "week.xlsx")
    assert [[role for role, _ in dialogue] for dialogue in said_in(tmp_path / "week.xlsx")] == [["customer", "agent"]] * 2


def test_what_somebody_is_may_stand_before_the_name(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(
        "2026-04-02 11:31:09 【机器人】小青：您好，输入数字选择\n2026-04-02 11:32:14 【客户】王先生(广东)：出水变小了\n"
        "2026-04-02 11:33:11 【系统】：正在为您转接\n2026-04-02 11:34:30 【客服】王敏：滤芯堵了，换一个。\n"
    )
    (dialogue,) = said_in(tmp_path / "chat.txt")
    assert [turn for turn in dialogue if turn[0] != "system"] == [
        ("bot", "您好，输入数字选择"),
        ("customer", "出水变小了"),
        ("agent", "滤芯堵了，换一个。"),
    ]


def test_a_group_of_colleagues_among_saved_chats_isnt_learnt(tmp_path: Path) -> None:
    border = "=" * 40
    chats = [("飘零的叶子", "激活码用不了", "已经解绑了"), ("Kevin", "乱码怎么弄", "嵌入字体再导出")]
    sections = [
        f"{border}\n消息对象:{who}\n{border}\n\n2026-04-11 11:36:38 {who}\n{asks}\n\n2026-04-11 11:37:34 客服小橙\n{says}\n"
        for who, asks, says in chats
    ]
    sections.append(
        f"{border}\n消息对象:软件内部群\n{border}\n\n2026-04-12 9:02:11 主管老秦\n退款先问财务\n\n2026-04-12 9:03:40 客服小橙\n收到\n"
    )
    (tmp_path / "all.txt").write_text("消息记录\n\n" + "\n".join(sections))
    assert said_in(tmp_path / "all.txt") == [[("customer", asks), ("agent", says)] for _, asks, says in chats]
