"""What a conversation is called: its id, as its object or one beside its messages has it."""

import re
from collections.abc import Mapping, Sequence

from data.formats.fields.field_names import folded_name, pick, rank
from data.formats.raw_dialogues import mapping, text_of
from data.formats.structure.lists import Found

# Objects beside the messages whose id is no conversation's: where it was held, and whose it is.
WIDER = re.compile(
    r"guild|server|workspace|account|company|organi[sz]ation|team|inbox|mailbox|shop|store|brand|app|site|page|user|customer|agent"
    r"|contact"
)

# Beside these, a number is that of a page.
PAGED = frozenset("size totalpages totalelements numberofelements totalcount pageable perpage pagesize".split())


def name_of(value: Mapping[str, object], lists: Sequence[Found]) -> str:
    for about in (value, lists[0].holder):
        if found := id_of(about):
            return found
    held = [(key, entry) for key, entry in value.items() if isinstance(entry, dict) and not WIDER.search(folded_name(key))]
    for _, entry in sorted(held, key=lambda pair: rank("dialogue", f"{pair[0]}id") is None):
        if found := text_of(pick(entry, "dialogue")):
            return found
    return ""


def id_of(about: Mapping[str, object]) -> str:
    """The id of an object, by the names that ids of conversations have; the number of a page is none."""
    number = about.get("number") if PAGED.isdisjoint(map(folded_name, about)) else None
    for given in (about.get("id"), about.get("key"), pick(about, "dialogue"), about.get("_id"), number):
        if found := text_of(given) or text_of(mapping(given).get("text")) or text_of(mapping(given).get("id")):
            return found
    return ""
