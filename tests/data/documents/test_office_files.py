"""PDF, Word and FAQ tables; and files that were made to do harm, each refused with a plain sentence."""

import datetime
import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from data.documents.blocks import Faq, Heading, Text, Unreadable
from data.documents.pages.pdf_pages import MOST_PAGES
from data.documents.pages.pdf_pages import read as read_pdf
from data.documents.pages.word_pages import read as read_word
from data.documents.tables.faq_tables import is_faq, read_faq
from tests.support.documents import archive, excel, pdf, word

LINES = [(11.0, "Rub in linseed oil once a month and leave it over-"), (11.0, "night. Never use olive oil.")]
OTHERS = {"Spoons": "Wash them by hand.", "Steel": "White vinegar takes stains off."}


def test_a_pdfs_headings_are_told_by_their_size_and_running_heads_are_left_out() -> None:
    pages = [[(9.0, "Juniper Lane care"), (22.0, "Care guide"), (15.0, "Boards"), *LINES, (9.0, "Page 1 of 3")]]
    for number, (title, text) in enumerate(OTHERS.items(), start=2):
        pages.append([(9.0, "Juniper Lane care"), (15.0, title), (11.0, text), (9.0, f"Page {number} of 3")])
    page = read_pdf(pdf(pages), "care")
    oiling = Text("Rub in linseed oil once a month and leave it overnight. Never use olive oil.")
    assert page.title == "Care guide"
    others = [block for title, other in OTHERS.items() for block in (Heading(2, title), Text(other))]
    assert page.blocks == [Heading(2, "Boards"), oiling, *others]


def test_an_encrypted_a_scanned_and_a_broken_pdf_are_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    for content, why in ((locked.getvalue(), "needs a password"), (pdf([[]]), "pictures of pages"), (b"%PDF-1.4 nonsense", "damaged")):
        with pytest.raises(Unreadable, match=why):
            read_pdf(content, "x")


def test_of_a_pdf_with_too_many_pages_the_first_are_read() -> None:
    page = read_pdf(pdf([[(11.0, f"Line {number}.")] for number in range(MOST_PAGES + 2)]), "x")
    assert page.notes == [f"only the first {MOST_PAGES} of its {MOST_PAGES + 2} pages were read"]


def test_word() -> None:
    content = word(
        "Assembly",
        [
            ("Heading 1", "Price"),
            ("Normal", "It costs £45."),
            ("Heading 1", "Tools"),
            ("List Bullet", "A mallet"),
            ("List Bullet", "A level"),
        ],
        datetime.datetime(2026, 7, 2),
    )
    page = read_word(content, "x")
    assert (page.title, page.date) == ("Assembly", datetime.date(2026, 7, 2))
    assert page.blocks == [Heading(1, "Price"), Text("It costs £45."), Heading(1, "Tools"), Text("- A mallet\n- A level")]


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"word/document.xml": b"0" * (64 << 20)}, "packed far smaller than any text"),
        ({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'}, "defines entities"),
        ({"other.txt": b"no document"}, "no Word document"),
    ],
)
def test_a_hostile_word_file_is_refused(parts: dict[str, bytes], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_word(archive(parts), "x")


@pytest.mark.parametrize("heads", ["Question,Answer,Updated", "Frage;Antwort;Stand", "问题\t答案\t日期", "pregunta|respuesta|fecha"])
def test_a_table_of_questions_is_known_by_its_headings_in_any_language(heads: str) -> None:
    between = next(mark for mark in ",;\t|" if mark in heads)
    content = f"{heads}\nHow long?{between}30 days.{between}2026-03-14\nWhy?{between}{between}\n".encode()
    assert is_faq("faq.csv", content)
    page = read_faq(content, "faq")
    assert page.blocks == [Faq("How long?", "30 days.", date=datetime.date(2026, 3, 14))]
    assert page.notes == ["row 3 has no answer"]


def test_a_row_with_broken_quotes_does_not_swallow_the_others() -> None:
    content = b'question,answer\nOpen?,"Until 18:00\nWhere?,Leeds.\nLong?,' + b"x" * 60_000 + b"\nDogs?,Welcome.\n"
    page = read_faq(content, "faq")
    assert page.blocks == [Faq("Open?", '"Until 18:00'), Faq("Where?", "Leeds."), Faq("Dogs?", "Welcome.")]
    assert page.notes == ["the answer in row 4 has more than 50,000 characters"]


def test_an_excel_faq_and_tables_that_are_none() -> None:
    content = excel([["Thema", "Frage", "Antwort"], ["Zahlung", "Rechnung?", "Ja, mit Klarna."]])
    assert is_faq("faq.xlsx", content)
    assert read_faq(content, "faq", ".xlsx").blocks == [Faq("Rechnung?", "Ja, mit Klarna.", page="Zahlung")]
    assert not is_faq("log.csv", b"dialogue,role,text\n1,customer,hello\n")
    assert is_faq("faq.csv", b"Question,Answer,Contact\nOpen?,Until six.,desk@shop.example\n")
    assert not is_faq("cases.csv", b"Question,Answer,Customer\nOpen?,Until six.,Ann\n")
    assert not is_faq("log.csv", b"role,question,answer\ncustomer,a,b\n")
    assert not is_faq("bomb.xlsx", archive({"xl/workbook.xml": b"0" * (64 << 20)}))


def test_a_workbook_that_is_damaged_below_its_headings_is_unreadable() -> None:
    rows = [["Question", "Answer"], *([f"Number {number}?", f"Answer {number}."] for number in range(2_000))]
    with zipfile.ZipFile(io.BytesIO(excel(rows))) as book:
        whole = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    for kept in (len(whole[sheet]) // 2, 200):
        content = archive(whole | {sheet: whole[sheet][:kept]})
        with pytest.raises(Unreadable, match="damaged"):
            read_faq(content, "faq", ".xlsx")
        assert is_faq("faq.xlsx", content) == (kept > 200)  # so far as its headings can be read


def test_an_answer_in_a_row_of_its_own_goes_to_the_question_above_it() -> None:
    rows: list[list[str | None]] = [
        ["Can I return it?", "Yes."],
        [None, "Within 30 days."],
        ["Is it waterproof?", None],
        [None, "No, keep it dry."],
        ["Is it heavy?", None],
    ]
    page = read_faq(excel([["Question", "Answer"], *rows]), "faq", ".xlsx")
    assert page.blocks == [Faq("Can I return it?", "Yes.\nWithin 30 days."), Faq("Is it waterproof?", "No, keep it dry.")]
    assert page.notes == ["row 6 has no answer"]
