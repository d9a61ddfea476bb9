"""XML of desks comes in like their JSON; what is broken in it is named, and what is dangerous refused."""

from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.encodings import Decoded
from data.formats.files.xml_values import record_path, xml_values
from data.formats.reading.dialogues import Read, read_dialogues
from tests.support.desk_exports import ASKS, NOTE, PEOPLE, SAYS

ZENDESK = """<?xml version="1.0" encoding="{encoding}"?>
<tickets type="array">{tickets}
</tickets>"""
COMMENT = """
  <comment><author-id>{who}</author-id><created-at>2026-03-02T09:{minute}:05Z</created-at>
  <is-public type="boolean">{public}</is-public><value>{text}</value></comment>"""
TICKET = (
    """ <ticket><nice-id type="integer">{id}</nice-id><requester-id>5</requester-id><subject>B &amp; more</subject>"""
    """<comments type="array">"""
    + COMMENT.format(who=5, minute=14, public="true", text="{asks}")
    + COMMENT.format(who=6, minute=15, public="false", text="{note}")
    + COMMENT.format(who=6, minute=16, public="true", text="{says}")
    + "</comments></ticket>\n"
)


def said(file: Path) -> list[list[tuple[str, str]]]:
    return [[(turn.role, turn.text) for turn in read.dialogue.turns] for read in read_dialogues(file) if isinstance(read, Read)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_tickets_with_their_comments(encoding: str, tmp_path: Path) -> None:
    tickets = "".join(TICKET.format(id=id, asks=ASKS, note=NOTE, says=SAYS) for id in (7, 8))
    (tmp_path / "tickets.xml").write_bytes(ZENDESK.format(encoding=encoding, tickets=tickets).encode(encoding))
    assert said(tmp_path / "tickets.xml") == [PEOPLE, PEOPLE]


def test_attributes_cdata_entities_of_html_and_lone_ampersands(tmp_path: Path) -> None:
    lines = f'<l from="Kunde"><![CDATA[{ASKS}]]></l><l from="Roboter">Hm</l><l from="Mitarbeiter">{SAYS} Oil & wax&nbsp;&uuml;</l>'
    (tmp_path / "chats.xml").write_text(f'<log><chat nr="1">{lines}</chat><chat nr="2">{lines}</chat></log>')
    whole = [("customer", ASKS), ("bot", "Hm"), ("agent", f"{SAYS} Oil & wax ü")]
    assert said(tmp_path / "chats.xml") == [whole, whole]


def test_a_file_that_breaks_off_gives_what_is_whole_and_names_the_line(tmp_path: Path) -> None:
    tickets = "".join(TICKET.format(id=id, asks=ASKS, note=NOTE, says=SAYS) for id in (7, 8, 9))
    (tmp_path / "tickets.xml").write_text(ZENDESK.format(encoding="utf-8", tickets=tickets)[:-700])
    assert said(tmp_path / "tickets.xml")[:2] == [PEOPLE, PEOPLE]
    assert any("ends too soon" in str(row) for row in read_dialogues(tmp_path / "tickets.xml") if isinstance(row, BadRow))


def test_records_of_a_large_file_come_one_by_one_also_behind_a_broken_one() -> None:
    texts = ["<?xml version='1.0'?><export>", "<case><id>1</id></case>", "<case><id>2</case>", "<case><id>3</id></case>", "</export>"]
    lines = [Decoded(number, text) for number, text in enumerate(texts, start=1)]
    assert record_path([*lines[:2], lines[3]]) == "export/case"
    values = list(xml_values(lines, "export/case"))
    assert [value.value for value in values if not value.problem] == [{"id": "1"}, {"id": "3"}]
    assert [value.line for value in values if value.problem] == [3]


@pytest.mark.parametrize("declared", ['<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/hostname">'])
def test_entities_of_ones_own_are_refused(declared: str, tmp_path: Path) -> None:
    (tmp_path / "tickets.xml").write_text(f"<?xml version='1.0'?><!DOCTYPE t [{declared}]><t><c>&a;</c></t>")
    with pytest.raises(DataError, match="entities of its own"):
        list(read_dialogues(tmp_path / "tickets.xml"))


def test_a_workbook_in_xml_of_2003(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells) + "</Row>"

    rows = row("Ticket", "Role", "Message") + row("7", "customer", ASKS) + '<Row><Cell ss:Index="2"><Data>agent</Data></Cell>'
    rows += f"<Cell><Data>{SAYS}</Data></Cell></Row>"
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    (tmp_path / "export.xls").write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet><Table>{rows}</Table></Worksheet></Workbook>'
    )
    assert said(tmp_path / "export.xls") == [PEOPLE]
