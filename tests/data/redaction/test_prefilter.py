"""What is worth trying is told by hints, and nothing that is found without them is lost."""

import pytest

from bench.redaction.canaries import canaries, innocents
from data.records import AGENT, CUSTOMER
from data.redaction.kinds import Kind
from data.redaction.names import LATIN, mask_names
from data.redaction.normalising import normal_text
from data.redaction.patterns import KINDS, redact
from data.redaction.prefilter import Prefilter

SAID = Prefilter([("always", ()), ("small", ("call", "ring us")), ("written", ("Mr",)), ("han", ("电话",)), ("word", ("|rep|", "|un"))])


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("nothing of that", ["always"]),
        ("Please CALL or write", ["always", "small"]),
        ("mr brown, recalled", ["always", "small"]),
        ("Mr Brown, bring us 电话", ["always", "small", "written", "han"]),
        ("half a \ud83d call", ["always", "small"]),
        ("", ["always"]),
        ("a reply, prepared: runs", ["always"]),
        ("é🙂 rep", ["always", "word"]),
        ("\ud83d rep. _unit", ["always", "word"]),
        ("un", ["always", "word"]),
        ("我的rep是", ["always", "word"]),
        ("RİNG uſ", ["always", "small"]),
        ("rıng us", ["always", "small"]),
    ],
)
def test_worth_trying(text: str, worth: list[str]) -> None:
    assert list(SAID.listed(SAID.worth_trying(text))) == worth


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ŞİFRE: gizli99x", "ŞİFRE: [password]"),
        ("PİN: 1234", "PİN: [code]"),
        ("pın: 1234", "pın: [code]"),
        ("ZİP code is 12345", "ZİP code is [address]"),
        ("LİNE ID: anna_1990", "LİNE ID: [handle]"),
        ("paſſword: gizli99x", "paſſword: [password]"),
    ],
)
def test_letters_that_a_pattern_takes_for_others(text: str, left: str) -> None:
    assert redact(text).text == left


def test_no_hints() -> None:
    assert list(Prefilter([("one", ())]).listed(Prefilter([("one", ())]).worth_trying("x"))) == ["one"]


def _lost(text: str, kind: Kind) -> bool:
    """Whether a kind finds something in a text in which the prefilter and the digits have nothing taken out at all."""
    return redact(text).text == text and any(kind.span(match) is not None for match in kind.pattern.finditer(normal_text(text)))


def test_what_is_left_out_is_not_there() -> None:
    texts = [each.text for each in (*canaries()[::5], *innocents())]
    assert [(text, kind.name) for text in texts for kind in KINDS if _lost(text, kind)] == []
    for text in texts:
        for role in (CUSTOMER, AGENT):
            worth = set(LATIN[role].listed(LATIN[role].worth_trying(text)))
            assert [pattern.pattern for pattern in LATIN[role].entries if pattern not in worth and pattern.search(text)] == []


def test_names_are_masked_where_they_stand_alone() -> None:
    text = "Ann Lee wrote to Ann, not Annika_ or Ann_Lee: Lee's, 王伟 and 王先生 but not 国王"
    assert mask_names(text, ["Ann", "Lee", "Ann Lee", "王伟", "王"]) == (
        "[name] wrote to [name], not Annika_ or Ann_Lee: [name]'s, [name] and [name]先生 but not 国王",
        5,
    )
    assert mask_names(text, ["Lou"]) == (text, 0)
