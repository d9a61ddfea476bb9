"""Whom the company's own mail server vouches for."""

import pytest

from bot.channels.mail.senders import authenticated
from data.formats.text.mail_parts import parsed

OURS, SENDER = "mx.shop.example", "ann@mail.customer.example"


@pytest.mark.parametrize(
    ("results", "vouched"),
    [
        # https://www.rfc-editor.org/rfc/rfc8601.html, appendix B
        ("mx.shop.example; spf=pass smtp.mailfrom=mail.customer.example", True),
        ('mx.shop.example 1; auth=pass (cram-md5) smtp.auth=a@x.example; spf=pass smtp.mailfrom="bounce@mail.customer.example"', True),
        ("mx.shop.example; dkim=pass (good signature) header.d=customer.example", True),
        ("MX.shop.example; dmarc=pass (p=reject; sp=none) header.from=customer.example", True),
        ("mx.shop.example; dmarc=pass header.from=mail.customer.example", True),
        ("mx.shop.example; dmarc=pass header.from=evil.example", False),
        ('mx.shop.example; dmarc=pass (p=none) header.from="evilcustomer.example"', False),
        ("mx.shop.example; dmarc=pass header.from=example", False),
        ("mx.shop.example; dkim=pass header.d=evil.example header.from=mail.customer.example", False),
        ("mx.shop.example; none", False),
        ("mx.shop.example", False),
        ("", False),
        ("mx.shop.example; dkim=fail header.d=mail.customer.example; spf=softfail smtp.mailfrom=mail.customer.example", False),
        ("mx.shop.example; dkim=pass header.d=example", False),
        ("mx.shop.example; dkim=pass header.d=evilcustomer.example", False),
        ("mx.shop.example; spf=pass smtp.helo=mail.customer.example", False),
        ("mx.shop.example; spf=pass header.d=mail.customer.example", False),
        ("mx.shop.example; dkim=pass header.d=customer.example; dmarc=fail", False),
        ("mx.shop.example; dmarc=pass; dmarc=fail", False),
        ("mx.shop.example.evil.example; dmarc=pass", False),
        ("mx.shop.example; x=y (dmarc=pass); (a (b) dmarc=pass)", False),
    ],
)
def test_only_what_it_found_of_the_senders_own_domain_counts(results: str, vouched: bool) -> None:
    mail = parsed(f"Authentication-Results: {results}\nFrom: {SENDER}\n\nhello".encode())
    assert authenticated(mail, OURS, SENDER) == vouched


def test_only_its_uppermost_header_counts() -> None:
    above, below = "Authentication-Results: mx.shop.example; dmarc=fail", "Authentication-Results: mx.shop.example; dmarc=pass"
    assert not authenticated(parsed(f"{above}\n{below}\n\n".encode()), OURS, SENDER)
    assert authenticated(parsed(f"Authentication-Results: other; dmarc=fail\n{below}\n{above}\n\n".encode()), OURS, SENDER)
