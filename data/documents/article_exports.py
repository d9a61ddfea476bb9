"""Help centres as their desks export them in JSON: Zendesk Guide, Intercom, Freshdesk's solutions, Help Scout Docs, and others with
articles that have a title and a body. Each becomes a page of HTML.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from data.documents.dates import read_date

LARGEST = 128 << 20
# As much of a file is looked at before all of it is.
HEAD = 65_536
TITLES = ("title", "name", "headline", "question", "subject")
BODIES = ("body", "html_body", "body_html", "content", "text", "html", "description", "answer", "desc_un_html")
# What an article has, and no ticket; and what a ticket or a message has, and no article.
ARTICLES_OWN = frozenset(
    "html_url url slug locale section_id category_id folder_id collectionid collection_id permalink promoted vote_sum outdated state "
    "seo_title parent_id categories public_url publicurl draft hits label_names meta_description seo_data source_locale".split()
)
TICKETS_OWN = frozenset(
    "requester_id requester requester_email assignee_id assignee priority submitter_id messages messages_count comments conversation "
    "conversations conversation_parts sender ticket_id ticket_number replies threads author_type delivered_as "
    "responder_id case_number".split()
)
# What only tells a ticket, a message or a review where a text stands beside it: what holds articles may have it, too.
TICKETS_BESIDE_A_TEXT = frozenset(
    "customer consumer contact contacts source notes channel reviewer rating stars email phone from to cc cc_emails recipients order_id "
    "order_number assigned_to closed_at resolved_at solved_at due_by".split()
)
# Where a ticket stands, which no article does.
TICKETS_STATES = frozenset(
    "open opened reopened pending solved closed resolved new active on-hold on_hold hold waiting in_progress answered "
    "escalated spam".split()
)
# What a message quotes, previews or has with it is no article of the company's.
BESIDE_MESSAGES = frozenset("embeds attachments metadata source conversation_parts urls entities referenced_message quoted".split())
SPEAKERS = frozenset("author from user username user_id sender_id author_id author_name".split())
UNPUBLISHED = ("draft", "archived", "unpublished", "notpublished")
CHANGED = ("updated_at", "edited_at", "updatedAt", "lastPublishedAt", "modified_at", "last_updated", "date", "created_at", "createdAt")
ADDRESSES = ("html_url", "public_url", "publicUrl", "permalink", "url", "link")
DEEPEST = 8
FEWEST_WORDS = 5


class Article(NamedTuple):
    """An article: the name of its file, and the page."""

    name: str
    page: str


def holds_articles(head: bytes) -> bool:
    """Whether the first bytes of a file may be such an export's; `articles_of` says it for certain."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    return (
        start in (b"{", b"[")
        and any(f'"{name}"'.encode() in head for name in TITLES)
        and any(f'"{name}"'.encode() in head for name in BODIES)
    )


def articles_of(content: bytes) -> list[Article]:
    """The published articles of an export; none if it is no such export."""
    if len(content) > LARGEST:
        return []
    try:
        text = content.decode("utf-8-sig")
        values = [json.loads(text)]
    except (ValueError, RecursionError):
        values = _lines(content)
    try:
        found = [article for value in values for article in _articles(value, 0)]
    except _HoldsTickets:
        return []
    names: dict[str, int] = {}
    articles = []
    for article in found:
        name = _file_name(article)
        names[name] = names.get(name, 0) + 1
        articles.append(Article(f"{name}{f'-{names[name]}' if names[name] > 1 else ''}.html", _page(article)))
    return articles


def _lines(content: bytes) -> list[object]:
    """The values of a file with one a line; nothing if a line is none."""
    try:
        return [json.loads(line) for line in content.decode("utf-8-sig").splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return []


def _articles(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """The published articles in a value.

    Raises:
        _HoldsTickets: there are tickets, conversations or messages in it: then the file is a log, whatever else it holds.
    """
    if isinstance(value, list) and depth <= DEEPEST:
        for entry in value:
            yield from _articles(entry, depth + 1)
    elif isinstance(value, dict) and depth <= DEEPEST:
        if _is_ticket(value):
            raise _HoldsTickets
        if _is_article(value):
            if not any(str(value.get(key)).casefold() in UNPUBLISHED for key in ("state", "status")) and value.get("draft") is not True:
                yield value
            return
        for name, entry in value.items():
            # Mattermost's posts, by their ids, are messages; Ghost's are a list of articles.
            if isinstance(entry, (list, dict)) and name not in BESIDE_MESSAGES and not (name == "posts" and isinstance(entry, dict)):
                yield from _articles(entry, depth + 1)


class _HoldsTickets(Exception):
    """A file is a log of tickets or messages."""


def _is_ticket(value: Mapping[str, object]) -> bool:
    """Whether an object is a ticket, a conversation, a message or a review, or holds such."""
    names = {str(key).casefold() for key in value}
    if names & TICKETS_OWN:
        return True
    if not _first(value, (*BODIES, "message")):
        return False
    states = {str(value.get(key)).casefold().replace(" ", "_") for key in ("state", "status", "stage")}
    return bool(names & TICKETS_BESIDE_A_TEXT or states & TICKETS_STATES or (names & SPEAKERS and not _first(value, TITLES)))


def _is_article(value: Mapping[str, object]) -> bool:
    names = {str(key).casefold() for key in value}
    body = _first(value, BODIES)
    if any(isinstance(entry, list) and entry and isinstance(entry[0], dict) and _first(entry[0], TITLES) for entry in value.values()):
        return False  # a category or a folder, with articles in it
    return bool(names & ARTICLES_OWN) and bool(_first(value, TITLES)) and len(body.split()) >= FEWEST_WORDS


def _first(value: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((entry for name in names if isinstance(entry := value.get(name), str) and entry.strip()), "")


def _file_name(article: Mapping[str, object]) -> str:
    given = str(article.get("slug") or article.get("id") or _first(article, TITLES))
    return re.sub(r"[^\w-]+", "-", given).strip("-")[:80] or "article"


def _page(article: Mapping[str, object]) -> str:
    """The article as a page of its own; a body without tags is text."""
    body = _first(article, BODIES)
    if "<" not in body:
        body = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", body))
    title = html.escape(_first(article, TITLES))
    address = next((entry for name in ADDRESSES if str(entry := article.get(name) or "").startswith(("https://", "http://"))), "")
    changed = next(filter(None, (read_date(article.get(name)) for name in CHANGED)), "")
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title><link rel="canonical" href="{html.escape(str(address))}">'
        f'<meta name="date" content="{html.escape(str(changed))}"></head><body><main><h1>{title}</h1>{body}</main></body></html>'
    )
