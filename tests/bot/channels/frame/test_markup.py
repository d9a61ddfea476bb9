"""Replies' Markdown as runs, and as each platform's markup; a text's own signs never become markup."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.frame.markup import Run, asterisks, markdown, parse, plain, telegram_html

REPLY = "Within **5 *working* days**:\n- see [our page](https://shop.example/refunds?a=1&b=2), `CODE_1`\n- or https://shop.example/a_b."
TEXTS = st.text(st.sampled_from("ab *_`~[]()<>&\\\n-•1.http://x中😀\u0301"), max_size=80)


def test_a_reply_is_read() -> None:
    assert parse(REPLY) == [
        Run("Within "),
        Run("5 ", bold=True),
        Run("working", bold=True, italic=True),
        Run(" days", bold=True),
        Run(":\n• see "),
        Run("our page", link="https://shop.example/refunds?a=1&b=2"),
        Run(", "),
        Run("CODE_1", code=True),
        Run("\n• or "),
        Run("https://shop.example/a_b", link="https://shop.example/a_b"),
        Run("."),
    ]


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (plain, "Within 5 working days:\n• see our page (https://shop.example/refunds?a=1&b=2), CODE_1\n• or https://shop.example/a_b."),
        (
            telegram_html,
            "Within <b>5 </b><b><i>working</i></b><b> days</b>:\n"
            '• see <a href="https://shop.example/refunds?a=1&amp;b=2">our page</a>, <code>CODE_1</code>\n'
            '• or <a href="https://shop.example/a_b">https://shop.example/a_b</a>.',
        ),
        (
            markdown,
            "Within **5** ***working*** **days**:\n- see [our page](https://shop.example/refunds?a=1&b=2), `CODE_1`\n- or https://shop.example/a_b.",
        ),
    ],
)
def test_it_is_written_as_each_platform_has_it(style: object, written: str) -> None:
    assert style(parse(REPLY)) == written  # type: ignore[operator]


def test_whatsapp_reads_no_marks_that_were_not_meant() -> None:
    assert asterisks([Run("2*3*4 and "), Run("five", bold=True)]).replace("\u2060", "") == "2*3*4 and *five*"
    shown = re.sub(r"([*_~`])(?!\u2060)(\S[^\n]*?)\1", "", asterisks([Run("2*3*4, a_b_c, ~x~, `y`")]))
    assert shown.replace("\u2060", "") == "2*3*4, a_b_c, ~x~, `y`"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "ftp://x"])
def test_an_address_of_another_kind_is_no_link(address: str) -> None:
    assert all(not run.link for run in parse(f"[here]({address})"))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_without_loss_and_written_as_valid_html(text: str) -> None:
    runs = parse(text)
    kept = "".join(run.text for run in runs)
    assert len(kept) <= len(text)
    reader = Reader()
    reader.feed(telegram_html(runs))
    reader.close()
    assert reader.open == []
    assert reader.text == kept


class Reader(HTMLParser):
    """What of a text is shown, and which tags are open at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in ("b", "i", "code", "a")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
