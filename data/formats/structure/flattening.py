"""An object of any depth as one row: `{"author": {"name": "Ines"}}` has `author.name`. Names are without case and signs."""

import json
import re
from collections.abc import Mapping

from data.formats.fields.field_names import folded_name
from data.formats.structure.rich_text import PIECE, PIECES, text_of_pieces
from data.formats.text.encoded_twice import decoded_once

Leaf = str | int | float | bool
DEEPEST = 10
# Fields of one object that are looked at.
MOST = 250
# Lists beside a message's text that hold no part of it.
BESIDE = re.compile(
    r"attachment|^embeds?$|mention|reaction|recipient|^to(?:recipients)?$|^b?cc(?:recipients)?$|^tags?$|^labels?$|^files?$|button|option|quickrepl"
    r"|sticker|^roles$|^custom|^followers$|^words$|^headers$|^history$|^images?$"
)
JSON_TEXT = re.compile(r"^\s*\{.*\}\s*$", re.DOTALL)


def flat(value: Mapping[str, object]) -> dict[str, Leaf]:
    """The single values of an object by their paths; a list of objects counts as its text in pieces, or as its first object."""
    found: dict[str, Leaf] = {}
    _into(found, "", value, 0)
    return found


def _into(found: dict[str, Leaf], path: str, value: object, depth: int) -> None:
    if len(found) >= MOST or depth > DEEPEST:
        return
    if isinstance(value, str):
        inner = _parsed(value)
        if inner is None:
            found.setdefault(path, decoded_once(value))
        else:
            _into(found, path, inner, depth + 1)
    elif isinstance(value, (bool, int, float)):
        found.setdefault(path, value)
    elif isinstance(value, dict):
        taken: set[str] = set()
        for key, entry in value.items():
            name = folded_name(key)
            name = f"other{name}" if name in taken else name  # “Type” beside “type”
            taken.add(name)
            if not (isinstance(entry, (list, dict)) and BESIDE.search(name)):
                _into(found, f"{path}.{name}" if path else name, entry, depth + 1)
    elif isinstance(value, list) and value:
        if len(value) == 2 and type(value[0]) is int and isinstance(value[1], str):  # an id and its name, as Odoo has them
            found.setdefault(f"{path}.id", value[0])
            found.setdefault(f"{path}.name", value[1])
        elif all(isinstance(entry, (str, int, float)) for entry in value):
            found.setdefault(path, "\n".join(map(str, value)))
        elif text := text_of_pieces(value):
            found.setdefault(path, decoded_once(text))
            if isinstance(value[0], dict):
                _into(found, path, {key: entry for key, entry in value[0].items() if key not in (*PIECE, *PIECES)}, depth + 1)
        else:
            _into(found, path, value[0], depth + 1)


def _parsed(text: str) -> dict[str, object] | None:
    """The object that a text holds as JSON."""
    if not JSON_TEXT.match(text[:1] + text[-1:]) or '"' not in text:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
