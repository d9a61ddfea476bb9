"""Who is who by a desk's own lines between the messages."""

import pytest

from data.formats.text.announcements import announced


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Agent Giulia", {"Giulia": "agent"}),
        ("L'operatore Giulia è entrato", {"Giulia": "agent"}),
        ("Visitor: Tom Beck", {"Tom Beck": "customer"}),
        ("Giulia (agent) joined", {"Giulia": "agent"}),
        ("Chat transferred from Giulia to Davide", {"Giulia": "agent", "Davide": "agent"}),
        ("会话由 Giulia 转接给 Davide", {"Davide": "agent"}),
        ("Der Chat wurde weitergeleitet von Giulia an Davide.", {"Giulia": "agent", "Davide": "agent"}),
        ("Conversation transférée de Giulia à Davide", {"Giulia": "agent", "Davide": "agent"}),
        ("Operatore: Davide", {"Davide": "agent"}),
        ("Giulia joined the chat", {}),
        ("Tom Beck was transferred", {}),
        ("Agent Giuliano", {}),
        ("Agent Giulia " + "and all others " * 20, {}),
    ],
)
def test_who_is_who(line: str, roles: dict[str, str]) -> None:
    assert announced([line], ["Giulia", "Davide", "Tom Beck"]) == roles


@pytest.mark.parametrize(
    "line",
    [
        *("Bob is now chatting with Maria", "You are now chatting with Maria", "Sie sind jetzt verbunden mit Maria"),
        *("Transfer requested by Maria", "Transferring chat from Maria to Bob", "Bank transfer from Maria received"),
        *("Order 1: the parcel was handed over to Maria", "Refund transferred to Maria", "Das Paket wurde übergeben an Maria"),
        *("Chat transferred to Maria's account", "Chat transferred by the system since the order of Maria is late"),
        *("User Bob joined the chat", "Please contact Bob for urgent matters", "Ticket assigned to user Bob", "Contact: Bob"),
        *("Agent: Maria asks for a refund", "Bob (user) joined", "Note to the agent: Maria", "Nutzer Bob", "Owner: Maria", "Team Maria"),
    ],
)
def test_a_line_that_may_be_meant_otherwise_says_nothing(line: str) -> None:
    assert announced([line], ["Maria", "Bob"]) == {}


def test_who_is_called_two_things_is_neither() -> None:
    assert announced(["Agent Giulia", "Customer Giulia"], ["Giulia"]) == {}
