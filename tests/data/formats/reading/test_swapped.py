from pathlib import Path

import pytest

from data.formats.bad_rows import BadRow
from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import Read, read_dialogues

TALK = (
    ("Which descaler may I use?", "Only those of citric acid, since vinegar damages the seals."),
    ("Thanks", "You are very welcome, enjoy your coffee."),
)
GREETING = (
    ("How can I help you?", "My machine drips after each brewing, and I don't know why."),
    ("Which one is it?", "The small red one of last year's catalogue."),
)


def warnings(talk: tuple[tuple[str, str], ...], first: str, second: str, tmp_path: Path, format: LogFormat | None = None) -> list[str]:
    rows = "".join(f'{number},{first},{one}\n{number},{second},"{other}"\n' for number in range(4) for one, other in talk)
    (tmp_path / "log.csv").write_text(f"ticket,role,text\n{rows}")
    found = list(read_dialogues(tmp_path / "log.csv", format))
    assert sum(isinstance(row, Read) for row in found) == 4
    return [row.problem for row in found if isinstance(row, BadRow)]


def test_agents_who_ask_and_customers_who_answer_are_named(tmp_path: Path) -> None:
    [warning] = warnings(TALK, "agent", "customer", tmp_path)
    assert "--role agent=customer --role customer=agent" in warning
    assert not warnings(TALK, "agent", "customer", tmp_path, LogFormat(roles={"agent": "customer", "customer": "agent"}))


@pytest.mark.parametrize(
    ("talk", "first", "second"), [(TALK, "customer", "agent"), (GREETING, "agent", "customer")], ids=["plain", "greeting"]
)
def test_agents_who_answer_or_greet_are_not(talk: tuple[tuple[str, str], ...], first: str, second: str, tmp_path: Path) -> None:
    assert not warnings(talk, first, second, tmp_path)
