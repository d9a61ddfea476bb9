"""Files whose first bytes say that they are no logs, with what to export instead."""

import re

from data.formats.files.sources import DOCUMENTS, Source

SIGN_IN = re.compile(
    rb"type=[\"']?password|(?:sign|log) ?in\b|anmelden|connexion|iniciar sesi|entrar\b|\xe7\x99\xbb\xe5\xbd\x95|access denied|forbidden",
    re.IGNORECASE,
)
# Files that lead to another one, by their first words; and what those of Google's documents hold.
SHORTCUT = re.compile(
    rb"\s{0,40}(?:\[InternetShortcut\]|\[Desktop Entry\]|\[\{000214A0)"
    rb"|\s{0,40}\{\s{0,40}\"(?:url|doc_id)\"\s{0,40}:\s{0,40}\"[^\"]{1,400}\"\s{0,40}[,}]",
    re.IGNORECASE,
)
SHORTCUTS = (".url", ".webloc", ".desktop", ".gdoc", ".gsheet", ".website")
PROPERTY_LIST = re.compile(rb"<plist[^>]{0,80}>\s{0,40}<dict>\s{0,40}<key>URL</key>")


def not_a_log(head: bytes, source: Source) -> str:
    """Why bytes that aren't text are no log; empty for text."""
    if head[:4] == b"%PDF" or source.suffix in DOCUMENTS:
        return "is a document, and no log of messages"
    start = head.lstrip()[:200].lower()
    if source.suffix in SHORTCUTS or (len(head) < 2_000 and (SHORTCUT.match(head) or PROPERTY_LIST.search(head))):
        return "is only a link to a file, and not the file; open it, save the file itself, and import that"
    if start.startswith((b"<!doctype html", b"<html")):
        if source.suffix not in (".html", ".htm") and SIGN_IN.search(head[:20_000]):
            return "is a page that asks to sign in, and no export; sign in there, and download the export once more"
        return "is a web page; export the conversations as JSON or CSV"
    return ""
