"""Fields of which only one side's messages have a value."""

import pytest

from data.formats.structure.filled import by_program, filled_by, filled_by_programs, zero_for_customers
from data.formats.structure.flattening import flat
from data.records import AGENT, CUSTOMER, Role


def rows(*given: tuple[object, object]) -> list[dict[str, str | int | float | bool]]:
    return [{name: str(value) for name, value in zip(("customerid", "agentid"), pair) if value is not None} for pair in given]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([(7, 0), (0, 3), (8, 0), (0, 3)], True),
        ([(7, None), (7, 3), (7, None), (8, None), (8, 4)], True),
        ([(7, 3), (7, 3), (8, 4), (8, 4)], False),
        ([(7, 3), (7, 3), (8, None), (8, None)], False),
        ([(7, None), (8, None)], False),
    ],
    ids=["one of both", "agents' alone", "a ticket's agent", "a ticket without one", "nobody answers"],
)
def test_which_side_it_tells(given: list[tuple[object, object]], told: bool) -> None:
    assert filled_by(rows(*given)) == ((("agentid", AGENT), ("customerid", CUSTOMER)) if told else ())


def test_a_field_that_only_one_who_speaks_has_makes_a_program_of_it() -> None:
    said = [("rocket.cat", {"bot": {"i": "js"}}), ("guest", {}), ("veera", {}), ("guest", {})]
    rows = [flat({"u": {"name": name}, "msg": "The tent is wet.", **more}) for name, more in said]
    assert filled_by_programs(rows, ["u.name"]) == ("bot",)


@pytest.mark.parametrize(
    ("field", "role", "told"), [("campaign", None, False), ("campaign", AGENT, True), ("bot", None, True), ("bot", CUSTOMER, False)]
)
def test_a_customer_who_came_by_a_campaign_is_no_program(field: str, role: Role | None, told: bool) -> None:
    said = [("ann", {field: "spring"}), ("veera", {}), ("bob", {}), ("veera", {})]
    rows = [flat({"u": {"name": name}, "msg": "The tent is wet.", **more}) for name, more in said]
    assert by_program(rows[0], filled_by_programs(rows, ["u.name"]), role) == told


def test_those_who_talk_with_a_program_are_none() -> None:
    said = [("ann", {"bot_id": 7}), ("bob", {"bot_id": 7}), ("shop", {"bot_id": 7}), ("cy", {}), ("veera", {})]
    rows = [flat({"u": {"name": name}, "msg": "The tent is wet.", **more}) for name, more in said]
    assert filled_by_programs(rows, ["u.name"]) == ()


@pytest.mark.parametrize(
    ("name", "numbers", "told"),
    [
        ("staffid", [(1, 0), (1, 3), (1, 0), (2, 0), (2, 4)], True),
        ("userid", [(1, 0), (1, 3), (1, 0), (2, 0), (2, 3)], True),
        ("userid", [(1, 0), (1, 40), (1, 0), (2, 0), (2, 41)], False),  # the customers' numbers, perhaps
        ("staffid", [(1, 3), (1, 3), (2, 0), (2, 0)], False),  # nobody has the second one
    ],
)
def test_a_number_that_is_zero_where_customers_write(name: str, numbers: list[tuple[int, int]], told: bool) -> None:
    given: list[dict[str, str | int | float | bool]] = [{"ticketid": ticket, name: number} for ticket, number in numbers]
    assert zero_for_customers(given, "ticketid") == (name if told else "")
