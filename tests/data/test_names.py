import pytest

from data.names import mask_names, names_in
from data.records import AGENT, CUSTOMER, Role


@pytest.mark.parametrize(
    ("role", "text", "masked"),
    [
        (CUSTOMER, "My name is Ottilie Braithwaite, hello", "My name is [name], hello"),
        (CUSTOMER, "this is Ann Lee speaking", "this is [name] speaking"),
        (CUSTOMER, "It never came. Thanks, Samson", "It never came. Thanks, [name]"),
        (CUSTOMER, "the parcel is for Mrs Harcourt-Wynne", "the parcel is for Mrs [name]"),
        (AGENT, "Hi Finn, drivers don't swap parcels, Finn.", "Hi [name], drivers don't swap parcels, [name]."),
        (AGENT, "I hope this is helpful, Riley.", "I hope this is helpful, [name]."),
        (AGENT, "王女士您好，快递7-10天到。", "[name]女士您好，快递7-10天到。"),
        (CUSTOMER, "我叫林小满。", "我叫[name]。"),
    ],
)
def test_names_are_known_by_how_they_are_said(role: Role, text: str, masked: str) -> None:
    assert mask_names(text, names_in(text, role))[0] == masked


@pytest.mark.parametrize(
    "text", ["Hi there, it works.", "We fly to Dallas, Texas.", "Thanks for that, Monday is fine.", "Sorry! It is closed.", "各位女士可以"]
)
def test_other_capitals_are_no_names(text: str) -> None:
    assert mask_names(text, names_in(text, AGENT)) == (text, 0)


def test_a_name_goes_wherever_it_stands_in_its_case() -> None:
    assert mask_names("Will you tell Will that Willow is out?", ["Will"]) == ("[name] you tell [name] that Willow is out?", 2)
