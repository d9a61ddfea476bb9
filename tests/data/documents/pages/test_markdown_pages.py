"""Markdown with front matter, and the marks that Docusaurus, GitBook and Notion put into it."""

import datetime

from data.documents.blocks import Faq, Heading, Text
from data.documents.pages.markdown_pages import read as read_markdown

DOCUSAURUS = """---
title: Returns
last_update:
  date: 2026-03-14
  author: mei
url: https://shop.example/help/returns
---

import Note from '@site/note'

# Returns

You have **30 days**. See [your account](https://shop.example/account).

## Labels {#labels}

:::tip
The label is free.
:::

| Country | Standard | Express |
|---|---|---|
| UK | 2–3 days | next day |

<details><summary>Gifts?</summary>

We refund the giver.

</details>
"""


def test_front_matter_headings_and_tables() -> None:
    page = read_markdown(DOCUSAURUS.encode(), "returns")
    assert (page.title, page.address, page.date) == ("Returns", "https://shop.example/help/returns", datetime.date(2026, 3, 14))
    assert page.blocks == [
        Text("You have 30 days. See your account."),
        Heading(2, "Labels", "labels"),
        Text("The label is free."),
        Text("- UK: Standard 2–3 days; Express next day"),
        Faq("Gifts?", "We refund the giver."),
    ]


def test_gitbook_and_notion() -> None:
    gitbook = '# Pay\n\n{% hint style="info" %}\nCards only.\n{% endhint %}\n'
    assert read_markdown(gitbook.encode(), "pay").blocks == [Text("Cards only.")]
    notion = "# Gift cards\n\nCreated: May 1, 2025\nLast edited time: June 2, 2026\n\nThey are valid for 3 years.\n"
    page = read_markdown(notion.encode(), "Gift cards 0123456789abcdef0123456789abcdef")
    assert (page.title, page.date, page.blocks) == ("Gift cards", datetime.date(2026, 6, 2), [Text("They are valid for 3 years.")])


def test_a_name_serves_as_title_and_broken_front_matter_harms_nothing() -> None:
    assert read_markdown(b"Only text.", "opening hours").title == "opening hours"
    page = read_markdown(b"---\ntitle: [unclosed\nx: &a [*a, *a]\n---\n\nText.", "x")
    assert page.blocks == [Text("Text.")]
