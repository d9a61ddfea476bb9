"""Which of several lists in an object is the conversation, and which was said beside it."""

import json
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

ASKS, SAYS = "Why is the oak bench wet?", "Please oil it once a year."
MESSAGES = [{"author": "Ines", "role": "customer", "text": ASKS}, {"author": "Tomas", "role": "agent", "text": SAYS}]
ASIDE = [{"author": "Tomas", "role": "agent", "text": text} for text in ("She is cross.", "Third time.", "Close it soon.")]


@pytest.mark.parametrize(
    ("aside", "messages"),
    [
        ("comments", "messages"),
        ("Kommentare", "Nachrichten"),
        ("comentarios", "mensajes"),
        ("comments", "emails"),
        ("interne_notizen", "nachrichten"),
        ("notas", "mensajes"),
        ("备注", "消息"),
        ("社内メモ", "メッセージ"),
        ("side_conversations", "messages"),
        ("internal_chat", "chat"),
        ("comments", "private_messages"),
    ],
)
@pytest.mark.parametrize("depth", [0, 1])
def test_what_colleagues_say_beside_is_no_conversation(aside: str, messages: str, depth: int, tmp_path: Path) -> None:
    lists = {aside: ASIDE, messages: MESSAGES}
    (tmp_path / "log.json").write_text(json.dumps([{"id": id, **({"ticket": lists} if depth else lists)} for id in (7, 8)]))
    read = [found.dialogue for found in read_dialogues(tmp_path / "log.json") if isinstance(found, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in read] == [[("customer", ASKS), ("agent", SAYS)]] * 2


def test_comments_are_the_conversation_where_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "log.json").write_text(json.dumps([{"id": 7, "kommentare": MESSAGES}]))
    assert [len(found.dialogue.turns) for found in read_dialogues(tmp_path / "log.json") if isinstance(found, Read)] == [2]


def test_the_pieces_of_one_text_are_no_conversation(tmp_path: Path) -> None:
    pieces = [
        {"type": "paragraph", "content": [{"type": "text", "text": SAYS}]},
        {"type": "mediaSingle", "content": [{"type": "media", "attrs": {"id": "6e", "type": "file", "collection": ""}}]},
    ]
    told = {"author": "Tomas", "role": "agent", "body": {"type": "doc", "version": 1, "content": pieces}}
    (tmp_path / "log.json").write_text(json.dumps([{"id": 7, "description": ASKS, "reporter": "Ines", "comments": [told]}]))
    read = [found.dialogue for found in read_dialogues(tmp_path / "log.json") if isinstance(found, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in read] == [[("customer", ASKS), ("agent", SAYS)]]


@pytest.mark.parametrize("own", ["stripped_text", "extracted_text"])
def test_the_text_without_what_it_quotes_is_read_where_a_desk_has_it(own: str, tmp_path: Path) -> None:
    messages = [{**message, "text": f"{message['text']}\n\nTom\nLamp Team", own: message["text"]} for message in MESSAGES]
    (tmp_path / "log.json").write_text(json.dumps([{"id": 7, "messages": messages}]))
    read = [found.dialogue for found in read_dialogues(tmp_path / "log.json") if isinstance(found, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in read] == [[("customer", ASKS), ("agent", SAYS)]]


def test_a_signature_that_only_the_html_marks_is_left_out(tmp_path: Path) -> None:
    html = f'<p>{SAYS}</p><div class="desk-signature">Tom<br>Lamp Team</div>'
    messages = [MESSAGES[0], {**MESSAGES[1], "text": f"{SAYS}\n\nTom\nLamp Team", "rich_text": html}]
    (tmp_path / "log.json").write_text(json.dumps([{"id": 7, "messages": messages}]))
    read = [found.dialogue for found in read_dialogues(tmp_path / "log.json") if isinstance(found, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in read] == [[("customer", ASKS), ("agent", SAYS)]]
