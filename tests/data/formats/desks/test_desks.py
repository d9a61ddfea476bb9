"""One small export of each desk, with a bot, a note and a system line where it has them: who said what, in which order, when."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from tests.support.desk_exports import ALL, ASKS, BOT, EXPORTS, PEOPLE, SAYS, T


def said(file: Path) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for read in read_dialogues(file) if isinstance(read, Read) for turn in read.dialogue.turns]


@pytest.mark.parametrize("layout", ["a value a line", "one array", "pretty"])
@pytest.mark.parametrize("desk", EXPORTS)
def test_roles_texts_and_order_of_a_desks_export(desk: str, layout: str, tmp_path: Path) -> None:
    values, expected = EXPORTS[desk]
    written = {
        "a value a line": "\n".join(map(json.dumps, values)),
        "one array": json.dumps(values),
        "pretty": json.dumps(values, indent=1),
    }
    (tmp_path / "export.json").write_text(written[layout])
    assert said(tmp_path / "export.json") == expected


@pytest.mark.parametrize(
    "chat",
    [
        "02/03/2026, 09:14 - Safe.\n02/03/2026, 09:14 - Ines: {}\n02/03/2026, 09:15 - Ines: <Media omitted>\n02/03/2026, 09:16 - S: {}",
        "[02.03.26, 09:14:05] Shop: \u200eNachrichten sind verschlüsselt.\n[02.03.26, 09:14:06] Ines: {}\n[02.03.26, 09:16:05] Shop: {}",
        "2/3/26, 9:14 a.\u00a0m. - Ines: {}\n2/3/26, 9:20 p.\u00a0m. - Tienda: {}",
        "2026/3/2 上午9:14 - Ines: {}\n2026/3/2 下午9:20 - 店: {}",
    ],
)
def test_a_chat_of_whatsapp_in_the_form_of_any_phone(chat: str, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(chat.format(ASKS, SAYS))
    [read] = read_dialogues(tmp_path / "chat.txt")
    assert isinstance(read, Read)
    assert str(read.dialogue.date) == "2026-03-02"
    assert said(tmp_path / "chat.txt") == PEOPLE


def test_an_export_of_slack_is_read_by_its_threads(tmp_path: Path) -> None:
    day = [
        {"type": "message", "user": user, "text": text, "ts": f"{T + at}.0", "thread_ts": f"{T}.0", **more}
        for at, user, text, more in (
            (0, "U1", ASKS, {}),
            (1, "U3", BOT, {"bot_id": "B"}),
            (2, "U2", "joined", {"subtype": "channel_join"}),
            (9, "U2", SAYS, {}),
        )
    ]
    with zipfile.ZipFile(tmp_path / "slack.zip", "w") as archive:
        archive.writestr("users.json", json.dumps([{"id": "U1", "real_name": "Ines"}, {"id": "U2", "real_name": "Tomas"}]))
        archive.writestr("help/2026-03-02.json", json.dumps(day))
        archive.writestr("__MACOSX/._users.json", "x")
    assert said(tmp_path / "slack.zip") == ALL


MAIL = """From MAILER-DAEMON Mon Mar  2 09:14:05 2026
From: {who} <{address}>
To: {to}
Subject: {subject}
Date: Mon, 02 Mar 2026 {time} +0000
Message-ID: <{id}@x>
{more}
{text}

"""


def test_mails_of_a_thread_without_quotations_signatures_and_automatic_replies(tmp_path: Path) -> None:
    ines, shop = "ines@example.org", "help@shop.example"
    quoted = f"{SAYS}\n\nBest,\nTomas\n\nOn Mon, 2 Mar 2026 at 09:14, Ines <{ines}> wrote:\n> {ASKS}"
    mails = [
        MAIL.format(
            who="Ines", address=ines, to=shop, subject="Bench", time="09:14:05", id=1, more="", text=f"{ASKS}\n\n-- \nSent from my phone"
        ),
        MAIL.format(
            who="Shop", address=shop, to=ines, subject="Re: Bench", time="10:14:05", id=2, more="In-Reply-To: <1@x>\n", text=quoted
        ),
        MAIL.format(
            who="Ines",
            address=ines,
            to=shop,
            subject="Automatic reply: Bench",
            time="10:15:05",
            id=3,
            more="In-Reply-To: <2@x>\n",
            text="Away.",
        ),
    ]
    (tmp_path / "mail.mbox").write_text("".join(mails))
    assert said(tmp_path / "mail.mbox") == PEOPLE


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep/a.csv", f"dialogue,role,text\n1,customer,{ASKS}\n1,agent,{json.dumps(SAYS)}\n")
        archive.writestr(".hidden", "x")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert said(tmp_path / "outer.zip") == PEOPLE


def test_the_pages_that_telegram_exports(tmp_path: Path) -> None:
    """As Telegram Desktop writes them: the name only where it changes, a second page after a thousand messages."""
    begin = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body><div class="page_wrap">'
        '<div class="page_header"><div class="content"><div class="text bold">\nInes Kowalski\n</div></div></div>'
        '<div class="page_body chat_page"><div class="history">'
    )

    def message(number: int, name: str, text: str) -> str:
        date = f'<div class="pull_right date details" title="02.03.2026 09:{number}:05 UTC+01:00">\n09:{number}\n</div>'
        by = f'<div class="from_name">\n{name} \n</div>' if name else ""
        joined = "" if name else " joined"
        said = f'<div class="text">\n{text}\n</div>' if text else '<div class="media_wrap clearfix"></div>'
        return f'<div class="message default clearfix{joined}" id="message{number}"><div class="body">{date}{by}{said}</div></div>'

    day = '<div class="message service" id="message-1"><div class="body details">\n2 March 2026\n</div></div>'
    first, second = tmp_path / "chat" / "messages.html", tmp_path / "chat" / "messages2.html"
    first.parent.mkdir()
    first.write_text(begin + day + message(10, "Ines Kowalski", ASKS) + message(11, "", "It is &quot;oak&quot;.<br>Hello?"))
    second.write_text(begin + message(12, "Shop", SAYS) + message(13, "", "") + message(14, "Ines Kowalski", "Thank you!"))
    [read] = [read for read in read_dialogues(tmp_path / "chat") if isinstance(read, Read)]
    turns = [("customer", ASKS), ("customer", 'It is "oak".\nHello?'), ("agent", SAYS), ("customer", "Thank you!")]
    assert [(turn.role, turn.text) for turn in read.dialogue.turns] == turns
    assert str(read.dialogue.date) == "2026-03-02"
