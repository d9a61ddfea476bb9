"""An e-mail address or a phone number, or nothing."""

import pytest

from bot.handover.contact import checked_contact
from data.errors import DataError


@pytest.mark.parametrize(
    ("given", "region", "kept"),
    [
        (" Jo@Example.com ", "", "Jo@example.com"),
        ("kunde@München.de", "", "kunde@xn--mnchen-3ya.de"),
        ("jörg@münchen.de", "", "jörg@münchen.de"),
        ("+44 113 496 0123", "", "+441134960123"),
        ("0113 496 0123", "GB", "+441134960123"),
        ("138 0013 8000", "cn", "+8613800138000"),
    ],
)
def test_addresses_are_kept_in_one_form(given: str, region: str, kept: str) -> None:
    assert checked_contact(given, region) == kept


@pytest.mark.parametrize(
    "given", ["", "jo@", "jo@@example.com", "0113 496 0123", "+44 1", "call me", "a@b.c\r\nBcc: x@y.z", "+" + "1" * 300]
)
def test_others_are_refused_without_being_repeated(given: str) -> None:
    with pytest.raises(DataError) as refused:
        checked_contact(given)
    assert len(given) < 8 or given not in str(refused.value)
