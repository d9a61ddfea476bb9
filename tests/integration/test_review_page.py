"""The review page in a real browser: the short version of `python -m bench.learning --only page`."""

import asyncio
from pathlib import Path

import pytest

from bench.learning import page
from bot.reviews.log import read_decisions
from bot.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path, chromium: object) -> Workspace:
    return page.new_place(tmp_path / "shop")


def test_everything_is_decided_by_keyboard_alone(place: Workspace) -> None:
    asyncio.run(page.by_keyboard(place, page.suggestions(9)))
    assert len(read_decisions(place)) == 9
    assert (place.data / "nlu" / "reviewed.yml").is_file()


def test_each_kind_of_decision_is_undone_by_a_key(place: Workspace) -> None:
    assert asyncio.run(page.undone(place, page.suggestions(6))) == 7


def test_two_people_at_once_lose_nothing(place: Workspace) -> None:
    assert asyncio.run(page.two_at_once(place, page.suggestions(9))) == 0


def test_axe_core_finds_nothing(place: Workspace) -> None:
    if not page.AXE.is_file():
        pytest.skip("axe-core is not there (`npm ci` in bot/ui, which .ci/run does where npm is)")
    assert asyncio.run(page.violations(place, page.suggestions(3))) == 0
