"""Logs of shops in Taiwan and Hong Kong: who spoke, what is taken out, and what may be said to others."""

from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.reading.dialogues import read_dialogues
from data.mining.pairs import mine
from data.records import AGENT, BOT, CUSTOMER, Dialogue

TAIWAN = """交談編號,傳送者類型,傳送者名稱,傳送時間,訊息內容
A001,客人,陳小姐,2024/03/05 10:02,您好，我想請問發票怎麼開
A001,客服人員,小安,2024/03/05 10:04,陳小姐您好，請稍候，我幫您查一下
A001,客服人員,小安,2024/03/05 10:06,發票會在出貨後三天內寄到電子信箱。
A001,客人,陳小姐,2024/03/05 10:07,電話0912-345-678，地址台北市大安區忠孝東路四段100號5樓之2
A001,客服人員,小安,2024/03/05 10:09,已幫您更新地址，祝您有愉快的一天！
A002,客人,王大明,2024/03/06 14:20,如果尺寸不合可以退貨嗎？我是王大明，身分證字號A123456789
A002,自動回應,系統,2024/03/06 14:20,感謝您的來訊，客服人員將盡快為您服務。
A002,客服人員,小安,2024/03/06 14:28,可以的，未使用過的商品七天內可以退貨，退貨時請附上發票。
"""
HONG_KONG = """[LINE] 與陳大文的聊天記錄
儲存日期： 2024/04/12 18:02

2024/04/10（三）
上午10:02\t陳大文\t你好，想問下張梳化有冇現貨？同埋幾時可以送貨
上午10:05\t靚家傢俬客服\t你好陳生，請等等，我幫你睇睇
上午10:08\t靚家傢俬客服\t呢款梳化落單後大約7至10個工作天送貨。
上午10:10\t陳大文\t咁幾多錢運費？我住沙田第一城15座20樓D室，電話91234567
上午10:12\t靚家傢俬客服\t市區送貨收$300，滿$5000免運費。
上午10:13\t陳大文\t[貼圖]
"""
MEMBERS = (
    '{"對話編號":"H2","訊息":[{"角色":"客人","時間":"2024-05-03 15:00","內容":"會員積分幾時到期，我係張志強"},'
    '{"角色":"系統","時間":"2024-05-03 15:00","內容":"已轉接客服專員"},'
    '{"角色":"客服","時間":"2024-05-03 15:03","內容":"積分由獲得當日起計12個月內有效，到期前30日會以電郵提示會員。"}]}\n'
)


def read(folder: Path, name: str, text: str) -> list[Dialogue]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = list(read_dialogues(path))
    assert not any(isinstance(each, BadRow) for each in found)
    return [each.dialogue for each in found if not isinstance(each, BadRow)]


def test_a_table_of_a_shop_in_taiwan(tmp_path: Path) -> None:
    first, second = read(tmp_path, "log.csv", TAIWAN)
    assert [turn.role for turn in first.turns] == [CUSTOMER, AGENT, AGENT, CUSTOMER, AGENT]
    assert [turn.role for turn in second.turns] == [CUSTOMER, BOT, AGENT]
    said = "".join(turn.text for dialogue in (first, second) for turn in dialogue.turns)
    assert not [value for value in ("0912", "忠孝", "5樓", "陳小", "王大明", "A1234") if value in said]
    answers = [pair.answer for dialogue in (first, second) for pair in mine(dialogue)]
    assert answers == ["發票會在出貨後三天內寄到電子信箱。", "可以的，未使用過的商品七天內可以退貨，退貨時請附上發票。"]


def test_a_chat_on_line_in_hong_kong(tmp_path: Path) -> None:
    (dialogue,) = read(tmp_path, "[LINE]與陳大文的聊天.txt", HONG_KONG)
    assert [turn.role for turn in dialogue.turns] == [CUSTOMER, AGENT, AGENT, CUSTOMER, AGENT]
    said = "".join(turn.text for turn in dialogue.turns)
    assert not [value for value in ("陳生", "沙田", "91234567", "貼圖") if value in said]
    assert [pair.answer for pair in mine(dialogue)] == ["呢款梳化落單後大約7至10個工作天送貨。", "市區送貨收$300，滿$5000免運費。"]


def test_objects_of_a_shop_in_hong_kong(tmp_path: Path) -> None:
    (dialogue,) = read(tmp_path, "log.jsonl", MEMBERS)
    assert [(turn.role, turn.text[-6:]) for turn in dialogue.turns] == [(CUSTOMER, "[name]"), (AGENT, "電郵提示會員。"[-6:])]
    assert len(list(mine(dialogue))) == 1
