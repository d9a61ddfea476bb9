"""The answer of a look-up, by a real server and a real Redis."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bot.lookups.answer import look_up
from bot.lookups.dialogue import Events, Progress
from bot.state.connection import Connection
from bot.state.wrong_tries import WrongTries
from tests.bot.conftest import RedisClient
from tests.support.lookup_dialogue import dialogue, lookup
from tests.support.odd_shop import ORDER, OddShop, answers, hangs_up, odd_shop

FACTS = {"order_number": "JL-482913", "order_contact": "ada@example.com"}
TEMPLATES: dict[str, Any] = {
    "utter_order_status_shipped": [{"text": "{order_number}: {carrier}, {shipped_on}"}, {"text": "{carrier}"}],
    "utter_order_status_shipped_brief": [{"text": "On its way."}],
    "utter_order_status_on_hold": [{"text": "Held."}],
}


@pytest.fixture
def shop() -> Iterator[OddShop]:
    with odd_shop() as running:
        yield running


def run(shop: OddShop, slots: dict[str, Any] | None = None, tries: WrongTries | None = None, **settings: Any) -> tuple[Events, Any]:
    """The events, and the one response; none if nothing is said."""
    said = dialogue("…", {**FACTS, **(slots or {})}, metadata={"address": "an address"})
    events, responses = asyncio.run(look_up("order", lookup(shop.url, **settings), said, TEMPLATES, tries))
    return events, responses[0] if responses else None


def progress(events: Events) -> Progress:
    return Progress.of(next(event["value"] for event in events if event["name"] == "order_lookup"))


def test_the_status_is_said_with_its_values(shop: OddShop) -> None:
    events, response = run(shop)
    assert response == {"response": "utter_order_status_shipped", "carrier": "DPD", "shipped_on": "2026-11-25"}
    assert progress(events) == Progress()
    assert len(events) == 1  # the facts are kept


@pytest.mark.parametrize(
    ("record", "response"),
    [
        ({"carrier": None}, {"response": "utter_order_status_shipped_brief"}),
        ({"shipped_on": "yesterday"}, {"response": "utter_order_status_shipped_brief"}),
        ({"status": "On-Hold"}, {"response": "utter_order_status_on_hold"}),
        (
            {"status": "lost [in](http://x.example) {space}"},
            {"response": "utter_order_status_other", "status": "lost in(http//x.example) space"},
        ),
        ({"status": None}, {"response": "utter_order_unavailable"}),
        ({"status": {"code": 7}}, {"response": "utter_order_unavailable"}),
        ({"status": "__class__"}, {"response": "utter_order_status_other", "status": "class"}),
    ],
)
def test_what_the_record_lacks_or_has_too_much(shop: OddShop, record: dict[str, Any], response: dict[str, str]) -> None:
    shop.act = answers({**ORDER, **record})
    assert run(shop)[1] == response


def test_a_wrong_number_and_a_wrong_second_fact_are_answered_alike(shop: OddShop) -> None:
    wrong_contact = run(shop, {"order_contact": "eve@example.com"})
    shop.act = answers({"error": "none"}, 404)
    wrong_number = run(shop)
    assert wrong_contact == wrong_number
    events, response = wrong_number
    assert response == {"response": "utter_order_not_found"}
    assert {event["name"]: event["value"] for event in events if event["name"] in FACTS} == dict.fromkeys(FACTS)


def test_a_record_without_the_second_fact_is_nobodys(shop: OddShop) -> None:
    shop.act = answers({name: value for name, value in ORDER.items() if name not in ("email", "postcode")})
    assert run(shop)[1] == {"response": "utter_order_not_found"}


def test_the_third_wrong_try_of_a_conversation_is_the_last(shop: OddShop) -> None:
    events, response = run(shop, {"order_contact": "eve@example.com", "order_lookup": {"wrong": 2}})
    assert response == {"response": "utter_order_locked"}
    assert progress(events).wrong == 3


def test_a_server_that_is_away_is_no_wrong_try(shop: OddShop) -> None:
    shop.act = hangs_up
    assert run(shop) == ([], {"response": "utter_order_unavailable"})


@pytest.mark.parametrize(
    ("ending", "response"),
    [("stopped", {"response": "utter_order_stopped"}), ("no_order_number", {"response": "utter_order_no_order_number"}), ("dropped", None)],
)
def test_a_form_that_ended_early_asks_nobody(shop: OddShop, ending: str, response: Any) -> None:
    events, said = run(shop, {"order_lookup": {"wrong": 1, "ending": ending}})
    assert said == response
    assert progress(events) == Progress(wrong=1)
    assert shop.paths == []


def test_an_address_has_so_many_wrong_tries_in_all_conversations(shop: OddShop, state: RedisClient) -> None:
    async def main() -> list[str]:
        connection = Connection()
        tries = WrongTries(connection.client)
        said = []
        for contact in ("ada@example.com", "eve@x.example", "ada@example.com", "mal@x.example", "ada@example.com"):
            talk = dialogue("…", {**FACTS, "order_contact": contact}, metadata={"address": "one"})
            said.append((await look_up("order", lookup(shop.url, wrong_an_hour=2), talk, TEMPLATES, tries))[1][0]["response"])
        other = dialogue("…", FACTS, metadata={"address": "another"})
        said.append((await look_up("order", lookup(shop.url, wrong_an_hour=2), other, TEMPLATES, tries))[1][0]["response"])
        await connection.close()
        return said

    shipped, wrong, locked = "utter_order_status_shipped", "utter_order_not_found", "utter_order_locked"
    assert asyncio.run(main()) == [shipped, wrong, shipped, wrong, locked, shipped]
    assert 0 < state.ttl("heed:wrong:one") <= 3600
    assert not state.exists("heed:wrong:another")


def test_tries_at_the_same_time_cannot_pass_together(shop: OddShop, state: RedisClient) -> None:
    async def main() -> list[str]:
        connection = Connection()
        tries = WrongTries(connection.client)
        talks = [dialogue("…", {**FACTS, "order_contact": f"{number}@x.example"}, metadata={"address": "one"}) for number in range(20)]
        said = await asyncio.gather(*(look_up("order", lookup(shop.url), talk, TEMPLATES, tries) for talk in talks))
        await connection.close()
        return [responses[0]["response"] for _, responses in said]

    said = asyncio.run(main())
    assert said.count("utter_order_not_found") == len(shop.paths) == 10
    assert said.count("utter_order_locked") == 10
