"""Texts in pieces, as editors keep them: Atlassian's documents, ProseMirror, Slate, Lexical, Quill, Editor.js, Slack's blocks, Contentful.

Pieces of one line stand beside each other; paragraphs, entries of lists and messages in parts are lines of their own.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

DEEPEST = 12
# In an object, where its text stands, and where more pieces do.
PIECE = ("text", "plain_text", "msg", "insert")
PIECES = ("content", "children", "segments", "elements", "parts", "blocks", "items", "ops")
KIND = ("type", "nodeType", "_type")
# Pieces without a text of their own stand for one: somebody who is named, a smiley, an address.
STANDS_FOR = ("text", "label", "title", "shortName", "url", "href")
INLINE = re.compile(r"(?:text|span|link|hyperlink|mention|user|emoji|inline\w*|bold|italic|code|strong|em|status|date)", re.IGNORECASE)
BREAK = re.compile(r"(?:hard_?break|line_?break|br|newline)", re.IGNORECASE)
# What such an object holds is one line.
LINE = re.compile(r"paragraph|heading|line|p|h\d|block|rich_text_section|code_?block|text_?block", re.IGNORECASE)
# What holds all pieces of a text.
DOCUMENT = re.compile(r"doc|document|root|rich_?text", re.IGNORECASE)
# Beside a text, how it looks: editors cut a line where that changes.
LOOKS = ("marks", "annotations", "attributes", "styles", "style", "bold", "italic", "entities", "detail")


def is_document(value: Mapping[str, object]) -> bool:
    """Whether an object is one text in pieces, such as a paragraph and a picture; nobody said each of these by itself."""
    if not DOCUMENT.fullmatch(_kind(value)):
        return False
    held = next((entry for key in PIECES if isinstance(entry := value.get(key), list)), [])
    return any(isinstance(piece, dict) and LINE.fullmatch(_kind(piece)) for piece in held)


def text_of_pieces(pieces: Sequence[object]) -> str:
    """The text of a list of pieces; empty if these are none."""
    return _joined(pieces, False, 0)


def _joined(pieces: Sequence[object], one_line: bool, depth: int) -> str:
    together = one_line or _is_cut_line(pieces)
    lines: list[list[str]] = []
    goes_on = False
    for piece in pieces if depth < DEEPEST else ():
        if isinstance(piece, str) and together:
            text, inline = piece, True
        elif isinstance(piece, dict):
            text, inline = _said(piece, depth)
            inline = inline and together
        else:
            continue
        if inline and goes_on and lines:
            lines[-1].append(text)
        elif text:
            lines.append([text])
        goes_on = inline
    return "\n".join(map("".join, lines))


def _said(piece: Mapping[str, object], depth: int) -> tuple[str, bool]:
    """The text of a piece, and whether it may stand in a line with others."""
    kind = _kind(piece)
    if BREAK.fullmatch(kind):
        return "\n", True
    own = _own(piece)
    if own is not None:
        return own, not kind or INLINE.fullmatch(kind) is not None or "insert" in piece
    held = next((entry for key in PIECES if isinstance(entry := piece.get(key), list)), None)
    if held is not None:
        slate = not kind and isinstance(piece.get("children"), list)
        return _joined(held, slate or LINE.fullmatch(kind) is not None, depth + 1), INLINE.fullmatch(kind) is not None
    about = next((entry for key in ("attrs", "data") if isinstance(entry := piece.get(key), dict)), None)
    if about and (INLINE.fullmatch(kind) or LINE.fullmatch(kind)):
        named = next((text for key in STANDS_FOR if isinstance(text := about.get(key), str)), "")
        return named, INLINE.fullmatch(kind) is not None
    return "", False


def _own(piece: Mapping[str, object]) -> str | None:
    """The text that a piece itself has; none if it holds others."""
    if piece.get("nodeType") == "text" and isinstance(text := piece.get("value"), str):
        return text
    return next((text for key in PIECE if isinstance(text := piece.get(key), str)), None)


def _kind(piece: Mapping[str, object]) -> str:
    return next((kind for key in KIND if isinstance(kind := piece.get(key), str)), "")


def _is_cut_line(pieces: Sequence[object]) -> bool:
    """Whether pieces are of one line that an editor cut where its look changes: these are no messages in parts."""
    texts: list[str] = []
    looks = False
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif isinstance(piece, dict) and _said_alone(piece):
            texts.append(_own(piece) or "")
            looks = looks or "insert" in piece or _kind(piece) not in ("", "text") or any(key in piece for key in LOOKS)
    if len(texts) < len(pieces):
        return False
    return looks or any(one[-1:].isspace() or other[:1].isspace() for one, other in pairwise(texts))


def _said_alone(piece: Mapping[str, object]) -> bool:
    kind = _kind(piece)
    return "insert" in piece or BREAK.fullmatch(kind) is not None or not kind or INLINE.fullmatch(kind) is not None
