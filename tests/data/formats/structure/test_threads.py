"""Into how many conversations the messages of one object fall."""

from collections.abc import Callable, Mapping

import pytest

from data.formats.structure.reading import conversations

Extra = Callable[[int], Mapping[str, object]]


def dialogues(extra: Extra, own: Mapping[str, object], count: int = 12) -> list[int]:
    """How many messages each dialogue has."""
    messages = [
        {"author": "Ines", "role": "agent" if number % 2 else "customer", "text": f"Plank {number} is wet.", **extra(number)}
        for number in range(count)
    ]
    return [len(found.messages) for found in conversations(1, {**own, "messages": messages})]


@pytest.mark.parametrize(
    "extra",
    [
        lambda number: {"id": number + 1, "parent_id": max(1, number - 1)},
        lambda number: {"id": number + 1, "parent": {"id": number or 1}},
        lambda number: {"message_id": f"<{number}@x>", "in_reply_to": f"<{max(0, number - 2)}@x>"},
        lambda number: {"_id": f"m{number}", "parentId": f"m{max(0, number - 1)}"},
        lambda number: {"channel_id": number % 2},
        lambda number: {"channel": ("mail", "chat")[number % 2]},
        lambda number: {"session": {"id": number // 4}},
        lambda number: {"request_id": number // 2},
        lambda number: {"topic_id": number // 3},
    ],
)
def test_a_conversation_with_an_id_stays_whole(extra: Extra) -> None:
    assert dialogues(extra, {"id": 71}) == [12]


def test_a_ticket_stays_whole_where_some_messages_answer_none_in_it() -> None:
    assert dialogues(lambda number: {"id": number + 1, "parent_id": number - number % 3 or None}, {"id": 71, "subject": "Wet"}) == [12]


@pytest.mark.parametrize(
    ("extra", "own"),
    [
        (lambda number: {"id": number + 1, "parent_id": number % 2 + 1}, {"name": "help"}),
        (lambda number: {"id": number + 1, "parent_id": number % 2 + 1}, {"id": "C1", "name": "help"}),
        (lambda number: {"channel_id": number % 2}, {"exported": "2026-03-02"}),
        (lambda number: {"session_id": number % 2}, {}),
        (lambda number: {"conversation_id": number % 2}, {"id": 71}),
        (lambda number: {"thread_id": number % 2}, {"channel_id": 71}),
    ],
)
def test_several_conversations_in_one_list_are_told_apart(extra: Extra, own: Mapping[str, object]) -> None:
    assert dialogues(extra, own) == [6, 6]
