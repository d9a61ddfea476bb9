"""Pages as the tools of help centres write them: what is said is kept, what is around it isn't (written by hand, in their markup)."""

import datetime

from data.documents.blocks import Faq, Heading, Text
from data.documents.pages.html_pages import read

FRESHDESK = """<html><head><title> Return a rental : Peakgear </title></head><body class="portal"><header class="banner">
<div class="banner-title"><h1 class="heading">Peakgear</h1></div></header><section class="main content fc-article-show">
<h2 class="heading">Return a rental<a href="javascript:print();"><span class="text-print">Print</span></a></h2>
<p>Modified on: Tue, 4 Aug, 2026 at  9:05 AM</p><article class="article-body" id="article-body"><p>Bring skis back by 18:30.</p></article>
<p class="article-vote">Did you find it helpful?</p></section></body></html>"""
WIKI = """<html><head><title>Lost card - Kronen Wiki</title></head><body><div id="content" role="main">
<div id="siteNotice"><p>Read-only on Sunday.</p></div><h1 id="firstHeading">Lost card</h1>
<div id="siteSub" class="noprint">From Kronen Wiki</div>
<div class="mw-parser-output"><p>Blocking is free.<sup class="reference"><a href="#cite_note-1">[1]</a></sup></p>
<h2><span class="mw-headline" id="New">New card</span><span class="mw-editsection">[<a href="#">edit</a>]</span></h2>
<table><tr><th>Card</th><th>Fee</th></tr><tr><td rowspan="2">Visa</td><td>€15</td></tr><tr><td>express €25</td></tr></table>
<h2>References</h2><ol><li>Price list</li></ol></div><div class="printfooter">Retrieved from "https://w.example"</div></div>
<footer>This page was last edited on 3 February 2026, at 11:02.</footer></body></html>"""
TABS = """<main><h1>Reset</h1><div class="alert"><div class="admonitionHeading_Gv"><span>warning</span></div><p>It deletes all.</p></div>
<ul role="tablist"><li role="tab">Model A</li><li role="tab">Model B</li></ul><div role="tabpanel"><p>The pin is below.</p></div>
<div role="tabpanel" hidden=""><p>The pin is at the back.</p></div><p>Last updated 2 months ago</p></main>"""
NOTION = """<html><head><title>Warranty</title></head><body><article class="page sans"><header><h1>Warranty</h1><table class="properties">
<tbody><tr class="property-row"><th>Last edited</th><td><time>@May 3, 2026 10:11 AM</time></td></tr></tbody></table></header>
<div class="page-body"><figure><span class="icon">💡</span><p>Batteries have 6 months.</p></figure>
<ol type="1" start="1"><li>Take a photo.</li></ol>
<ol type="1" start="2"><li>Send it.</li></ol><table><tbody><tr><td>Lamp</td><td>3 years</td></tr><tr><td>Cable</td><td>1 year</td></tr>
</tbody></table></div></article></body></html>"""


def test_a_title_beside_the_sites_own_heading_and_a_date_beside_the_article() -> None:
    page = read(FRESHDESK.encode(), "x")
    assert (page.title, page.date) == ("Return a rental", datetime.date(2026, 8, 4))
    assert page.blocks == [Text("Bring skis back by 18:30.")]


def test_a_wikis_notices_marks_and_references_and_a_cell_over_two_rows() -> None:
    page = read(WIKI.encode(), "x")
    assert page.date == datetime.date(2026, 2, 3)
    assert page.blocks == [Text("Blocking is free."), Heading(2, "New card", "New"), Text("- Visa: €15\n- Visa: express €25")]


def test_what_all_tabs_say_is_kept_under_their_titles() -> None:
    assert read(TABS.encode(), "x").blocks == [
        Text("It deletes all."), Text("Model A: The pin is below."), Text("Model B: The pin is at the back."),
    ]  # fmt: skip


def test_a_list_in_pieces_a_table_without_headings_and_a_pages_properties() -> None:
    page = read(NOTION.encode(), "x")
    assert page.date == datetime.date(2026, 5, 3)
    assert page.blocks == [
        Text("Batteries have 6 months."),
        Text("1. Take a photo.\n2. Send it."),
        Text("- Lamp: 3 years\n- Cable: 1 year"),
    ]


def test_a_table_of_questions_in_a_page() -> None:
    html = "<main><h1>F</h1><table><tr><th>Frage</th><th>Antwort</th></tr><tr><td>Wie lange?</td><td>2 Tage.</td></tr></table></main>"
    assert read(html.encode(), "x").blocks == [Faq("Wie lange?", "2 Tage.")]


def test_cells_that_claim_to_span_millions_are_bounded() -> None:
    row = '<tr><td colspan="99999" rowspan="99999">a</td><td>b</td></tr>'
    [text] = read(f"<main><h1>T</h1><table>{row * 300}</table></main>".encode(), "x").blocks
    assert isinstance(text, Text)
    assert len(text.text) < 400_000
