"""Markdown: pages as Docusaurus, GitBook, Notion or a folder in Git have them, with or without front matter."""

import io
import re
from typing import Any

from markdown_it import MarkdownIt
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from data.documents.blocks import Heading, Page
from data.documents.dates import read_date
from data.documents.decoding import decoded
from data.documents.pages.html_pages import check_size, html_page

FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
LARGEST_FRONT = 20_000
# GitBook's and Docusaurus's own marks, and MDX's imports: what is between them stays.
MARKS = re.compile(r"^[ \t]*(?:\{%.*?%\}|:::.*|import .+ from .+|export .+)[ \t]*$", re.MULTILINE)
ANCHOR = re.compile(r"^(#{1,6} .{0,300}?)[ \t]{0,9}\{#([\w-]{1,100})\}[ \t]{0,9}$", re.MULTILINE)
NOTION_ID = re.compile(r"[ _-][0-9a-f]{32}$")
# Notion puts a page's properties below its title.
PROPERTIES = re.compile(r"\A(\s*# [^\n]+\n+)((?:[A-Z][\w ]{1,30}: [^\n]{1,200}\n)+)(?=\n)")
DATES = (
    "last_update",
    "last_updated",
    "lastUpdated",
    "last_modified",
    "lastmod",
    "updated",
    "updated_at",
    "modified",
    "date",
    "Last edited time",
)
ADDRESSES = ("url", "canonical_url", "canonical", "link", "permalink", "source")


def read(content: bytes, name: str) -> Page:
    """A page.

    Args:
        content: the file.
        name: its name, for a page without a title.

    Raises:
        Unreadable: it is larger or nested deeper than any page for people is.
    """
    check_size(content)
    text = decoded(content)
    front = _front(text)
    text = MARKS.sub("", FRONT.sub("", text, count=1))
    if found := PROPERTIES.match(text):
        front = {**dict(line.partition(": ")[::2] for line in found[2].splitlines()), **front}
        text = found[1] + text[found.end() :]
    text = ANCHOR.sub(r'\1 <span id="\2"></span>', text)
    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable("table").enable("strikethrough")
    page = html_page(f"<body>{markdown.render(text)}</body>", "")
    page.title = str(front.get("title") or page.title or NOTION_ID.sub("", name)).strip()
    page.blocks = [block for block in page.blocks if not (isinstance(block, Heading) and block.level == 1 and block.text == page.title)]
    page.date = next(filter(None, (read_date(_given(front.get(key))) for key in DATES)), page.date)
    addresses = (str(front.get(key) or "") for key in ADDRESSES)
    page.address = next((address for address in addresses if address.startswith(("https://", "http://"))), page.address)
    return page


def _front(text: str) -> dict[str, Any]:
    """The front matter; empty where there is none or it is no YAML."""
    found = FRONT.match(text)
    if not found or len(found[1]) > LARGEST_FRONT or "&" in found[1]:  # an anchor in YAML may unfold to gigabytes
        return {}
    try:
        front = YAML(typ="safe", pure=True).load(io.StringIO(found[1]))
    except (YAMLError, ValueError, RecursionError):
        return {}
    return {str(key): value for key, value in front.items()} if isinstance(front, dict) else {}


def _given(value: Any) -> Any:
    """Docusaurus has `last_update: {date: …, author: …}`."""
    return value.get("date") if isinstance(value, dict) else value
