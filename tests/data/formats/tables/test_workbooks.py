"""Tables that aren't `.xlsx`: of old Excel, of LibreOffice, and the pages that desks call `.xls`."""

import zipfile
from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.tables.workbooks import text_of_cell

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
