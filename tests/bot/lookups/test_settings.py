"""`lookups:` in `endpoints.yml`."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.lookups.settings import Lookup, read_lookups
from data.errors import SettingsError
from tests.conftest import ROOT

GOOD: dict[str, Any] = {"url": "https://shop.example/orders/{number}", "proof": {"contact": ["email"]}}


def test_the_sample_shops() -> None:
    (name, lookup), *others = read_lookups(ROOT / "endpoints.yml").items()
    assert (name, lookup.asks, others) == ("order", ("order_number", "order_contact"), [])
    assert lookup.timeout_s == 3


def test_a_token_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "secret")
    file = tmp_path / "endpoints.yml"
    file.write_text(
        'lookups: {order: {url: "https://x.example/{n}", proof: {c: [email]}, headers: {Authorization: "Bearer ${SHOP_TOKEN}"}}}'
    )
    assert read_lookups(file)["order"].headers == {"Authorization": "Bearer secret"}


def test_none_are_declared(tmp_path: Path) -> None:
    assert read_lookups(tmp_path / "endpoints.yml") == {}
    (tmp_path / "endpoints.yml").write_text("tracker_store: {type: x}")
    assert read_lookups(tmp_path / "endpoints.yml") == {}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "ftp://shop.example/{number}"}, "http or https"),
        ({"url": "https://{number}.example/"}, "host of its own"),
        ({"url": "https://shop.example/orders"}, "one slot in braces"),
        ({"url": "https://shop.example/{a}/{b}"}, "one slot in braces"),
        ({"proof": {}}, "one slot"),
        ({"proof": {"contact": []}}, "one slot"),
        ({"proof": {"number": ["email"]}}, "another slot"),
        ({"values": {"text": "text"}}, "doesn't use itself"),
        ({"values": {"carrier": "html"}}, "values"),
        ({"timeout_s": 60}, "timeout_s"),
        ({"headers": {"Authorization": "${NOT_SET_ANYWHERE}"}}, "NOT_SET_ANYWHERE must be set"),
        ({"method": "POST"}, "must be one of"),
    ],
)
def test_what_is_wrong_is_said_with_the_files_name(tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text(json.dumps({"lookups": {"order": {**GOOD, **wrong}}}))
    with pytest.raises(SettingsError, match=said) as error:
        read_lookups(file)
    assert str(file) in str(error.value)


@pytest.mark.parametrize("declared", ["order", {"order": "https://shop.example"}, {"a b": GOOD}, {"order": {}}])
def test_what_is_no_look_up(tmp_path: Path, declared: object) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text(json.dumps({"lookups": declared}))
    with pytest.raises(SettingsError, match="lookups"):
        read_lookups(file)


def test_slots() -> None:
    assert Lookup(**GOOD).asks == ("number", "contact")
