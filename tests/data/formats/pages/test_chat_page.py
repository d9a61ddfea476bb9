from pathlib import Path

import pytest

from data.documents.kinds import document_files
from data.formats.pages.chat_page import chats, recognises
from data.formats.pages.page_messages import Part, spoken
from data.formats.reading.dialogues import Read, read_dialogues

ASKS, SAYS, AGAIN = "Does the lamp come with a bulb?", "It does, a warm white one.", "And how bright is it?"


def wechat(talk: int, who: str, text: str) -> str:
    side = "right" if who == "Lind" else "left"
    return (
        f'<div class="msg {side}"><div class="nt"><span class="dspname">{who}</span> '
        f'<span class="time">2026-03-1{talk} 09:12:05</span></div>'
        f'<div class="content">{text}</div></div>'
    )


def facebook(talk: int, who: str, text: str) -> str:
    date = f"Mar 1{talk}, 2026 9:12 AM"
    return f'<div class="pam"><div class="_2lej">{who}</div><div><div>{text}</div></div><div class="_2lem">{date}</div></div>'


def row(talk: int, who: str, text: str) -> str:
    role = "agent" if who == "Lind" else "visitor"
    return f'<li class="line {role}"><b>{who}</b><time datetime="2026-03-1{talk}T09:12:00Z">9:12</time><p>{text}</p></li>'


def page(make: object) -> bytes:
    assert callable(make)
    talks = ""
    for number, name in enumerate(("Bo", "Ines", "Kim")):
        lines = "".join(make(number, who, text) for who, text in ((name, ASKS), ("Lind", SAYS), (name, AGAIN)))
        talks += f"<div class='chat'><h2>{name}</h2>{lines}</div>"
    return f"<!DOCTYPE html><html><head><title>Chats</title><style>.x{{}}</style></head><body>{talks}</body></html>".encode()


@pytest.mark.parametrize("make", [wechat, facebook, row])
def test_pages_of_chats(make: object, tmp_path: Path) -> None:
    (tmp_path / "chats.html").write_bytes(page(make))
    found = [read.dialogue.turns for read in read_dialogues(tmp_path / "chats.html") if isinstance(read, Read)]
    assert [[(turn.role, turn.text) for turn in turns] for turns in found] == [
        [("customer", ASKS), ("agent", SAYS), ("customer", AGAIN)]
    ] * 3
    assert document_files(tmp_path / "chats.html") == []


@pytest.mark.parametrize("attribute", ["", " class='time'"])
@pytest.mark.parametrize("said", ["ok 12:15", "12:15"])
def test_a_time_that_somebody_says_is_a_text(said: str, attribute: str, tmp_path: Path) -> None:
    talk = [("Bo", "09:12", "When do you come?"), ("Support", "09:13", said), ("Bo", "09:14", "Fine, I am at home.")]
    bubbles = "".join(f"<div class='b'><b>{who}</b><i{attribute}>{time}</i><p>{text}</p></div>" for who, time, text in talk)
    (tmp_path / "chat.html").write_text(f"<!DOCTYPE html><html><body><div>{bubbles}</div></body></html>")
    [found] = [read.dialogue.turns for read in read_dialogues(tmp_path / "chat.html") if isinstance(read, Read)]
    assert [turn.text for turn in found] == [text for _, _, text in talk]


def test_an_element_of_several_messages_is_none() -> None:
    parts = [Part(text, (), "p", "") for text in ("Bo", "09:12", "When?", "Support", "09:13", "At noon.")]
    assert spoken(parts) is None
    assert spoken(parts[:3]) == ("Bo", "09:12", "When?")


def test_an_article_with_comments_is_no_chat() -> None:
    comments = "".join(facebook(number, who, "Thanks!") for number, who in enumerate(("Bo", "Ines", "Bo")))
    article = "<p>" + "A lamp needs a bulb that fits its socket. " * 40 + "</p>"
    assert not recognises(f"<html><body><h1>Lamps</h1>{article}{comments}</body></html>".encode())
    assert list(chats("page", b"<html><body><p>Lamps, 09:12</p></body></html>")) == []
