"""A folder of documents comes in, comes in again, and what can't be read ends nothing."""

import datetime
import os
import signal
import time
from pathlib import Path

import pytest

from data.documents.blocks import Page, Unreadable
from data.documents.importing import ImportedDocuments, import_documents
from data.documents.kinds import document_files
from data.documents.passages import LONGEST, document_pairs
from data.documents.reading import BoundedReader
from data.documents.store import read_sections
from data.records import Place
from tests.support.documents import pdf


def bring_in(folder: Path, to: Path) -> ImportedDocuments:
    return import_documents(folder, document_files(folder), to)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    folder = tmp_path / "centre"
    (folder / "shop_files").mkdir(parents=True)
    (folder / "returns.md").write_text("---\ndate: 2026-03-14\n---\n# Returns\n\n## Time\n\n30 days.\n\n## Label\n\nIt is free.\n")
    (folder / "pay.html").write_text("<main><h1>Pay</h1><p>Cards, PayPal.</p></main>")
    (folder / "faq.csv").write_text("question,answer\nAre you open?,Until 18:00.\n")
    (folder / "log.csv").write_text("dialogue,role,text\n1,customer,hello\n")
    (folder / "shop_files" / "frame.html").write_text("<p>An advertisement.</p>")
    (folder / "sitemap.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://shop.example/help/pay</loc>'
        "<lastmod>2026-05-01</lastmod></url></urlset>"
    )
    return folder


def test_each_file_by_its_kind_with_page_section_address_and_date(centre: Path, tmp_path: Path) -> None:
    imported = bring_in(centre, tmp_path / "kept")
    assert (imported.new, imported.sections, imported.notes) == (3, 4, [])
    pairs = {pair.dialogue: pair for pair in document_pairs(tmp_path / "kept")}
    label = pairs["centre/returns.md#2"]
    assert (label.question, label.answer, label.date) == ("Returns: Label", "It is free.", datetime.date(2026, 3, 14))
    assert label.document == Place("Returns", 2)
    assert pairs["centre/pay.html#0"].document == Place("Pay", 0, "https://shop.example/help/pay")
    assert pairs["centre/pay.html#0"].date == datetime.date(2026, 5, 1)
    assert pairs["centre/faq.csv#1"].question == "Are you open?"


def test_again_only_what_changed_is_read_and_what_is_gone_goes(centre: Path, tmp_path: Path) -> None:
    bring_in(centre, tmp_path / "kept")
    before = {pair.dialogue: pair.id for pair in document_pairs(tmp_path / "kept")}
    (centre / "returns.md").write_text((centre / "returns.md").read_text().replace("30 days", "40 days"))
    (centre / "faq.csv").unlink()
    imported = bring_in(centre, tmp_path / "kept")
    assert (imported.new, imported.changed, imported.unchanged, imported.removed) == (0, 1, 1, 1)
    after = {pair.dialogue: pair.id for pair in document_pairs(tmp_path / "kept")}
    assert before["centre/returns.md#2"] == after["centre/returns.md#2"]
    assert before["centre/returns.md#1"] != after["centre/returns.md#1"]
    assert "centre/faq.csv#1" not in after


@pytest.mark.parametrize("now", [b"name,price\nlamp,30\n", b"\x00\xff" * 40], ids=["another table", "damaged"])
def test_a_table_that_reads_as_no_faq_any_more_keeps_what_it_brought(now: bytes, centre: Path, tmp_path: Path) -> None:
    bring_in(centre, tmp_path / "kept")
    (centre / "faq.csv").write_bytes(now)
    imported = bring_in(centre, tmp_path / "kept")
    assert imported.removed == 0
    assert [file.name for file, note in imported.notes if "what was kept of it before stays" in note] == ["faq.csv"]
    assert any(pair.dialogue == "centre/faq.csv#1" for pair in document_pairs(tmp_path / "kept"))


def test_a_file_that_cannot_be_read_is_named_and_what_it_brought_before_stays(centre: Path, tmp_path: Path) -> None:
    bring_in(centre, tmp_path / "kept")
    (centre / "pay.html").write_text("<div>" * 5_000)
    (centre / "scan.pdf").write_bytes(pdf([[]]))
    imported = bring_in(centre, tmp_path / "kept")
    assert {file.name: why.split(",")[0][:24] for file, why in imported.notes} == {
        "pay.html": "its elements are nested ",
        "scan.pdf": "it holds pictures of pag",
    }
    assert {section.document for section in read_sections(tmp_path / "kept")} >= {"centre/pay.html", "centre/returns.md"}


def test_entities_of_a_sitemap_do_not_unfold(centre: Path, tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    (centre / "sitemap.xml").write_text(f"<!DOCTYPE x [{laughs}]><urlset><url><loc>&l9;</loc></url></urlset>")
    imported = bring_in(centre, tmp_path / "kept")
    assert imported.new == 3
    assert "it is no sitemap (EntitiesForbidden" in imported.notes[0][1]


def hang(file: Path) -> Page:
    time.sleep(60)
    return Page(file.name, [])


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with BoundedReader(longest=3.0, read=hang) as reader, pytest.raises(Unreadable, match="took longer than 3 seconds"):
        reader.read(tmp_path / "x")


def end(file: Path) -> Page:
    if file.name == "x":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(3)


def exhaust(file: Path) -> Page:
    return Page(str(len(bytearray(4 << 30))), [])


def test_what_is_known_of_a_process_that_ended_is_said(tmp_path: Path) -> None:
    with BoundedReader(read=end) as reader:
        for name, how in (("x", "was ended by the signal SIGKILL"), ("y", "ended with the status 3")):
            with pytest.raises(Unreadable, match=f"the process that read it {how}; it may be damaged"):
                reader.read(tmp_path / name)
    with BoundedReader(read=exhaust) as reader, pytest.raises(Unreadable, match="needs more than the 3 GB of memory"):
        reader.read(tmp_path / "x")


def test_what_stands_on_every_page_is_no_passage_and_long_sections_are_cut_without_loss(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    words = " ".join(f"Sentence number {number} says something of its own." for number in range(200))
    for number in range(5):
        text = words if number == 0 else f"Subject {number}."
        (folder / f"{number}.html").write_text(f"<h1>Page {number}</h1><p>{text}</p><p>Free delivery today</p>")
    bring_in(folder, tmp_path / "kept")
    pairs = document_pairs(tmp_path / "kept")
    assert not [pair for pair in pairs if "Free delivery today" in pair.answer]
    parts = [pair.answer for pair in pairs if pair.dialogue == "site/0.html#0"]
    assert len(parts) > 1
    assert max(map(len, parts)) <= LONGEST + 1
    assert " ".join(parts) == words
