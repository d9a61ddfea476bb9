"""Personal data as it is written in Taiwan and Hong Kong; `python -m bench.redaction` measures more of it."""

import pytest

from data.redaction.output_filter import scan


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我住台北市大安區忠孝東路四段100號5樓之2，謝謝", "我住[address]，謝謝"),
        ("地址：106 台北市大安區和平東路二段50巷3弄12號7樓", "地址：[address]"),
        ("台中市西屯區臺灣大道三段99號", "[address]"),
        ("送到九龍彌敦道688號旺角中心15樓1502室", "送到[address]"),
        ("發到 上環德輔道中 268 號岑氏商業大廈 12 樓", "發到 [address]"),
        ("沙田第一城15座20樓D室，陳太太收", "[address]，[name]太太收"),
        ("我住富安花園牡丹閣1205室", "我住[address]"),
        ("家裡02-2345-6789，手機0912-345-678", "家裡[phone]，手機[phone]"),
        ("我電話係 91234567，WhatsApp +852 9123 4567", "我電話係 [phone]，WhatsApp [phone]"),
        ("9123-4567搵我", "[phone]搵我"),
        ("身分證字號：A123456789", "身分證字號：[id]"),
        ("香港身份證號碼係 A123456(3)", "香港身份證號碼係 [id]"),
        ("聯絡人張雅婷，取件人林志明", "聯絡人[name]，取件人[name]"),
        ("你好陳生，請等等", "你好[name]生，請等等"),
        ("我係陳大文，佢老公叫李家豪，", "我係[name]，佢老公叫[name]，"),
        ("我的LINE ID：ming_wang88", "我的LINE ID：[handle]"),
        ("驗證碼是 558211，末三碼 123", "驗證碼是 [code]，末三碼 [code]"),
    ],
)
def test_what_is_somebodys_is_taken_out(text: str, left: str) -> None:
    assert scan(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "我在這裡15號能到嗎",
        "客服於今日回覆您，餘額會退回原信用卡。",
        "韓國學生，可以嗎",
        "醫生，你好",
        "桌面寬120公分，滿1500元免運費",
        "門市在忠孝東路，專員會回覆您",
        "我太太，",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert scan(text) == text
