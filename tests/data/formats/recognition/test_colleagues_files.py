import pytest

from data.formats.recognition.colleagues_files import among_colleagues


@pytest.mark.parametrize(
    ("files", "noted"),
    [
        (["c/1/messages.json", "c/1/comments.json", "c/2/comments.json"], {"c/1/comments.json"}),
        (["replies/7.csv", "notes/7.csv", "notes/8.csv"], {"notes/7.csv"}),
        (["export_messages_2024.jsonl", "export_internal_2024.jsonl"], {"export_internal_2024.jsonl"}),
        (["Nachrichten.xlsx", "Notizen.xlsx"], {"Notizen.xlsx"}),
        (["tickets.json", "comments.json"], set()),
        (["messages.json", "users.json"], set()),
        (["threads.csv", "comments.csv"], set()),
        (["tickets.csv", "comments.csv", "mailboxes.csv"], set()),
        (["comments.csv", "replacements.csv"], set()),
        (["comments.json", "chats.json"], set()),
        (["ticket_comments", "ticket_messages", "chats"], {"ticket_comments"}),
        (["notes.csv", "chats.csv"], {"notes.csv"}),
        (["front/c_7.messages.json", "front/c_7.comments.json", "front/c_8.comments.json.gz"], {"front/c_7.comments.json"}),
    ],
)
def test_notes_in_files_of_their_own_are_told_by_the_messages_beside_them(files: list[str], noted: set[str]) -> None:
    assert among_colleagues(files) == noted
