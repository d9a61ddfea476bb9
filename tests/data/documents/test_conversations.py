"""Tickets and conversations that were saved as pages are refused, however a desk writes them; help pages with times and names aren't."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from data.documents.blocks import Page, Text
from data.documents.conversations import ReadsAsConversation
from data.documents.importing import ImportedDocuments, import_documents
from data.documents.kinds import document_files, read_document
from data.documents.sections import sections_of
from data.documents.store import Header, read_sections, write_document
from data.records import Section

TICKETS = {
    "print.html": """<title>Ticket #48213: Kettle leaks</title><h1>#48213 Kettle leaks</h1><table><tr><th>Requester</th><td>Ines</td></tr>
    <tr><th>Assignee</th><td>Tomas</td></tr></table><div class="comment"><p><b>Ines</b> March 3, 2026 at 09:12</p><p>It leaks.</p>
    </div>""",
    "replied.html": """<title>[#1042] Refund : Peakgear</title><div>Created by Mia on Tue, 4 Aug 2026 at 9:05 AM</div>
    <p>No refund yet.</p>
    <p>Jon replied (Thu, 6 Aug 2026 at 11:20 AM)</p><p>It was sent on Monday.</p>""",
    "chat.html": "<p>Visitor: is it in stock</p><p>Anna: Which colour?</p><p>Visitor: green</p><p>Anna: Yes.</p>",
    "mail.html": """<title>Mail - Re: Order 8812</title><table><tr><td><b>Ola</b></td><td>Mon, Feb 2, 2026 at 8:15 AM</td></tr><tr>
    <td>Where is it?
    </td></tr></table><table><tr><td><b>Shop</b></td><td>Mon, Feb 2, 2026 at 9:45 AM</td></tr><tr><td>At the post office.</td></tr>
    </table>""",
    "issue.html": """<h3>[SUP-77] Login broken</h3><table><tr><td><b>Reporter:</b></td><td>Kim</td></tr><tr><td><b>Assignee:</b></td>
    <td>Raj</td></tr></table><p>I can't log in.</p>""",
    "zh.html": """<div>客户 2026-03-01 10:02:11</div><div>还没到</div><div>客服 2026-03-01 10:03:45</div><div>请稍等</div>
    <div>客户 2026-03-01 10:04:02</div>""",
    "list.html": """<main><ul><li><span class="author">Zoe</span> <time>2026-04-02 08:11</time><p>it crashes</p></li><li><span>Ben</span>
    <time>2026-04-02 08:15</time><p>Please update.</p></li><li><span>Zoe</span> <time>2026-04-02 08:20</time><p>works</p></li></ul>
    </main>""",
    "desk.html": """<h2>Lost password</h2><div>Jane Roe</div><div>14 Jul 2026 03:15 PM</div><div>The mail never comes.</div>
    <div>Mike</div><div>14 Jul 2026 04:40 PM</div><div>We have sent it again.</div>""",
    "outlook.html": """<p>From: Ola<br>Sent: Monday, February 2, 2026 8:15 AM<br>To: Help<br>Subject: Where is it</p><p>Where is it?</p>""",
    "phone.html": """<div>[10:15, 3/2/2026] Ana: oi, chegou quebrado</div><div>[10:17, 3/2/2026] Loja: manda foto</div>
    <div>[10:20, 3/2/2026] Ana: enviei</div>""",
    "names.html": """<h1>Chat transcript 2026-05-01</h1><p><b>Laura</b></p><p>How can I help?</p><p><b>Customer</b></p><p>Size M?</p>
    <p><b>Laura</b></p><p>Yes</p>""",
    "behind.html": """<h1>Kettle</h1><p>Visitor: is it in stock 10:02</p><p>Anna: yes 10:03</p><p>Visitor: 10:30 tomorrow would do 10:04</p>
    <p>Anna: 15 March is the earliest day, sorry 10:06</p><p>Visitor: fine 10:07</p>""",
    "clock.html": """<h2>Lost parcel</h2><div>Jane Roe</div><div>14 Jul 2026 09:00</div><div>It isn't here.</div><div>Mike</div>
    <div>14 Jul 2026 09:41</div><div>We ask.</div>""",
    "round.html": """<p>Ann Lee</p><p>Monday, 2 March 2026 at 09:00</p><p>Where is it?</p><p>Sam</p>
    <p>Monday, 2 March 2026 at 10:30</p><p>Sorry, it is late</p>""",
    "round_beside.html": """<p>Ann Lee 2026-03-02 09:00</p><p>I moved to 5 High Street</p><p>Sam 2026-03-02 10:30</p><p>thanks</p>
    <p>Ann Lee 2026-03-02 11:00</p><p>ok</p>""",
    "round_unknown.html": """<p>Xqo 2026-03-02 09:00</p><p>Where is my parcel?</p><p>Zarv 2026-03-02 10:30</p><p>At the post office</p>""",
    "round_desk.html": """<p>Customer</p><p>2 March 2026, 09:00</p><p>It is broken</p><p>Support</p><p>2 March 2026, 10:30</p>
    <p>Sorry</p>""",
    "clocks.html": "<p>Ann: 9:14 where is it</p><p>Sam: 9:15 late</p><p>Ann: 9:16 when</p><p>Sam: 9:17 now</p>",
    "round_clocks.html": "<p>Ines: 9:00 where is it</p><p>Jane Roe: 9:30 late</p><p>Ines: 10:00 when</p><p>Jane Roe: 10:30 now</p>",
    "mail_zh.html": "<p>发件人：王小明</p><p>日期：3月2日</p><p>主题：还没到</p><p>在哪里</p>",
    "mail_zh_tw.html": "<p>寄件者：王小明</p><p>收件者：客服</p><p>主旨：還沒到</p><p>在哪裡</p>",
    "mail_ja.html": "<p>差出人：山田</p><p>宛先：サポート</p><p>件名：届きません</p><p>どこですか</p>",
    "mail_ko.html": "<p>보낸 사람: 김</p><p>받는 사람: 고객센터</p><p>제목: 배송</p><p>어디에 있나요</p>",
    "mail_ru.html": "<p>От: Ольга</p><p>Кому: Магазин</p><p>Тема: Посылка</p><p>Где она?</p>",
    "talk.md": "# Chat\n\n**Marta** (10:02): My seat?\n\n**Lee** (10:03): Which?\n\n**Marta** (10:04): 12.\n\n**Lee** (10:05): Done.",
}
HELP = {
    "changed.html": """<h1>Help</h1><h2>Returns</h2><p>Updated 2025-01-03 10:00</p><p>You have 30 days.</p><h2>Delivery</h2>
    <p>Updated 2025-01-04 10:00</p><p>Two days.</p><h2>Payment</h2><p>Updated 2025-01-05 10:00</p><p>By card.</p>""",
    "hours.html": """<h1>Hours</h1><p>Phone: 9:00 to 18:00</p><p>Chat: 8:00 to 22:00</p><p>Shop: 10:00 to 18:00</p>
    <p>24 December 2026: 9:00–13:00</p><p>31 December 2026: 9:00–13:00</p><p>1 January 2027: 10:00–12:00</p>""",
    "news.html": """<h1>News</h1><h2>4.2 (2 March 2026)</h2><p>Fixed: a crash.</p><p>New: dark.</p><p>Fixed: icons.</p>
    <p>New: widgets.</p>""",
    "dates.html": """<h1>Webinars</h1><ul><li>3 March 2026, 10:00: Start</li><li>10 March 2026, 10:00: Reports</li>
    <li>17 March 2026, 15:30: Billing</li></ul><p>Last updated: 1 March 2026 10:00</p><p>All are free.</p>""",
    "deadlines.html": """<h1>Christmas</h1><p>Order until then, and it arrives in time.</p><h2>Standard</h2><p>Germany: 15 December 2025,
    12:00</p><p>France: 14 December 2025, 12:00</p><h2>Express</h2><p>Germany: 20 December 2025, 12:00</p><p>France: 19 December 2025,
    12:00</p><p>By courier.</p>""",
    "carriers.html": """<h1>Christmas</h1><p>Germany: 15 December 2025, 12:00</p><p>By DHL, with a number.</p><p>France: 14 December 2025,
    12:00</p><p>By Colissimo.</p><p>Spain: 12 December 2025, 9:30</p><p>By Correos.</p>""",
    "fristen.html": """<h1>Fristen</h1><p>Deutschland: Montag, 15. Dezember 2025, 12:00 Uhr</p><p>Schweiz: bis 10.12.2025, 12:00 Uhr</p>
    <h2>Express</h2><p>Deutschland: Freitag, 19. Dezember 2025, 12:00 Uhr</p><p>Schweiz: bis 18.12.2025, 12:00 Uhr</p>""",
    "months.html": """<h1>Orders</h1><p>US: December 15, 2025, 5:00 PM</p><p>UK: December 14, 2025, 5:00 PM</p><h2>Express</h2>
    <p>US: by December 18, 5:00 PM</p><p>UK: by December 17, 5:00 PM</p><p>All by courier.</p>""",
    "zh.html": """<h1>截单时间</h1><p>德国：2025年12月15日 12:00</p><p>法国：2025年12月14日 12:00</p><h2>快递</h2>
    <p>德国：2025年12月18日 12:00</p><p>法国：2025年12月17日 12:00</p>""",
    "shops.html": """<h1>Shops</h1><h2>Berlin</h2><p>Monday: 9:00 to 18:00</p><p>Tuesday: from 9:00</p><h2>Hamburg</h2>
    <p>Monday: 10:00 to 18:00</p><p>Tuesday: from 10:00</p>""",
    "webinars.html": """<h1>Webinars</h1><h2>3 March 2026, 10:00</h2><p>Getting started</p><h2>10 March 2026, 15:30</h2><p>Reports</p>
    <h2>17 March 2026, 10:00</h2><p>Billing</p>""",
    "sessions.html": """<h1>Sessions</h1><h2>Getting started</h2><p>3 March 2026, 10:00</p><p>For all who are new.</p><h2>Reports</h2>
    <p>10 March 2026, 15:30</p><p>Figures for a month.</p><h2>Getting started</h2><p>17 March 2026, 10:00</p><p>For all who are new.</p>""",
    "outage.html": """<h1>Maintenance</h1><p>Start: 3 March 2026, 22:00</p><p>End: 4 March 2026, 02:00</p><p>Shop: unavailable</p>
    <p>Start: 10 March 2026, 22:00</p><p>End: 11 March 2026, 02:00</p><p>App: unavailable</p>""",
    "bot.html": "<h1>Our bot</h1><p>For example:</p><p>You: Where is my order?</p><p>Bot: It arrives tomorrow.</p>",
    "faq.html": "<h1>FAQ</h1><p>Q: How long?</p><p>A: One day.</p><p>Q: At weekends?</p><p>A: Two days.</p><p>Requester: who asked.</p>",
    "comments.html": """<article><h1>Delivery</h1><p>Updated 3 March 2026 10:00</p>
    <p>Plants are sent on Mondays and arrive on the next day or the
    day after that.</p></article><div class="comments-area"><p>Ute, 3 April 2026 10:15</p><p>Dead!</p><p>Jo, 4 April 2026 11:15</p>
    <p>Same.</p>
    <p>Al, 5 April 2026 12:15</p></div>""",
}


@pytest.mark.parametrize("name", TICKETS)
def test_a_saved_ticket_or_conversation_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(TICKETS[name], encoding="utf-8")
    with pytest.raises(ReadsAsConversation, match="isn't kept as help"):
        read_document(tmp_path / name)


@pytest.mark.parametrize("name", HELP)
def test_a_help_page_with_times_names_and_comments_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(HELP[name], encoding="utf-8")
    assert read_document(tmp_path / name).blocks


def _imported_after(before: str, now: str, tmp_path: Path, by_an_older_check: bool) -> tuple[ImportedDocuments, list[Section]]:
    """What an import says of a page that changed, or was let in by a check of old, and what is kept then."""
    folder, kept = tmp_path / "help", tmp_path / "kept"
    folder.mkdir()
    (folder / "page.html").write_text(before, encoding="utf-8")
    if by_an_older_check:
        sections = list(
            sections_of(Page("Help", [Text(each.text()) for each in LexborHTMLParser(before).css("h2, div")]), "help/page.html")
        )
        write_document(kept / "help" / "page.html.jsonl", Header("help/page.html", "old", 1), sections)
    else:
        import_documents(folder, document_files(folder), kept)
    (folder / "page.html").write_text(now, encoding="utf-8")
    return import_documents(folder, document_files(folder), kept), list(read_sections(kept))


def test_one_that_was_kept_before_goes_and_the_import_says_why(tmp_path: Path) -> None:
    imported, sections = _imported_after(TICKETS["desk.html"], TICKETS["print.html"], tmp_path, True)
    assert [note for _, note in imported.notes if "isn't kept as help" in note and note.endswith("must not stay either, and is removed")]
    assert (imported.removed, sections) == (1, [])


@pytest.mark.parametrize("now", [TICKETS["print.html"], "<h1>Returns</h1><main></main>", "<p>" * 600], ids=["ticket", "empty", "too deep"])
def test_a_help_page_that_was_kept_stays_when_the_file_can_no_longer_be_read(now: str, tmp_path: Path) -> None:
    imported, sections = _imported_after(HELP["changed.html"], now, tmp_path, False)
    assert [note for _, note in imported.notes if "what was kept of it before stays, until" in note]
    assert imported.removed == 0
    assert any("30 days" in section.text for section in sections)
