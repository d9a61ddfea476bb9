"""Which contacts in an index are the company's own."""

from collections.abc import Iterable

import pytest
from msgspec import UNSET

from data.records import Pair, Place
from data.redaction.own_contacts import with_offices
from retrieval.search.own_contacts import OwnContacts


def pair(answer: str, dialogue: str, page: str = "") -> Pair:
    return Pair("Whom do I ask?", answer, dialogue, place=Place(page, 1, "") if page else UNSET)


def test_contacts_of_several_dialogues_or_of_a_document_are_the_companys() -> None:
    contacts = OwnContacts()
    for name in ("a", "b"):
        contacts.add(pair("Write to help@fjell.example.", name))
    contacts.add(pair("It was info@customer.example.", "a"))
    assert contacts.own == frozenset()
    third = pair("Write to help@fjell.example, or jobs@fjell.example.", "c")
    contacts.add(third)
    assert contacts.own == {"help@fjell.example", "jobs@fjell.example"}
    contacts.remove(third)
    assert contacts.own == frozenset()
    contacts.add(pair("Call 030 12345678.", "contact.md", "Contact"))
    assert contacts.own == {"03012345678"}


def test_a_customers_contact_isnt_the_companys_however_often_it_is_said() -> None:
    contacts = OwnContacts()
    for place in range(4):
        contacts.add(pair("We have mailed you at john.miller77@gmail.com.", f"d{place}"))
        contacts.add(pair("We have sent it to info@customer.example. Your number is 030 12345678.", f"d{place}"))
        contacts.add(pair("Please call us on 0800 1234567.", f"d{place}"))
    assert contacts.own == {"08001234567"}


def test_an_office_at_the_companys_host_is_its_own_in_whatever_words() -> None:
    contacts = OwnContacts()
    bills = [
        pair(f"The bill {words}@{host}.example.", "a") for words, host in (("comes from billing", "fjell"), ("goes to info", "customer"))
    ]
    for each in (*bills, *bills, *bills):
        contacts.add(each)
    assert contacts.own == frozenset()
    contacts.add(pair("Write to help@fjell.example.", "contact.md", "Contact"))
    assert contacts.own == {"help@fjell.example", "billing@fjell.example"}


def test_one_contact_in_thousands_of_dialogues_is_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []

    def counted(own: set[str], others: Iterable[str]) -> frozenset[str]:
        found.append(len(own))
        return with_offices(own, others)

    monkeypatch.setattr("retrieval.search.own_contacts.with_offices", counted)
    contacts = OwnContacts()
    pairs = [pair("Write to help@fjell.example.", str(place)) for place in range(3000)]
    for each in pairs:
        contacts.add(each)
    assert contacts.own == contacts.own == {"help@fjell.example"}
    assert len(found) == 1
    for each in pairs:
        contacts.remove(each)
    assert contacts.own == frozenset()
    assert not contacts._dialogues
