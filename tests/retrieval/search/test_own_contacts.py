"""Which contacts in an index are the company's own."""

from msgspec import UNSET

from data.records import Pair, Place
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
