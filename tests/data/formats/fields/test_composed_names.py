import pytest

from data.formats.fields.field_names import rank


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("dialogue", "Gesprächsnr."), ("dialogue", "Número de la consulta"), ("dialogue", "N° de dossier"), ("dialogue", "Nr zgłoszenia"),
        ("dialogue", "Номер заявки"), ("dialogue", "咨询单号"), ("dialogue", "お問合せ番号"), ("role", "送信者タイプ"),
        ("role", "Tipo de remitente"),
        ("role", "发言人身份"), ("speaker", "Name des Absenders"), ("text", "消息正文"), ("text", "Treść wiadomości"), ("date", "送信日"),
        ("date", "Data de envio"), ("time", "发送时刻"), ("speaker", "Messages/Author"), ("text", "Messages/Body"),
    ],
)  # fmt: skip
def test_names_that_are_put_together(field: str, name: str) -> None:
    assert rank(field, name) is not None


@pytest.mark.parametrize("name", ["Order number", "Customer name", "Kundennummer", "Product ID", "订单编号", "Fallout", "IP/Port"])
def test_numbers_of_something_else_are_no_conversations(name: str) -> None:
    assert rank("dialogue", name) is None
