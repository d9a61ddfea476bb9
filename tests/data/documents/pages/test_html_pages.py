"""What of a saved web page is its subject: headings, texts, tables, accordions; and nothing of the site around it."""

import datetime
import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from data.documents.blocks import Faq, Heading, Text, Unreadable
from data.documents.pages.html_pages import UPDATED
from data.documents.pages.html_pages import read as read_html
from data.documents.pages.html_tables import MOST_CELLS, table_rows
from data.documents.sections import sections_of

ZENDESK = """<!DOCTYPE html><html><head><title>Cancel an order – Shop Help</title>
<link rel="canonical" href="https://shop.example/help/cancel"><meta property="article:modified_time" content="2026-03-14T10:00:00Z"></head>
<body>
<a class="skip-navigation" href="#m">Skip to main content</a>
<header class="header"><nav><a href="/">Home</a> <a href="/in">Sign in</a></nav></header>
<main role="main"><ol class="breadcrumbs"><li><a href="/">Help</a></li><li><a href="/o">Orders</a></li></ol>
<aside class="article-sidebar"><h3>Articles in this section</h3><ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li></ul></aside>
<article class="article"><header><h1 class="article-title">Cancel an order</h1><div class="article-meta">Updated 2 months ago</div></header>
<div class="article-body"><p>You can <b>cancel</b> it.</p><h2 id="packed">After packing</h2><p>Refuse the parcel.</p>
<ul><li>at the door</li><li>or later<ul><li>by post</li></ul></li></ul>
<table><tr><th>Country</th><th>Days</th><th>Price</th></tr><tr><td>UK</td><td>2–3</td><td>3.90</td></tr></table>
<details><summary>Is there a fee?</summary><p>No fee.</p></details>
<dl><dt>Can a part be cancelled?</dt><dd>No, only all of it.</dd></dl></div>
<footer><div class="article-votes">Was this article helpful? <button>Yes</button></div></footer>
<section class="related-articles"><h3>Related articles</h3><ul><li><a href="/5">Delivery</a></li></ul></section></article></main>
<footer>© 2026 Shop</footer><div id="onetrust-banner-sdk" role="dialog">We use cookies.</div></body></html>"""


def test_a_help_desks_article_is_read_without_the_site_around_it() -> None:
    page = read_html(ZENDESK.encode(), "cancel")
    assert (page.title, page.address, page.date) == ("Cancel an order", "https://shop.example/help/cancel", datetime.date(2026, 3, 14))
    assert page.blocks == [
        Text("You can cancel it."),
        Heading(2, "After packing", "packed"),
        Text("Refuse the parcel."),
        Text("- at the door\n- or later\n  - by post"),
        Text("- UK: Days 2–3; Price 3.90"),
        Faq("Is there a fee?", "No fee."),
        Faq("Can a part be cancelled?", "No, only all of it."),
    ]


def test_sections_are_counted_by_their_headings_and_lead_to_their_anchors() -> None:
    found = list(sections_of(read_html(ZENDESK.encode(), "cancel"), "help/cancel.html"))
    assert [(section.place.section, section.headings, section.question) for section in found] == [
        (0, (), ""),
        (1, ("After packing",), ""),
        (2, ("After packing",), "Is there a fee?"),
        (3, ("After packing",), "Can a part be cancelled?"),
    ]
    assert found[1].place.address == "https://shop.example/help/cancel#packed"


def test_an_accordion_of_buttons_is_read_though_its_answers_are_folded() -> None:
    html = """<main><h1>FAQ</h1><h3><button aria-expanded="false" aria-controls="a">How long?</button></h3>
    <div id="a" class="accordion-panel" hidden><p>30 days.</p></div></main>"""
    [section] = sections_of(read_html(html.encode(), "faq"), "faq.html")
    assert (section.question, section.text) == ("How long?", "30 days.")


@pytest.mark.parametrize(
    "around",
    [
        '<div class="cookie-consent">We use cookies to improve this site. Accept all</div>',
        '<div class="sidebar"><ul><li><a href="/a">Returns and refunds</a></li><li><a href="/b">Orders</a></li></ul></div>',
        "<p>Was this article helpful?</p>",
        "<h2>You may also like</h2><ul><li>Delivery</li></ul>",
        "<p><a href='/a'>Returns</a> <a href='/b'>Orders</a></p>",
        "<script>var text = 'Tracking';</script><style>p {}</style>",
    ],
)
def test_what_stands_around_the_subject_is_left_out(around: str) -> None:
    page = read_html(f"<body><h1>Returns</h1><p>You have 30 days.</p>{around}</body>".encode(), "x")
    assert [block.text for block in page.blocks if isinstance(block, Text)] == ["You have 30 days."]


def test_other_encodings_are_read() -> None:
    html = '<html><head><meta charset="windows-1252"><title>Rückgabe</title></head><body><p>Größe ändern – für 3 €</p></body></html>'
    page = read_html(html.encode("cp1252"), "x")
    assert (page.title, page.blocks) == ("Rückgabe", [Text("Größe ändern – für 3 €")])
    assert read_html("<h1>退货</h1><p>三十天内可以退货，请保留包装。</p>".encode("gb18030"), "x").title == "退货"


def test_a_page_nested_deeper_than_people_write_is_refused_at_once() -> None:
    with pytest.raises(Unreadable, match="nested deeper than"):
        read_html(b"<div>" * 200_000 + b"text", "x")


def texts(html: str) -> list[str]:
    return [block.text for block in read_html(f"<main>{html}</main>".encode(), "x").blocks if isinstance(block, Text)]


def test_a_cell_that_spans_rows_keeps_its_column_below_rows_with_fewer_cells() -> None:
    table = "<table><tr><td>A<td>B<td rowspan=2>C<tr><td>D<tr><td>E<td>F</table>"
    rows, _ = table_rows(LexborHTMLParser(table).css("table")[0], lambda cell: cell.text())
    assert rows == [["A", "B", "C"], ["D", "", "C"], ["E", "F"]]


def test_spans_cannot_multiply_what_a_page_says() -> None:
    wide = f"<table><tr>{'<td colspan=99 rowspan=99>x' * 1_000}</table>"
    rows, _ = table_rows(LexborHTMLParser(wide).css("table")[0], lambda cell: cell.text())
    assert list(map(len, rows)) == [MOST_CELLS]
    nested = "Boards are oiled."
    for _ in range(4):
        nested = f"<table><tr><td rowspan=10>{nested}<td>1{'<tr><td>2' * 9}</table>"
    assert 1_000 < sum(map(len, texts(nested))) < 20_000


def test_a_list_after_links_does_not_go_on_with_the_paragraph_before_them() -> None:
    links = "<ul><li><a href='/a'>Returns</a></li><li><a href='/b'>Orders</a></li></ul>"
    assert texts(f"<p>Bring it to us.</p>{links}<ul><li>in its box</li><li>clean</li></ul>") == ["Bring it to us.", "- in its box\n- clean"]


def test_a_japanese_article_with_comments_below_it_is_no_conversation() -> None:
    said = "商品到着後三十日以内でしたら返品いただけます。返品用のラベルを箱の外側に貼ってお送りください。"
    comments = "".join(f"<p>花子 2026-04-0{day} 10:1{day}</p><p>ありがとう</p>" for day in range(1, 5))
    assert texts(f'<h1>返品</h1><p>{said}</p><div class="comments">{comments}</div>')[0] == said


def test_line_breaks_where_a_date_would_stand_are_passed_over_at_once() -> None:
    began = time.process_time()
    assert UPDATED.search("Updated" + "\n" * 200_000) is None
    assert time.process_time() - began < 5
