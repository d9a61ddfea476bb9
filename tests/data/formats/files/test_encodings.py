import io

import pytest

from data.formats.files.encodings import encoding_of, lines_of

TEXTS = {
    "cp1251": "Здравствуйте, где мой заказ? Посылка не пришла уже неделю.",
    "koi8_r": "Здравствуйте, где мой заказ? Посылка не пришла уже неделю.",
    "big5hkscs": "您好，請問我的包裹什麼時候會到？已經三天沒有更新了",
    "gb18030": "您好，请问订单什么时候发货？",
    "cp932": "商品はいつ届きますか。よろしくお願いします",
    "euc_jp": "商品はいつ届きますか。よろしくお願いします",
    "cp949": "안녕하세요 주문한 상품이 언제 도착하나요",
    "cp1250": "Dobrý den, kde je moje objednávka? Děkuji, příště",
    "cp1252": "Darf die Bank aus Eiche im Winter draußen bleiben? Für 4,90 €",
    "cp1253": "Καλημέρα, πού είναι η παραγγελία μου;",
    "cp1254": "Merhaba, siparişim nerede? Teşekkür ederim",
    "cp1255": "שלום היכן ההזמנה שלי",
    "cp1256": "مرحبا أين طلبي لم يصل بعد",
    "utf-16-le": "Can the oak bench stay outside?",
    "utf-16-be": "Can the oak bench stay outside?",
    "utf-8": "größer 搪瓷锅 привет",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_encoding_of_a_short_table(encoding: str) -> None:
    content = f"dialogue,role,text\n1,customer,{TEXTS[encoding]}\n".encode(encoding)
    found = encoding_of(content)
    assert found == encoding
    assert [line.text for line in lines_of(io.BytesIO(content), found)][1].endswith(TEXTS[encoding])


def test_a_line_in_another_encoding_is_read_by_itself_and_said_to_be() -> None:
    content = "größer\n".encode() * 3 + "Straße für Öl\n".encode("cp1252")
    *good, other = lines_of(io.BytesIO(content), encoding_of(content))
    assert {line.mended for line in good} == {""}
    assert (other.text, other.number) == ("Straße für Öl", 4)
    assert other.mended == "read as cp1252, since it isn't utf-8"


def test_damaged_bytes_never_become_replacement_characters() -> None:
    content = b"\xff\xfe\xfa\xc3(\n" + "größer\n".encode() * 3
    assert encoding_of(content) == "utf-8"
    assert "\ufffd" not in "".join(line.text for line in lines_of(io.BytesIO(content), "utf-8"))


def test_line_ends_of_all_kinds_and_marks_in_the_middle() -> None:
    content = b"\xef\xbb\xbfa\r\nb\rc\n\xef\xbb\xbfd"
    assert [(line.number, line.text) for line in lines_of(io.BytesIO(content), "utf-8")] == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]


def test_bytes_of_nothing_are_no_sign_of_utf_16() -> None:
    assert encoding_of(b"\xff\xfe\xfa\xc3(\n" + "größer\n".encode() * 40 + b"\x00" * 12 + b"\n") == "utf-8"
