"""What a desk's programming interface answered in place of an export: an error, or one page of many."""

from collections.abc import Iterator, Mapping

from data.formats.fields.field_names import folded_name
from data.formats.raw_dialogues import mapping, mappings, text_of

# Objects that say which page of how many an answer is.
PAGING = frozenset("pages paging pagination pageinfo meta metadata page links responsemetadata cursor cursors info summary".split())
NUMBER, PAGES = (
    frozenset("page currentpage pagenumber number pageno".split()),
    frozenset("totalpages pages pagecount lastpage numpages".split()),
)
TOTAL = frozenset("total totalcount count totalresults totalitems totalentries totalhits resultcount".split())
MORE = frozenset("hasmore hasnext hasnextpage more hasmoreitems".split())
NEXT = frozenset("next nextpage nextlink nexturl nextpageurl nextcursor nextpagetoken nextpageuri odatanextlink".split())
ERRORS = frozenset("error errors fault errormessage errorcode errordescription exception".split())
LONGEST = 120


def error_in(value: object) -> str:
    """What an answer says went wrong; empty if it is no error."""
    if not isinstance(value, dict) or any(
        isinstance(entry, list) and folded_name(key) not in ERRORS for key, entry in value.items() if entry
    ):
        return ""
    named = {folded_name(key): entry for key, entry in value.items()}
    failed = named.get("ok") is False or named.get("success") is False or text_of(named.get("status"))[:1] in ("4", "5")
    if not (any(named.get(name) for name in ERRORS) or (failed and "message" in named)):
        return ""
    said = next((text for text in _texts(value) if " " in text), next(_texts(value), ""))
    return said[:LONGEST]


def page_of(value: object, entries: int) -> str:
    """Which page of how many an answer is, and that there are more; empty if it says no such thing.

    Args:
        value: the answer.
        entries: how many conversations it holds.
    """
    if not isinstance(value, dict):
        return ""
    said = dict(_paging(value))
    page, pages = (_number(said, names) for names in (NUMBER, PAGES))
    total = _number(said, TOTAL)
    many = f" ({total:,} in all)" if total > entries else ""
    if 0 < page < pages:
        return f"is page {page} of {pages}{many}: export the other pages, too"
    more = any(said.get(name) is True for name in MORE) or any(isinstance(said.get(name), (str, dict)) and said[name] for name in NEXT)
    return f"says that there are more pages{many}: export these, too" if more else ""


def _paging(value: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The fields that say so: beside the conversations, and in objects that are called so."""
    for key, entry in value.items():
        name = folded_name(key)
        if name in PAGING and isinstance(entry, dict):
            yield from ((folded_name(inner), each) for inner, each in entry.items())
        elif not isinstance(entry, dict):
            yield name, entry


def _number(said: Mapping[str, object], names: frozenset[str]) -> int:
    return next((entry for name, entry in said.items() if name in names and type(entry) is int), 0)


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()
    for entry in [*mapping(value).values(), *mappings(value)] if depth < 4 else []:
        yield from _texts(entry, depth + 1)
