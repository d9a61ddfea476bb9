"""A chat that was saved or exported as a page of HTML: the elements that come again and again with a name, a time and a text in each.

Which elements these are is told by what stands in them, whoever made the page. A page of which they are only a part, such as an article
with readers' comments, is none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.files.encodings import SAMPLE, encoding_of
from data.formats.pages.component_messages import component_chat, recognises_components
from data.formats.pages.page_messages import Part, parts_of, spoken
from data.formats.raw_dialogues import CHAT, Message, RawDialogue
from data.formats.text.message_text import folded
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "page"
LARGEST = 64 << 20
# Elements of one kind that are looked at to tell whether they are messages, kinds that are tried, and messages of a page.
LOOKED_AT, MOST_KINDS, MOST = 40, 400, 100_000
FEWEST, HIGHEST = 2, 6
# A page without times of day, as most help pages are, isn't looked into.
CLOCK = re.compile(rb"\d[:.h]\d\d")
UNSAID = "script, style, head, noscript, template, svg, button, nav, footer, form"
# Classes that say on which side a message stands: the account's own one, and the other's.
OWN = re.compile(r"(?:^|[-_])(?:right|self|me|mine|my|own|out|outgoing|outbound|sent|fromme|from-me)(?:$|[-_])")
OTHERS = re.compile(r"(?:^|[-_])(?:left|other|others|in|incoming|inbound|received|them|you|friend|peer)(?:$|[-_])")
# Classes that say who it was: “visitor”, “message-agent”, “from_customer”.
ROLE = re.compile(
    r"(?:(?:msg|message|line|chat|from|by|is|type|role|sender|author)[-_]{0,2})?"
    r"(?P<who>agent|operator|staff|visitor|customer|client|guest|bot|robot|system)"
    r"(?:[-_]{0,2}(?:msg|message|line|bubble|side|text))?"
)


class Found(NamedTuple):
    """A message of a page: its element, and what stands in it."""

    node: LexborNode
    who: str
    time: str
    text: str
    side: str


def recognises(content: bytes) -> bool:
    """Whether a page is a chat."""
    if len(content) <= LARGEST and recognises_components(content) and component_chat("", content) is not None:
        return True
    timed = sum(1 for _ in islice(CLOCK.finditer(content), FEWEST)) == FEWEST
    return timed and len(content) <= LARGEST and bool(_messages(_tree(content)))


def chats(name: str, content: bytes) -> Iterator[RawDialogue]:
    """The conversations of a page.

    Args:
        name: the page's.
        content: its bytes.
    """
    if recognises_components(content) and (chat := component_chat(name, content)) is not None:
        yield chat
        return
    found = _messages(_tree(content))
    swapped = _are_swapped(found)
    for number, (partner, messages) in enumerate(_conversations(found), start=1):
        said = [_message(line, each, partner, swapped) for line, each in enumerate(messages, start=1)]
        yield RawDialogue(number, f"{CHAT}{name} {number}", said)


def _tree(content: bytes) -> LexborHTMLParser:
    tree = LexborHTMLParser(content.decode(encoding_of(content[:SAMPLE]), errors="replace"))
    for node in tree.css(UNSAID):
        node.decompose()
    return tree


def _messages(tree: LexborHTMLParser) -> list[Found]:
    """The messages of a page, by the kind of element that most of them are in; none if it is no chat."""
    kinds: dict[tuple[str, str], list[LexborNode]] = defaultdict(list)
    for node in tree.css("div, li, tr, article, section, p, dd, blockquote, table"):
        kinds[(node.tag or "", _kind(node))].append(node)
    said = len((tree.body.text(separator="") if tree.body else "").split()) or 1
    best: list[Found] = []
    for nodes in sorted((nodes for nodes in kinds.values() if len(nodes) >= FEWEST), key=len, reverse=True)[:MOST_KINDS]:
        some = [found for node in nodes[:LOOKED_AT] if (found := _found(node)) is not None]
        if len(some) * 10 < len(nodes[:LOOKED_AT]) * 7 or len(nodes) <= len(best):
            continue
        found_all = [*some, *(found for node in nodes[LOOKED_AT:MOST] if (found := _found(node)) is not None)]
        if _is_chat(found_all, said):
            best = found_all
    return best


def _kind(node: LexborNode) -> str:
    """The classes of an element, without what differs from side to side and message to message."""
    classes = (node.attributes.get("class") or "").split()
    plain = [
        name
        for name in classes
        if not (OWN.search(name.lower()) or OTHERS.search(name.lower()) or ROLE.fullmatch(name.lower()) or re.search(r"\d", name))
    ]
    return plain[0] if plain else ""


def _found(node: LexborNode) -> Found | None:
    parts = parts_of(node)
    told = spoken(parts) if parts is not None else None
    if told is None:
        return None
    side = _side(node, parts or ())
    return Found(node, told.who, told.time, told.text, side) if told.who or side else None


def _side(node: LexborNode, parts: Sequence[Part]) -> str:
    """Whose message it is by the classes of its element and of those in it: a role, or a side of the page; empty if none says it."""
    classes = [*(node.attributes.get("class") or "").split(), *(name for part in parts for name in part.classes)]
    for name in classes:
        if said := ROLE.fullmatch(name.lower()):
            return role_of(said["who"]) or ""
    for side, pattern in (("own", OWN), ("other", OTHERS)):
        if any(pattern.search(name.lower()) for name in classes):
            return side
    return ""


def _is_chat(found: Sequence[Found], said: int) -> bool:
    """Whether these are the messages of a page: of several people, who speak again if there are more than two, with times, and most of
    what stands on it.
    """
    people = Counter(each.who or each.side for each in found)
    words = sum(len(each.text.split()) + len(each.who.split()) + len(each.time.split()) for each in found)
    return (
        len(found) >= FEWEST
        and len(people) > 1
        and (max(people.values()) > 1 or len(found) == FEWEST)
        and words * 2 > said
        and sum(bool(each.time) for each in found) * 10 >= len(found) * 7
    )


def _conversations(found: Sequence[Found]) -> Iterator[tuple[str, list[Found]]]:
    """The messages of each conversation, those that are in one element together, with that element's heading."""
    nodes = [each.node for each in found]
    for _ in range(HIGHEST):
        nodes = [node.parent or node for node in nodes]
        if len({node.mem_id for node in nodes}) * 2 <= len(nodes):
            break
    held: dict[int, set[str]] = defaultdict(set)
    for node, each in zip(nodes, found):
        held[node.mem_id].add(each.who)
    groups: list[tuple[LexborNode, list[Found]]] = []
    for node, each in zip(nodes, found):
        if groups and groups[-1][0].mem_id == node.mem_id:
            groups[-1][1].append(each)
        elif groups and _goes_on(held[groups[-1][0].mem_id], held[node.mem_id]):
            groups[-1] = (node, [*groups[-1][1], each])
        else:
            groups.append((node, [each]))
    for node, messages in groups:
        heading = node.css_first("h1, h2, h3, h4, h5, .title, .header, .name, .chat-name") if len(groups) > 1 else None
        yield (heading.text(separator=" ").strip() if heading else ""), messages


def _goes_on(before: set[str], people: set[str]) -> bool:
    """Whether an element, a day's perhaps, goes on with the conversation before it: the same people speak."""
    return len(before) > 1 and people <= before and "" not in before and not any(map(role_of, before))


def _are_swapped(found: Sequence[Found]) -> bool:
    """Whether the company stands on the other side: there always the same person speaks, and on this one ever others."""
    own, others = ({folded(each.who) for each in found if each.side == side and each.who} for side in ("own", "other"))
    return len(own) > 2 and len(others) == 1


def _message(line: int, found: Found, partner: str, swapped: bool) -> Message:
    role = found.side if found.side in (CUSTOMER, AGENT, BOT, SYSTEM) else role_of(found.who) or ""
    if not role and partner and folded(found.who) == folded(partner):
        role = CUSTOMER
    elif not role and found.side:
        role = AGENT if (found.side == "own") != swapped else CUSTOMER
    time = found.time if parse(found.time) is not None else None
    return Message(line, role, found.text, time, found.who or found.side, bool(found.who) and role_of(found.who) is None)
