"""What a passage says is remembered, and never for longer than its entries stay the same."""

import datetime

from data.records import Pair
from retrieval.search.entries import Entry
from retrieval.search.own_contacts import OwnContacts
from retrieval.search.passages import Passages


def entry(day: int, answer: str, outdated: str | None = None) -> Entry:
    return Entry(Pair(f"question {day}", answer, f"d{day}", datetime.date(2026, 1, day)), 1, (1, 1), None, outdated)


def test_what_a_passage_says_follows_its_entries() -> None:
    first, second, third = entry(1, "It takes 3 days."), entry(2, "It takes 5 days.", "a template says 4"), entry(3, "It takes 4 days.")
    entries, members, contacts = {10: first, 20: second}, {1: (10,)}, OwnContacts()
    passages = Passages(entries, members, contacts)
    for _ in range(2):
        assert passages.outdated(first) is None
        assert passages.newest(first).text == "It takes 3 days."
    members[1] = (10, 20)
    for _ in range(2):
        assert passages.outdated(first) == "a template says 4"
        assert passages.newest(first).text == "It takes 5 days."

    members[1] = (10, 20, 30)  # one that is on its way in: what is said meanwhile is not remembered
    assert passages.newest(first).text == "It takes 5 days."
    assert passages.outdated(second) == "a template says 4"
    entries[30] = third
    assert passages.newest(first).text == "It takes 4 days."
    assert passages.outdated(second) is None

    del entries[30]  # and one on its way out
    members[1] = (10, 20)
    assert passages.outdated(second) == "a template says 4"
    assert [source.dialogue for source in passages.newest(second).sources] == ["d2", "d1"]
    del entries[10], entries[20], members[1]
    passages.forget(1)
    assert passages.newest(third).text == "It takes 4 days."
    assert passages.newest(first).text == "It takes 3 days."


def test_it_follows_what_is_the_companys_own() -> None:
    said = entry(1, "Write to help@shop.example.")
    contacts = OwnContacts()
    passages = Passages({10: said}, {1: (10,)}, contacts)
    assert "help@shop.example" not in passages.newest(said).text
    for day in (2, 3, 4):
        contacts.add(entry(day, "Our address is help@shop.example, please write to us at help@shop.example.").pair)
    assert contacts.own
    assert "help@shop.example" in passages.newest(said).text
