"""What a site tells of its customer beside what the customer says: the page, and a few facts. It is kept with the message, for people."""

from __future__ import annotations

import json
from typing import Any

from bot.server.http.errors import BadRequest
from bot.server.http.requests import pattern_field

MOST_FACTS, LONGEST_NAME, LONGEST_FACT = 20, 40, 200
PAGE = (r"https?://[^\s?#]{1,500}", "an address of 500 characters at most, without what follows ? or #")


def told_about(fields: dict[str, Any]) -> dict[str, str]:
    """`page` and `customer` (as JSON) of a message's fields, those that are there.

    Raises:
        BadRequest: one of them can't be used.
    """
    told = {"page": pattern_field(fields, "page", *PAGE)} if "page" in fields else {}
    if "customer" not in fields:
        return told
    facts = fields["customer"]
    fine = isinstance(facts, dict) and len(facts) <= MOST_FACTS and all(_is_fact(name, fact) for name, fact in facts.items())
    if not fine:
        raise BadRequest(
            400,
            "invalid_customer",
            f"customer must be an object of {MOST_FACTS} texts at most, of {LONGEST_FACT} printable characters each, "
            f"with names of {LONGEST_NAME}",
        )
    return {**told, "customer": json.dumps(facts, ensure_ascii=False)}


def _is_fact(name: str, fact: Any) -> bool:
    return 0 < len(name) <= LONGEST_NAME and isinstance(fact, str) and len(fact) <= LONGEST_FACT and (name + fact).isprintable()
