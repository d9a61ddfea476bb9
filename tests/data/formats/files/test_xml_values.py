"""XML of desks comes in like their JSON; what is broken in it is named, and what is dangerous refused."""

from pathlib import Path

import pytest
from defusedxml.ElementTree import DefusedXMLParser

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.encodings import Decoded
from data.formats.files.xml_records import Records
from data.formats.files.xml_values import record_path, xml_values
from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.tables.spreadsheet_xml import rows_of_sheets
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


def chat(id: int, tag: str = "conversation") -> str:
    lines = f"<message><from>customer</from><text>{ASKS}</text></message><message><from>agent</from><text>{SAYS}</text></message>"
    return f"<{tag}><id>c{id}</id><messages>{lines}</messages></{tag}>\n"


CUSTOMERS = "".join(f"<customer><id>{id}</id><name>Ines Marlow</name><city>Rye</city></customer>\n" for id in range(18_000))


@pytest.mark.parametrize(("broken", "ends"), [("", "\n"), ("<customer><id>1</customer>\n", "")])
def test_conversations_far_behind_other_elements_of_a_large_file(broken: str, ends: str, tmp_path: Path) -> None:
    text = f"<e>\n<customers>\n{CUSTOMERS}{broken}</customers>\n<conversations>\n{chat(1)}{chat(2)}</conversations>\n</e>"
    (tmp_path / "export.xml").write_text(text.replace("\n", ends))
    assert len(text) > 1 << 20
    assert said(tmp_path / "export.xml") == [PEOPLE, PEOPLE]


@pytest.mark.parametrize("tag", ["support-case", "support_case", "z:support-case"])
@pytest.mark.parametrize("ends", ["\n", ""])
def test_reading_goes_on_behind_a_bad_tag(tag: str, ends: str, tmp_path: Path) -> None:
    cases = chat(1, tag) + f"<{tag}><id>c2</{tag}>\n" + chat(3, tag) + chat(4, tag)
    (tmp_path / "export.xml").write_text(f"<z:all-cases xmlns:z='urn:z'>\n{cases}</z:all-cases>".replace("\n", ends))
    assert said(tmp_path / "export.xml") == [PEOPLE, PEOPLE, PEOPLE]
    [bad] = [row for row in read_dialogues(tmp_path / "export.xml") if isinstance(row, BadRow)]
    assert "mismatched tag" in str(bad)


def test_nothing_outside_of_records_is_held() -> None:
    target = Records("e/r")
    parser = DefusedXMLParser(target=target)
    parser.feed("<e>" + "<other>text<deep/></other> \n" * 50 + "<r>1</r> \n" * 50)
    assert target.open == []
    assert target.ready == ["1"] * 50


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("<m><body>Hello<br/>world <b>now</b> ok</body></m>", {"body": "Hello\nworld now ok"}),
        ("<m><body>See <a href='x'>our <i>page</i></a>.</body><at>1</at></m>", {"body": "See our page.", "at": "1"}),
        ("<m><body><p>Hello</p><p>the <b>bench</b></p></body></m>", {"body": "Hello\nthe bench"}),
        ("<m><q>How?</q><a>So.</a></m>", {"q": "How?", "a": "So."}),
        ("<m>Hello<at>1</at></m>", {"at": "1", "text": "Hello"}),
    ],
)
def test_tags_of_html_are_part_of_the_text(written: str, value: object) -> None:
    assert [each.value for each in xml_values([Decoded(1, written)])] == [value]


def test_a_cell_is_its_data_alone() -> None:
    cell = '<Cell ss:StyleID="s1" ss:Formula="=A1" ss:HRef="http://x"><Data>{}</Data><Comment><Data>Ines</Data></Comment></Cell>'
    rich = cell.format('<B>bold</B> and <Font html:Color="#F00">red</Font>')
    row = f'<Row ss:Height="3"><Cell ss:StyleID="s62"/>{cell.format("A")}{rich}<Cell ss:Index="5" ss:StyleID="s62"/></Row>'
    lone = '<Row ss:Height="9"/><Row><Cell ss:StyleID="s62"/></Row><Row><Cell><Data>x</Data></Cell></Row>'
    text = f'<Workbook xmlns:ss="a" xmlns:html="b"><Worksheet><Table>{row}{lone}</Table></Worksheet></Workbook>'
    assert [record.cells for record in rows_of_sheets([Decoded(1, text)])] == [["", "A", "bold and red", "", ""], ["x"]]
