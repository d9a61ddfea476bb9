"""Finds out of a message that stands twice, as plain text and as HTML, where its signature begins: often only the HTML says it."""

import re

from data.formats.text.html_text import text_of_html
from data.formats.text.mail_text import own_words

MARKED = re.compile(r"<[^<>]{0,400}signature", re.IGNORECASE)


def marks_signature(markup: str, plain: str) -> bool:
    """Whether HTML marks the signature of a plain text: what is said above it is how that begins."""
    if "ignature" not in markup or MARKED.search(markup) is None:
        return False
    said = " ".join(own_words(text_of_html(markup)).split())
    return bool(said) and len(said) < len(plain) and " ".join(plain[: 2 * len(said) + 200].split()).startswith(said)
