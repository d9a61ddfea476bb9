"""Workbooks: of old Excel, of LibreOffice, the pages that desks call `.xls`, and sheets that somebody keeps by hand."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data.errors import DataError
from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.tables.workbooks import text_of_cell
from tests.support.logs import said_in

ROWS = [("Ticket", "From", "Message", "Sent"), ("41", "customer", "Does the lamp dim?", "2026-03-02 09:14:00")]
ROWS.append(("41", "agent", "Yes, with any dimmer.", "2026-03-02 09:20:00"))
SAID = [("customer", "Does the lamp dim?"), ("agent", "Yes, with any dimmer.")]


def said(file: Path) -> list[tuple[str, str]]:
    reads = [read for read in read_dialogues(file) if isinstance(read, Read)]
    assert [str(read.dialogue.date) for read in reads] == ["2026-03-02"]
    return [(turn.role, turn.text) for read in reads for turn in read.dialogue.turns]


def test_a_workbook_of_an_excel_before_2007() -> None:
    assert said(Path(__file__).parent / "old_excel.xls") == SAID  # made with xlwt


def test_a_spreadsheet_of_libreoffice(tmp_path: Path) -> None:
    cells = "".join(f"<r>{''.join(f'<c t><text:p>{text}</text:p></c>' for text in row)}</r>" for row in ROWS)
    cells = cells.replace("<c t>", '<table:table-cell office:value-type="string">').replace("</c>", "</table:table-cell>")
    names = {"office": "office", "table": "table", "text": "text"}
    xmlns = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for name, of in names.items())
    rows = cells.replace("<r>", "<table:table-row>").replace("</r>", "</table:table-row>")
    sheet = f'<office:spreadsheet><table:table table:name="Chats">{rows}</table:table></office:spreadsheet>'
    with zipfile.ZipFile(tmp_path / "chats.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {xmlns}><office:body>{sheet}</office:body></office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    assert said(tmp_path / "chats.ods") == SAID


@pytest.mark.parametrize("begin", ["", "\ufeff<html><head><meta charset='utf-8'></head><body>", "<!DOCTYPE html>\n<table><tr><td>"])
def test_a_page_that_is_called_xls(begin: str, tmp_path: Path) -> None:
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    (tmp_path / "chats.xls").write_text(f"{begin}<table border=1>{table}</table>", encoding="utf-8")
    assert said(tmp_path / "chats.xls") == SAID


def test_an_old_mail_of_outlook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = (Path(__file__).parent / "old_excel.xls").read_bytes()
    (tmp_path / "mail.msg").write_bytes(old)
    with pytest.raises(DataError, match=r"mails as \.eml"):
        list(read_dialogues(tmp_path / "mail.msg"))
    (tmp_path / "cut.xls").write_bytes(old[:2_000])
    with pytest.raises(DataError, match=r"save it again as \.xlsx"):
        list(read_dialogues(tmp_path / "cut.xls"))


def test_escaped_characters_of_a_workbook_are_read_as_these() -> None:
    assert text_of_cell("Shake it._x000D_\nThen wait._x0009_Done") == "Shake it.\nThen wait.\tDone"
    assert text_of_cell("part _x005F_x000D_ of kit_x2") == "part _x000D_ of kit_x2"


LANGUAGES = {
    "id": "No Tiket|Tanggal|Jam|Pengirim|Nama|Isi Pesan|Catatan Internal|Status|Pelanggan|CS|Sistem",
    "vi": "Mã phiếu|Ngày|Giờ|Người gửi|Tên|Nội dung|Ghi chú nội bộ|Trạng thái|Khách hàng|Nhân viên|Hệ thống",
    "tr": "Talep No|Tarih|Saat|Gönderen|İsim|Mesaj|Dahili Not|Durum|Müşteri|Temsilci|Sistem",
    "cs": "Číslo tiketu|Datum|Čas|Odesílatel|Jméno|Zpráva|Interní poznámka|Stav|Zákazník|Operátor|Systém",
    "hu": "Jegyazonosító|Dátum|Időpont|Küldő|Név|Üzenet|Megjegyzés|Állapot|Ügyfél|Ügyintéző|Rendszer",
    "sv": "Ärendenummer|Datum|Klockslag|Avsändare|Namn|Meddelande|Anteckning|Läge|Kund|Handläggare|System",
    "ar": "رقم التذكرة|التاريخ|الوقت|المرسل|الاسم|الرسالة|ملاحظة داخلية|الحالة|العميل|الموظف|النظام",
    "th": "หมายเลขตั๋ว|วันที่|เวลา|ผู้ส่ง|ชื่อ|ข้อความ|หมายเหตุภายใน|สถานะ|ลูกค้า|พนักงาน|ระบบ",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_in_another_language_below_a_title_and_beside_instructions(language: str, tmp_path: Path) -> None:
    *names, customer, agent, program = LANGUAGES[language].split("|")
    book = openpyxl.Workbook()
    for line in ("How to fill in this sheet", "One row is one message of a customer or an agent"):
        book.worksheets[0].append([line])
    sheet = book.create_sheet("March")
    day = datetime.datetime(2026, 3, 3)
    said = [
        ("LD-1", 11, customer, "Ana Roth", "Does the blue lamp dim?", None),
        ("LD-2", 12, customer, "Ben Ems", "May I have it washed?", None),
        ("LD-1", 15, agent, "Kim", "It does, with the wheel.", "an old customer"),
        ("LD-2", 16, agent, "Kim", "You may, but cold.", None),
        ("LD-1", 30, program, None, "Closed by a rule", None),
    ]
    rows = [(ticket, day, datetime.time(8, minute), *who, note, "open") for ticket, minute, *who, note in said]
    for row in (["Chats of March"], [], names, *rows):
        sheet.append(row)
    book.save(tmp_path / "chats.xlsx")
    assert sorted(said_in(tmp_path / "chats.xlsx")) == [
        [("customer", "Does the blue lamp dim?"), ("agent", "It does, with the wheel.")],
        [("customer", "May I have it washed?"), ("agent", "You may, but cold.")],
    ]


def test_a_column_called_status_heads_a_table_of_which_no_name_is_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("Wer es ist", "Was es ist", "Status"),
        *(("customer" if n % 2 else "agent", f"Lamp number {n} is dim today", "new") for n in range(1, 7)),
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "chats.xlsx")
    (dialogue,) = said_in(tmp_path / "chats.xlsx")
    assert dialogue[0] == ("customer", "Lamp number 1 is dim today")
