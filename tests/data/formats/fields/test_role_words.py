import pytest

from data.errors import DataError
from data.formats.fields.role_words import is_fixed, role_of
from data.formats.log_format import LogFormat


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Kunde", "customer"), ("end-user", "customer"), ("客户", "customer"), ("お客様", "customer"), ("Inbound", "customer"),
        ("Клиент", "customer"),
        ("Mitarbeiter", "agent"), ("Customer Service", "agent"), ("客户服务", "agent"), ("坐席", "agent"), ("Atendente", "agent"),
        ("AgentBot", "bot"), ("智能客服", "bot"), ("客服助手", "bot"), ("店鋪助手", "bot"),
        ("Customer support bot", "bot"), ("机器人", "bot"), ("assistant", "bot"),
        ("assistente automatico", "bot"), ("Asistente virtual", "bot"), ("Virtual Agent", "bot"), ("agente virtual", "bot"),
        ("Wirtualny asystent", "bot"),
        ("Assistente", None), ("Virtual Reality", None),
        ("Pelanggan", "customer"), ("ลูกค้า", "customer"), ("ग्राहक", "customer"), ("Khách hàng", "customer"), ("العميل", "customer"),
        ("Ospite", "customer"), ("Гость", "customer"), ("Anonymous", "customer"), ("พนักงาน", "agent"), ("Layanan Pelanggan", "agent"),
        ("System Message", "system"), ("系统", "system"), ("Private note", "note"), ("内部备注", "note"),
        *((desk, "agent") for desk in (
            "Chăm sóc khách hàng", "Hỗ trợ khách hàng", "Dịch vụ khách hàng", "Layanan Konsumen", "Pusat Layanan Pelanggan",
            "Layanan Nasabah", "Korisnik Servis", "Klijent služba", "Client Services", "Guest Relations",
            "Misafir Evi Rosa", "Khách sạn Hoa", "Servicio al cliente",
            "Serviço ao cliente", "Supporto cliente", "Müşteri Hizmetleri", "Müşteri İlişkileri", "Asiakas tuki", "Ügyfél támogatás",
            "Служба клиент", "خدمة العميل", "שירות לקוח", "客户支持", "ग्राहक सेवा", "บริการลูกค้า",
        )),
        ("Khách Tâm", "customer"), ("Pelanggan Budi", "customer"),
        ("Sistem Destek", "agent"), ("Sistem Admin", "agent"), ("Sistem Satıcı", "agent"), ("Sistem Servis", None),
        ("Rendszer Kft", None), ("Sistem", "system"), ("Rendszer", "system"), ("Hệ thống", "system"), ("Sistem Mesajı", "system"),
        ("Virtual Sales Team", "agent"), ("Virtual Advisor", "agent"), ("Virtual Store", "agent"), ("Virtual Agents", "agent"),
        ("Virtual Office Support", "agent"), ("Automatic Door Service", "agent"), ("Virtual Travel Agent", "agent"),
        ("Virtual Agent Team", "agent"), ("virtueller Berater", "agent"),
        ("Tomas", None), ("Ines Calloway", None), ("", None), ("x" * 500, None),
    ],
)  # fmt: skip
def test_words_for_roles_in_many_languages(word: str, role: str | None) -> None:
    assert role_of(word) == role


def test_a_bot_a_note_and_the_desk_are_never_mapped_to_a_person() -> None:
    format = LogFormat(
        roles={"System": "agent", "Bot": "agent", "Private note": "customer", "Kiki": "agent", "assistant": "agent"}, agents=("Tomas",)
    )
    assert [format.role(word) for word in ("System", "Bot", "Private note")] == ["system", "bot", "note"]
    assert [format.role(word) for word in ("Kiki", "assistant", "Tomas", "Ines")] == ["agent", "agent", "agent", ""]
    assert format.not_followed == ["System=agent", "Bot=agent", "Private note=customer"]
    assert not is_fixed("Kiki")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"columns": {"body": "x"}}, "a column map names"),
        ({"roles": {"x": "boss"}}, "a role map leads to"),
        ({"dates": "year-first"}, "dates are day-first or month-first"),
        ({"encoding": "utf-9"}, "an encoding is one that Python knows"),
    ],
)
def test_what_is_said_wrongly_of_a_log_is_a_clear_error(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        LogFormat(**wrong)  # type: ignore[arg-type]
