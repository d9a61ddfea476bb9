"""The pages of docs/channels/ say what is so."""

import re
from dataclasses import fields
from pathlib import Path

from bot.channels.frame.checking import shipped
from tests.support.messaging.pager import source

DOCS = Path(__file__).parents[3] / "docs" / "channels"
PAGES = {page.name: page.read_text(encoding="utf-8") for page in DOCS.glob("*.md")}


def test_the_channel_of_the_page_has_less_than_100_lines() -> None:
    assert len(source().splitlines()) < 100  # tests/support/messaging/pager.py has it tested with all others


def test_each_channel_has_its_page_with_its_secrets_and_its_address() -> None:
    for path, kind in shipped():
        [page] = re.findall(rf"\]\(([\w-]+\.md)\)[^|]*\| `{re.escape(path)}`", PAGES["README.md"])
        for each in fields(kind.settings_type):
            if each.metadata.get("variable"):
                assert each.metadata["variable"] in PAGES[page], (path, each.name)
        assert f"{path}:" in PAGES[page]
        assert f"/{kind.channel}/webhook" in PAGES[page] or kind.channel == "telegram"  # which is told by the server


def test_links_lead_somewhere() -> None:
    for name, text in PAGES.items():
        for target in re.findall(r"\]\(([\w-]+\.md)\)", text):
            assert target in PAGES, (name, target)
