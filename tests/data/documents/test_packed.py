"""Help centres in one file: articles in JSON, zips of pages in zips; what leads out of its folder or isn't published stays out."""

import io
import json
import zipfile
from pathlib import Path

from data.documents.importing import import_documents
from data.documents.kinds import document_files
from data.documents.packed import laid_out, packed_files
from data.documents.store import read_sections
from data.records import Section

BODY = "<p>Unused goods come back.</p><h2>How long</h2><p>Thirty days from the delivery.</p>"
ARTICLE = {
    "id": 5,
    "title": "Returns",
    "body": BODY,
    "html_url": "https://x.example/returns",
    "locale": "en",
    "updated_at": "2026-02-01T10:00:00Z",
}


def imported(path: Path, to: Path) -> list[Section]:
    for file in packed_files(path):
        with laid_out(file) as folder:
            import_documents(folder, document_files(folder), to)
    return list(read_sections(to))


def test_articles_of_a_help_centre_in_json(tmp_path: Path) -> None:
    draft = {**ARTICLE, "id": 6, "draft": True}
    (tmp_path / "articles.json").write_text(json.dumps({"count": 2, "articles": [ARTICLE, draft]}))
    sections = imported(tmp_path / "articles.json", tmp_path / "help")
    assert [(section.place.page, section.headings, section.text) for section in sections] == [
        ("Returns", (), "Unused goods come back."),
        ("Returns", ("How long",), "Thirty days from the delivery."),
    ]
    assert {str(section.date) for section in sections} == {"2026-02-01"}
    assert sections[0].place.address.startswith("https://x.example/returns")


def test_tickets_are_no_articles(tmp_path: Path) -> None:
    ticket = {"id": 1, "subject": "Bench", "description": "I want a new one since it is wet", "requester_id": 5, "url": "https://x.example"}
    (tmp_path / "tickets.json").write_text(json.dumps([ticket]))
    assert packed_files(tmp_path / "tickets.json") == []


def test_pages_of_a_zip_in_a_zip(tmp_path: Path) -> None:
    part = io.BytesIO()
    with zipfile.ZipFile(part, "w") as archive:
        archive.writestr("Help/Returns 0123456789abcdef0123456789abcdef.md", "# Returns\n\nThirty days from the delivery.\n")
        archive.writestr("Help/picture.png", "x")
        archive.writestr("../../outside.md", "# Outside\n\nNever.\n")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("Export-Part-1.zip", part.getvalue())
    sections = imported(tmp_path, tmp_path / "kept" / "help")
    assert [(section.place.page, section.text) for section in sections] == [("Returns", "Thirty days from the delivery.")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export.zip", "kept"]


def test_a_zip_with_logs_is_none_of_pages(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("messages.json", "{}")
        archive.writestr("about.html", "<p>x</p>")
    assert packed_files(tmp_path) == []
