"""JSON as people and programs write it that isn't quite: comments, commas before a bracket, names without quotation marks, single ones."""

import json
import re

# A string, a comment, a comma before a bracket that closes, a name before a colon; all else stays.
PIECE = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.?)*(?:"|\Z))|(?P<single>'(?:[^'\\\n]|\\.?)*(?:'|(?=\n)|\Z))"""
    r"""|(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)|\#[^\n]*)"""
    r"""|(?P<comma>,(?=\s{0,200}[}\]]))|(?P<name>[A-Za-z_$][\w$]{0,80})(?=\s{0,20}:)|(?P<word>\b(?:undefined|None|True|False)\b)""",
    re.DOTALL,
)
WORDS = {"undefined": "null", "None": "null", "True": "true", "False": "false"}
LONGEST = 64 << 20


def relaxed(text: str) -> object:
    """The object or the list that a text holds; none if it holds none even so."""
    if len(text) > LONGEST or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        # Twice: a comma may stand before a comment that stands before a bracket.
        value: object = json.loads(PIECE.sub(_plain, PIECE.sub(_plain, text)), strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None


def _plain(match: re.Match[str]) -> str:
    if match["string"] is not None:
        return match[0]
    if match["single"] is not None and not match["single"].endswith("'"):
        return match[0]
    if match["single"] is not None:
        return json.dumps(match[0][1:-1].replace("\\'", "'"), ensure_ascii=False).replace("\\\\", "\\")
    if match["name"] is not None:
        return f'"{match[0]}"'
    return WORDS.get(match["word"] or "", " " if match["comment"] is not None else "")
