"""An element of XML as a value of JSON: attributes and elements are fields, elements of one name a list."""

import re
from dataclasses import dataclass, field

# What the type of an attribute of Rails and of a schema says.
TYPED = frozenset(("type", "nil", "array", "schemaLocation", "space", "lang"))


@dataclass
class Element:
    """An element that is being read."""

    tag: str
    fields: dict[str, object] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    children: list[tuple[str, object]] = field(default_factory=list)
    is_list: bool = False
    kind: str = ""


def plain_name(name: str) -> str:
    """A name without its namespace, as JSON would have it."""
    return name.rpartition("}")[2].rpartition(":")[2].replace("-", "_")


def is_type(word: str) -> bool:
    """Whether an attribute `type` says how a text is to be read, not what it is about."""
    return (
        word in ("array", "integer", "boolean", "datetime", "date", "string", "float", "decimal", "symbol", "text", "yaml") or ":" in word
    )


def value_of(element: Element) -> object:
    text = "".join(element.texts).strip()
    if not element.children:
        if not element.fields:
            if element.is_list:
                return []
            return _typed(text, element.kind)
        return {**element.fields, "text": text} if text else element.fields
    tags = {tag for tag, _ in element.children}
    if len(tags) == 1 and (element.is_list or len(element.children) > 1 or _is_plural(element.tag, element.children[0][0])):
        values = [value for _, value in element.children]
        return {**element.fields, element.children[0][0]: values} if element.fields else values
    fields = dict(element.fields)
    for tag in dict.fromkeys(tag for tag, _ in element.children):
        values = [value for name, value in element.children if name == tag]
        fields[tag] = values[0] if len(values) == 1 else values
    if text and "text" not in fields:
        fields["text"] = text
    return fields


def _typed(text: str, kind: str) -> object:
    if kind == "boolean":
        return text.casefold() in ("true", "1")
    if kind == "integer" and re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    return text


def _is_plural(parent: str, child: str) -> bool:
    parent, child = parent.casefold(), child.casefold()
    return parent != child and (parent in (f"{child}s", f"{child}es", f"{child[:-1]}ies") or parent.endswith(("list", "log", "array")))
