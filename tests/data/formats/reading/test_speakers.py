"""What a desk's lines say of those who speak is weighed beside how often these do."""

import json
from pathlib import Path

import pytest

from tests.support.logs import said_in


def write(folder: Path, *dialogues: list[tuple[str, str]]) -> Path:
    rows = [
        {"ticket": f"T-{number}", **({"role": "system"} if who == "System" else {"name": who}), "text": text, "sent": f"2026-03-02T09:{n}0"}
        for number, dialogue in enumerate(dialogues)
        for n, (who, text) in enumerate(dialogue, start=1)
    ]
    (folder / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder / "log.jsonl"


def roles(log: Path) -> list[list[str]]:
    return [[role for role, _ in dialogue] for dialogue in said_in(log)]


@pytest.mark.parametrize(
    "line",
    [
        *("Bob is now chatting with Maria", "You are now chatting with Maria", "Refund transferred to Maria", "User Bob joined the chat"),
        *("Please contact Bob for urgent matters", "Ticket assigned to user Bob", "Chat transferred from Maria to Bob"),
    ],
)
def test_a_line_that_may_be_meant_otherwise_turns_nobody_round(line: str, tmp_path: Path) -> None:
    log = write(tmp_path, [("System", line), ("Maria", "Where is my parcel?"), ("Bob", "It comes tomorrow."), ("Maria", "Fine.")])
    assert roles(log) == [["customer", "agent", "customer"]]


def test_whom_the_desk_names_answers_even_if_he_greets_first(tmp_path: Path) -> None:
    log = write(tmp_path, [("System", "Agent Bob"), ("Bob", "Good day, your parcel is late."), ("Maria", "When will it come?")])
    assert roles(log) == [["agent", "customer"]]


def test_who_is_in_one_dialogue_only_is_no_agent_of_who_is_in_all(tmp_path: Path) -> None:
    customers = ("Maria", "Ana", "Tom", "Ute", "Leo")
    log = write(tmp_path, *([("System", f"Agent {who}"), (who, "Where is my parcel?"), ("Bob", "On its way.")] for who in customers))
    assert roles(log) == [["customer", "agent"]] * len(customers)
