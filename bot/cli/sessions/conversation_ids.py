"""Ids of conversations as they are typed: the beginning is enough, where no other has the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data.errors import DataError

# Fewer signs would soon be two conversations'.
SHORTEST = 6
SHOWN_AT_MOST = 5


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """By id, the shortest beginning of at least six signs that no other has."""
    ordered = sorted(ids)
    short = {}
    for place, each in enumerate(ordered):
        neighbours = ordered[max(0, place - 1) : place] + ordered[place + 1 : place + 2]
        length = max([SHORTEST, *(_common(each, other) + 1 for other in neighbours)])
        short[each] = each[:length]
    return short


async def resolved(client: Any, given: str) -> str:
    """The conversation that an id, or its beginning, names.

    Raises:
        DataError: none, or several.
    """
    from bot.state import conversations as kept

    if await kept.exists(client, given):
        return given
    found = [each async for each in kept.conversations(client) if given and each.startswith(given)]
    if len(found) > 1:
        shown = ", ".join(sorted(found)[:SHOWN_AT_MOST])
        raise DataError(f"{len(found):,} conversations begin with {given!r}; give more of it: {shown}")
    if not found:
        raise DataError(f"there is no conversation {given!r}; `heed conversations list` lists them")
    return found[0]


def _common(one: str, other: str) -> int:
    return next((place for place, (left, right) in enumerate(zip(one, other)) if left != right), min(len(one), len(other)))
