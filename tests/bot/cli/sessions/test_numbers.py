"""`heed numbers` as it is typed."""

import asyncio
import csv
import json
from pathlib import Path

from bot.state.connection import Connection
from bot.state.numbers.counting import Counting
from bot.state.numbers.turn_facts import TurnFacts
from tests.bot.conftest import RedisClient
from tests.support.heed_command import heed


def test_numbers_are_shown_and_written(state: RedisClient, tmp_path: Path) -> None:
    assert "Nothing was counted" in heed("numbers").stdout

    async def count() -> None:
        connection = Connection()
        mine = Counting(connection.client)
        mine.turn("a", TurnFacts("web", "en", "refund_status", "negative", "hand_over", True, "hand_over"), 2, 0.2)
        mine.turn("b", TurnFacts("telegram", "zh", "track_order", "neutral", "template"), 1, 0.3)
        await mine.flush()
        await connection.close()

    asyncio.run(count())
    shown = heed("numbers", "--since", "7d").stdout
    assert "telegram" in shown
    assert "50 %" in shown
    assert "Handed over: hand_over 1" in shown
    assert "refund_status" in shown
    assert json.loads(heed("numbers", "--json").stdout)["total"]["conversations"] == 2
    assert heed("numbers", "--csv", tmp_path / "n.csv").returncode == 0
    with (tmp_path / "n.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["channel"], row["language"], row["messages"], row["handed_over:hand_over"]) for row in rows] == [
        ("telegram", "zh", "1", "0"),
        ("web", "en", "2", "1"),
    ]
    again = heed("numbers", "--csv", tmp_path / "n.csv")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    wrong = heed("numbers", "--since", "yesterday")
    assert wrong.returncode == 1
    assert "a time is like 30m" in wrong.stderr
