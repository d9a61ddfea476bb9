"""Whether a mail is from whom it says, as the company's own mail server found (Authentication-Results, RFC 8601)."""

from __future__ import annotations

import re
from email.message import EmailMessage

from data.formats.text.mail_parts import headers

COMMENT = re.compile(r"\([^()]*\)")
RESULT = re.compile(r"\s*([a-z-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
PROPERTY = re.compile(r"\b(header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
# Whose domain DMARC was looked up for.
FROM = re.compile(r"\bheader\.from\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
DEEPEST = 10


def authenticated(mail: EmailMessage, server: str, sender: str) -> bool:
    """Whether the server vouches for a mail's sender: by DMARC, or else by a DKIM signature or SPF of the sender's own domain.

    Args:
        server: the name that it puts first in Authentication-Results. Only its uppermost header counts: those below came with the mail.
        sender: the address in From.
    """
    domain = sender.rpartition("@")[2]
    for value in headers(mail, "authentication-results"):
        name, *results = _without_comments(value).split(";")
        if domain and name.split()[:1] and name.split()[0].lower() == server.lower():
            return _vouches(results, domain)
    return False


def _vouches(results: list[str], domain: str) -> bool:
    found = [(match[1].lower(), match[2].lower(), each) for each in results if (match := RESULT.match(each))]
    dmarc = [(result, each) for method, result, each in found if method == "dmarc"]
    if dmarc:
        named = [value.lower().rpartition("@")[2] for _, each in dmarc for value in FROM.findall(each)]
        return {result for result, _ in dmarc} == {"pass"} and all(_within(domain, each) for each in named)
    passed = [(method, each) for method, result, each in found if result == "pass" and method in ("dkim", "spf")]
    return any(_aligned(given, domain, method) for method, each in passed for given in PROPERTY.findall(each))


def _aligned(given: tuple[str, str], domain: str, method: str) -> bool:
    name, value = given[0].lower(), given[1].lower().rpartition("@")[2]
    if (name == "smtp.mailfrom") != (method == "spf"):
        return False
    return _within(domain, value)


def _within(domain: str, other: str) -> bool:
    """Whether a domain is another one, or below it; which is no top-level one then."""
    return other == domain or ("." in other and domain.endswith("." + other))


def _without_comments(value: str) -> str:
    for _ in range(DEEPEST):
        shorter = COMMENT.sub(" ", value)
        if shorter == value:
            break
        value = shorter
    return value
