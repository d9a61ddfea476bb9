"""Help centres in one file: articles in JSON, zips of pages in zips; what leads out of its folder or isn't published stays out."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from data.documents.importing import import_documents
from data.documents.kinds import document_files, pages_of_people
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


TICKET = {
    "id": 1,
    "url": "https://desk.example/1",
    "subject": "Parcel lost",
    "description": "I am Ines Marlow, my phone is 0151 123",
}
PREVIEW = {"title": "Returns", "description": "How goods come back to our shop", "url": "https://x.example/returns"}
SPEAKER = {"username": "ines", "id": "5"}
LOGS: dict[str, object] = {
    "replies": [{**TICKET, "customer": {"name": "Ines"}, "replies": [{"from": "agent", "text": "We look into it"}]}],
    "status": [{**TICKET, "status": "open"}],
    "state": {"tickets": [{**TICKET, "state": "Pending"}], "articles": [ARTICLE]},
    "intercom": {
        "type": "conversation.list",
        "conversations": [
            {
                "type": "conversation",
                "id": "1",
                "source": {"subject": "Parcel", "body": "<p>I am Ines and it is lost</p>", "url": "https://x"},
            }
        ],
    },
    "discord": [{"id": "1", "content": "Look at this please", "author": SPEAKER, "embeds": [PREVIEW], "attachments": []}],
    "mattermost": {"posts": {"a": {"message": "Look", "user_id": "u", "metadata": {"embeds": [{"type": "opengraph", "data": PREVIEW}]}}}},
    "link": {"items": [{"text": "Look at this", "from": "Ines", "share": PREVIEW}]},
    "review": [{"title": "Bad", "body": "I am Ines and it broke at once", "url": "https://x", "rating": 1, "reviewer": {"name": "Ines"}}],
}


@pytest.mark.parametrize("name", LOGS)
def test_what_people_wrote_is_never_published_as_articles(name: str, tmp_path: Path) -> None:
    (tmp_path / "export.json").write_text(json.dumps(LOGS[name]))
    assert packed_files(tmp_path) == []


PEOPLES = [
    "your_activity/messages/inbox/ines_12/message_1.html",
    "message_2.html",
    "export/conversations/ines.html",
    "tickets/4711.html",
    "chats/Ines Marlow.html",
    "transcripts/2026-03-02.html",
]


@pytest.mark.parametrize("name", PEOPLES)
def test_downloaded_conversations_are_no_pages_in_a_zip_or_a_folder(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.writestr(name, "<p>I am Ines Marlow</p>")
        archive.writestr("index.html", "<p>x</p>")
    assert packed_files(tmp_path) == []
    page = tmp_path / "unpacked" / name
    page.parent.mkdir(parents=True)
    page.write_text("<p>I am Ines Marlow</p>")
    assert document_files(tmp_path) == []
    assert pages_of_people(tmp_path) == [page]


def test_topics_about_tickets_and_chats_are_help(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "help.zip", "w") as archive:
        archive.writestr(
            "Help/Tickets/Change a ticket 0123456789abcdef0123456789abcdef.md", "# Change a ticket\n\nUp to 24 hours before.\n"
        )
        archive.writestr("Help/Live chat/Step 1.md", "# Chat\n\nOpen the chat.\n")
    assert packed_files(tmp_path) == [tmp_path / "help.zip"]


def test_damaged_members_of_a_zip_are_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("Part-1.zip", b"PK\x03\x04 broken off")
        archive.writestr("bad.md", "# Bad\n\nWhat was here is damaged.\n")
        archive.writestr("deflate64.md", "# Other\n\nPacked in another way.\n")
        archive.writestr("good.md", "# Returns\n\nThirty days from the delivery.\n")
    content = (tmp_path / "export.zip").read_bytes().replace(b"What was here", b"What was gone", 1)
    # The method of compression stands 10 bytes into a member's place in the directory, its name 46 bytes.
    directory = bytearray(content)
    at = content.rindex(b"deflate64.md") - 46 + 10
    directory[at : at + 2] = (9).to_bytes(2, "little")
    (tmp_path / "export.zip").write_bytes(bytes(directory))
    sections = imported(tmp_path, tmp_path / "kept" / "help")
    assert [section.place.page for section in sections] == ["Returns"]
    assert all(name in caplog.text for name in ("Part-1.zip", "bad.md", "deflate64.md"))


def test_members_of_a_zip_that_are_too_large_or_encrypted_are_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../out.md", "# Out\n\nNever.\n")
        archive.writestr("bomb.md", bytes(65 << 20))
        archive.writestr("secret.md", "# Secret\n\nNever.\n")
        archive.writestr("good.md", "# Returns\n\nThirty days from the delivery.\n")
    directory = bytearray((tmp_path / "export.zip").read_bytes())
    directory[directory.rindex(b"secret.md") - 46 + 8] |= 1  # the flag of what is encrypted stands 8 bytes into a member's place
    (tmp_path / "export.zip").write_bytes(bytes(directory))
    assert [section.place.page for section in imported(tmp_path, tmp_path / "kept" / "help")] == ["Returns"]
    assert all(name in caplog.text for name in ("../out.md", "65 MB", "secret.md"))


def test_an_archive_too_deep_in_others_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    content = b"# Returns\n\nThirty days from the delivery.\n"
    for name in ("page.md", "Part-1.zip", "Part-2.zip"):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(name, content)
            archive.writestr("other.md", content if name == "page.md" else b"# Other\n\nThirty days from the delivery.\n")
            archive.writestr("more.md", b"# More\n\nThirty days from the delivery.\n")
        content = held.getvalue()
    (tmp_path / "export.zip").write_bytes(content)
    with laid_out(tmp_path / "export.zip") as folder:
        assert not list(folder.rglob("page.md"))
    assert "too deep" in caplog.text
