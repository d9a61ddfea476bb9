"""Of quoted texts, only the company's links can be followed, and they say where they lead."""

import re
import time
import unicodedata

import pytest

from bot.answers.links import CompanyLinks
from data.errors import SettingsError
from data.hidden import without_hidden
from tests.support.deceptive import COMPANY, PAYLOADS

LINKS = CompanyLinks(["shop.example", "*.shop.example", "bücher.example"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://shop.example/a, please.", "See https://shop.example/a, please."),
        ("(https://help.shop.example/a?b=c#d)", "(https://help.shop.example/a?b=c#d)"),
        ("请访问https://shop.example/产品。谢谢", "请访问https://shop.example/产品。谢谢"),
        ("请访问shop.example了解", "请访问 shop.example了解"),
        ("[the guide](https://shop.example/a)", "[the guide (shop.example)](https://shop.example/a)"),
        ("[write](mailto:help@shop.example)", "[write (shop.example)](mailto:help@shop.example)"),
        ("[books](https://xn--bcher-kva.example/)", "[books (xn--bcher-kva.example)](https://xn--bcher-kva.example/)"),
        ("e.g. 3.5mm, z.B. invoice.pdf of 12.03.2024 at 5 p.m.Thanks", "e.g. 3.5mm, z.B. invoice.pdf of 12.03.2024 at 5 p.m.Thanks"),
        ("Delivered.The box is **heavy**; 50/50, and/or", "Delivered.The box is **heavy**; 50/50, and/or"),
    ],
)
def test_the_companys_own_and_what_is_no_link_stay(text: str, shown: str) -> None:
    assert LINKS.only(text) == shown
    assert LINKS.only(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[https://good.example/guarantee](https://evil.example/login)", "good[.]example/guarantee"),
        ("[https://shop.example/guarantee](https://evil.example/login)", "https://shop.example/guarantee"),
        ("Log in at https://evil.example/login?a=b now", "Log in at evil[.]example/login?a=b now"),
        ("[x](https://shop.example/a)https://evil.example/b", "[x (shop.example)](https://shop.example/a)evil[.]example/b"),
        ("https://shop.example.evil.example", "shop[.]example[.]evil[.]example"),
        ("[call](tel:+4419001234)", "call"),
    ],
)
def test_others_are_words(text: str, shown: str) -> None:
    assert LINKS.only(text) == shown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_deceives(payload: str) -> None:
    shown = CompanyLinks([COMPANY]).only(payload)
    assert without_hidden(shown) == shown
    read = unicodedata.normalize("NFKC", shown).lower()
    for _, target in re.findall(r"\[([^\[\]]*)\]\(([^)]*)\)", read):
        assert re.match(rf"(https://{COMPANY}(/|$))|(mailto:\w+@{COMPANY}$)", target)
        assert f"({COMPANY})" in read
    for host in re.findall(r"\w+:[/\\]+([^/\\\s)<]*)", read):
        assert host == COMPANY
    # No dot of an address anywhere, but for the company's own and a file's.
    assert re.findall(r"[\w-]\.[a-z]{2,}", read.replace(COMPANY, "").replace("p.png", "")) == []


@pytest.mark.parametrize(
    "piece", ["a", "a.", "https://", "[a](", "a:/", "[", "é.", "中.com", "ｅ．", "a@", "[a](https://shop.example/", "_.-"]
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.perf_counter()
    LINKS.only(piece * (16_000 // len(piece)))
    assert time.perf_counter() - started < 1.0  # 20 ms on one old core; a pattern that runs away takes minutes


@pytest.mark.parametrize("hosts", ["shop.example", ["https://shop.example"], ["shop"], ["shop.example/a"], ["*"], [3], 3])
def test_what_is_no_host_is_refused(hosts: object) -> None:
    with pytest.raises(SettingsError, match=r"link_hosts in endpoints\.yml must"):
        CompanyLinks(hosts)  # type: ignore[arg-type]
