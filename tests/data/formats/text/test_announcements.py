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
        ("You are now chatting with Giulia.", {"Giulia": "agent"}),
        ("Sie sind jetzt verbunden mit Giulia", {"Giulia": "agent"}),
        ("Giulia joined the chat", {}),
        ("Tom Beck was transferred", {}),
        ("Agent Giuliano", {}),
        ("Agent Giulia " + "and all others " * 20, {}),
    ],
)
def test_who_is_who(line: str, roles: dict[str, str]) -> None:
    assert announced([line], ["Giulia", "Davide", "Tom Beck"]) == roles


def test_who_is_called_two_things_is_neither() -> None:
    assert announced(["Agent Giulia", "Customer Giulia"], ["Giulia"]) == {}
