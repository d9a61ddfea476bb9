"""Where a customer wants to be answered when nobody is there: an e-mail address or a phone number, checked and written in one way."""

from __future__ import annotations

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from data.errors import DataError

LONGEST = 254


def checked_contact(given: str, region: str = "") -> str:
    """An address in its usual form: an e-mail address, or a phone number as +441134960123.

    Args:
        region: the country that a number without one is in, as GB.

    Raises:
        DataError: it is neither. The message doesn't repeat it.
    """
    text = given.strip()
    if len(text) <= LONGEST and "@" in text:
        return checked_mail_address(text)
    try:
        number = phonenumbers.parse(text[:LONGEST], region.upper() or None)
    except phonenumbers.NumberParseException:
        raise DataError("give an e-mail address, or a phone number with the country, like +44 113 496 0123") from None
    if not phonenumbers.is_possible_number(number):
        raise DataError("this is no phone number: it has too many digits, or too few")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def checked_mail_address(given: str) -> str:
    """An e-mail address in its usual form; where the domain alone isn't ASCII, in the form that every mail server takes.

    Raises:
        DataError: it is none. The message doesn't repeat it.
    """
    try:
        found = validate_email(given.strip(), check_deliverability=False)
    except EmailNotValidError as problem:
        raise DataError(f"this is no e-mail address: {problem}") from None
    return found.ascii_email or found.normalized
