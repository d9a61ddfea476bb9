"""HTML to the text that a person sees in it, and character entities to characters."""

import html
import re

from selectolax.lexbor import LexborHTMLParser

# What looks like markup, and not like “a < b” or “<3”.
TAG = re.compile(
    r"</?(?:p|div|br|span|a|b|i|u|em|strong|ul|ol|li|table|tbody|tr|td|th|h[1-6]|img|font|blockquote|html|body|head|pre|code|hr"
    r"|style|script"
    r"|meta|center|small|sup|sub|label|button|section|figure)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,24});")
# Parts of a page or a mail that aren't what its author says: programs, what is quoted, signatures by the classes of mail programs.
UNSAID = (
    "script, style, head, noscript, template, title, blockquote, .gmail_quote, .gmail_signature, .gmail_extra, .yahoo_quoted, "
    ".moz-cite-prefix, "
    ".moz-signature, #appendonsend, #divRplyFwdMsg, #divRplyFwdMsg ~ *, .zmail_extra, .protonmail_quote, .protonmail_signature_block, "
    ".freshdesk_quote, .zd-quote, .OutlookMessageHeader, .tutanota_quote, .mailru-blockquote, "
    "[data-signature], [class$='signature' i], [class*='signature ' i], [id$='signature' i]"
)
# After these a new line begins.
BLOCKS = "br, p, div, li, tr, h1, h2, h3, h4, h5, h6, table, ul, ol, blockquote, section, article, pre, hr"


def looks_like_html(text: str) -> bool:
    """Whether a text has tags of HTML in it."""
    return "<" in text and TAG.search(text) is not None


def text_of_html(markup: str) -> str:
    """What a reader sees, a paragraph a line; links as their words, images not at all."""
    tree = LexborHTMLParser(markup)
    for node in tree.css(UNSAID):
        node.decompose()
    for node in tree.css(BLOCKS):
        node.insert_after("\n")
        if node.tag != "br":
            node.insert_before("\n")
    for node in tree.css("td, th"):
        node.insert_after(" ")
    body = tree.body or tree.root
    return tidied(body.text(separator="")) if body else ""


def without_entities(text: str) -> str:
    """Entities as characters; a text that was escaped twice is unescaped twice."""
    for _ in range(2):
        if "&" not in text or not ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def tidied(text: str) -> str:
    """Blanks in a row as one, at most one empty line, no blanks around lines."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    lines = [" ".join(line.split()) for line in text.replace("\xa0", " ").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
