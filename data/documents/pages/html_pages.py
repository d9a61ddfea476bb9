"""HTML: pages as browsers, crawlers and help desks save them (Intercom, Zendesk Guide, Freshdesk, any site)."""

import datetime
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from data.both_scripts import compiled
from data.documents.blocks import Heading, Page, Text, Unreadable
from data.documents.conversations import refuse_conversation
from data.documents.dates import read_date
from data.documents.decoding import decoded
from data.documents.pages.html_blocks import blocks_of
from data.documents.pages.html_boilerplate import dropped

# Deeper pages are no help pages; a parser needs minutes for hundreds of thousands of elements in one another.
DEEPEST = 200
LARGEST = 8 << 20
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Elements that have no end, or that another one ends.
ENDLESS = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr thead tbody tfoot option optgroup colgroup "
    "rp rt html head body path circle rect line polygon use g stop ellipse".split()
)
# One that isn't closed goes on to the end, as in a browser; else each of a thousand would be looked through to the end.
SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s{0,9}>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
SITE = re.compile(r"\s{1,9}[|·–—»«:-]\s{1,9}|\s{0,9}\|\s{0,9}")
CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
CHANGED = (
    'meta[property="article:modified_time"]', 'meta[name="last-modified"]', 'meta[itemprop="dateModified"]', 'meta[name="date"]',
    'meta[property="og:updated_time"]', 'meta[property="article:published_time"]',
)  # fmt: skip
MODIFIED = re.compile(r'"date(?:Modified|Published)"\s*:\s*"([^"]{4,40})"')
UPDATED = compiled(
    r"(?:(?:this page was )?last (?:updated|modified|edited|reviewed)|(?:updated|modified|published|posted)(?: on)?"
    r"|zuletzt (?:aktualisiert|geändert|bearbeitet)(?: am)?|(?:veröffentlicht|erstellt) am|stand|mis à jour le|publié le|publicado el"
    r"|dernière mise à jour|actualizado(?: el)?|última actualización|aggiornato il|laatst bijgewerkt|atualizado em"
    r"|最后更新|更新(?:时间|日期|于)|最終更新)\s{0,9}[:：]?\s{0,9}(.{4,30})",
    re.IGNORECASE,
)
# A page's own article, where its desk names it so.
ARTICLES = (
    ".article-body, .article__body, .article_body, #article-body, .fw-content--single-article, .intercom-interblocks, .theme-doc-markdown"
)
MAINS = "main, [role=main]"
# What readers write below an article; where the page holds one, so many words in lines of so many.
BELOW_ARTICLES = "#comments, .comments, .comments-area, .comment-list, .article-comments, .comment-respond, #disqus_thread"
FEWEST_WORDS, LONG_LINE = 15, 5
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WITHIN_LINES = re.compile(r"</?(?:a|b|bdi|code|em|font|i|small|strong|u)(?:\s[^<>]{0,2000})?>", re.IGNORECASE)


def check_size(content: bytes) -> None:
    """Raises Unreadable for what is larger than any page for people is."""
    if len(content) > LARGEST:
        raise Unreadable(f"it has {len(content) >> 20} MB, more than the {LARGEST >> 20} MB that a page for people has")


def read(content: bytes, name: str) -> Page:
    """A page.

    Args:
        content: the file.
        name: its name, for a page without a title.

    Raises:
        Unreadable: it is larger or nested deeper than any page for people is.
    """
    check_size(content)
    found = CHARSET.search(content[:4096])
    if found and found[1].lower() not in (b"utf-8", b"utf8") and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return html_page(content.decode(found[1].decode("ascii"), errors="replace"), name)
        except LookupError:
            pass  # an encoding that nobody knows: the bytes tell
    return html_page(decoded(content), name)


def html_page(html: str, name: str) -> Page:
    """As `read`, for a text."""
    if _depth(html) > DEEPEST:
        raise Unreadable(f"its elements are nested deeper than {DEEPEST} levels, which no page for people is")
    tree = LexborHTMLParser(html)
    address, date = _address(tree, html), _date(tree, html)
    title = _title(tree, name)
    root = _content(tree)
    if root is None:
        return Page(title, [], address, date)
    refuse_conversation(_named(tree) or title, list(_lines(tree)))
    blocks = blocks_of(root)
    if date is None:
        texts = [each.text(separator=" ") for each in (root, tree.body) if each]  # some say it beside the article
        date = next(filter(None, (read_date(found[1]) for text in texts for found in UPDATED.finditer(text))), None)
    first = next((block for block in blocks if isinstance(block, Heading)), None)
    if first and (_same(first.text, title) or _same(SITE.split(first.text, maxsplit=1)[-1], title)):
        blocks.remove(first)
    kept = [block for block in blocks if not (isinstance(block, Text) and _only_date(block.text))]
    return Page(title, kept, address, date)


def _named(tree: LexborHTMLParser) -> str:
    named = tree.css_first("head title")
    return named.text().strip() if named else ""


def _lines(tree: LexborHTMLParser) -> Iterator[str]:
    """All that a page shows, in lines, without what readers have written below an article."""
    shown = LexborHTMLParser(WITHIN_LINES.sub("", tree.html or ""))
    for node in shown.css("script, style, template, noscript, nav, footer"):
        node.decompose()
    whole = shown.body.text(separator="\n").splitlines() if shown.body else []
    for node in shown.css(BELOW_ARTICLES):
        node.decompose()
    article = shown.body.text(separator="\n").splitlines() if shown.body else []
    said = sum(words for line in article if (words := _words(line)) >= LONG_LINE)
    yield from article if said >= FEWEST_WORDS else whole


def _words(line: str) -> float:
    """How many words a line has; two characters of Chinese or Japanese, which stand without blanks, count as one."""
    apart, characters = UNSPACED.subn(" ", line)
    return len(apart.split()) + characters / 2


def _depth(html: str) -> int:
    depth = deepest = 0
    for end, tag in TAG.findall(SCRIPTS.sub("", html)):
        if tag.lower() not in ENDLESS:
            depth = max(0, depth - 1) if end else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _content(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the page's subject: its article, its main part, or else all of it."""
    for selector in (ARTICLES, MAINS):
        found = list({node.mem_id: node for node in tree.css(selector)}.values())  # one that several names fit comes several times
        if selector == ARTICLES and len(found) == 1:
            return found[0]
        if selector == MAINS and found:
            longest = max(found, key=lambda node: len(node.text()))
            articles = longest.css("article")
            return articles[0] if len(articles) == 1 and _says_most(articles[0], longest) else longest
    articles = tree.css("article")
    if len(articles) == 1 and tree.body and _says_most(articles[0], tree.body):
        return articles[0]
    return tree.body


def _says_most(node: LexborNode, of: LexborNode) -> bool:
    return len(node.text()) >= 0.4 * len(of.text())


def _title(tree: LexborHTMLParser, name: str) -> str:
    """The first heading of the first level, else the title without the site's name, else the file's name."""
    texts = [_own_part(heading) for heading in tree.css("h1") if not _in_frame(heading)]
    given = tree.css_first('meta[property="og:title"]')
    named = tree.css_first("head title")
    texts += [(given.attributes.get("content") or "") if given else "", SITE.split(named.text() if named else "")[0]]
    return next((text for text in (" ".join(text.split()).strip("#¶ ") for text in texts) if text), name)[:200]


def _own_part(heading: LexborNode) -> str:
    """What a heading says; of Confluence's, which begins with the name of the page's space, what comes behind that."""
    return SITE.split(heading.text().strip(), maxsplit=1)[-1] if heading.id == "title-heading" else heading.text()


def _in_frame(node: LexborNode) -> bool:
    """Whether an element stands in what is around every page of a site, as its name does."""
    above = node.parent
    while above is not None and above.tag not in ("main", "article", "body"):
        if dropped(above) or (above.tag == "header" and above.parent is not None and above.parent.tag == "body"):
            return True
        above = above.parent
    return False


def _address(tree: LexborHTMLParser, html: str) -> str:
    canonical, shown = tree.css_first('link[rel="canonical"]'), tree.css_first('meta[property="og:url"]')
    saved = SAVED_FROM.search(html[:2000])
    given = (canonical and canonical.attributes.get("href"), shown and shown.attributes.get("content"), saved and saved[1])
    return next((address for address in given if address and address.startswith(("https://", "http://"))), "")


def _date(tree: LexborHTMLParser, html: str) -> datetime.date | None:
    given = [node.attributes.get("content") for selector in CHANGED for node in tree.css(selector)]
    given += MODIFIED.findall(html)[:1]
    given += [node.attributes.get("datetime") for node in tree.css("main time[datetime], article time[datetime]")]
    return next(filter(None, map(read_date, given)), None)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _only_date(text: str) -> bool:
    found = UPDATED.match(text)
    return found is not None and len(text) <= 60 and read_date(found[1]) is not None
