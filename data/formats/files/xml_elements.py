"""An element of XML as a value of JSON: attributes and elements are fields, elements of one name a list. Tags of HTML inside a text are
part of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# What the type of an attribute of Rails and of a schema says.
TYPED = frozenset(("type", "nil", "array", "schemaLocation", "space", "lang"))
# Tags of HTML, and those of them that are hardly ever names of fields.
HTML = frozenset(
    "p br div span font b i u s a q strong em ul ol li sub sup small big code pre tt img hr blockquote h1 h2 h3 h4 h5 h6".split()
)
SURELY_HTML = frozenset("p br div span font b strong em li sub sup blockquote".split())
BLOCKS = frozenset("p br div ul ol li hr pre blockquote h1 h2 h3 h4 h5 h6".split())


class Child(NamedTuple):
    """An element inside another one: its value, how many pieces of text stand before it, and the text of it if it is a tag of HTML."""

    tag: str
    value: object
    at: int
    text: str = ""

    @property
    def is_html(self) -> bool:
        return self.tag.casefold() in HTML


@dataclass
class Element:
    """An element that is being read."""

    tag: str
    fields: dict[str, object] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    is_list: bool = False
    kind: str = ""

    def add(self, inner: "Element") -> None:
        """Takes in an element that has ended."""
        html = inner.tag.casefold() in HTML
        self.children.append(Child(inner.tag, value_of(inner), len(self.texts), _html_text(inner) if html else ""))


def plain_name(name: str) -> str:
    """A name without its namespace, as JSON would have it."""
    return name.rpartition("}")[2].rpartition(":")[2].replace("-", "_")


def is_type(word: str) -> bool:
    """Whether an attribute `type` says how a text is to be read, not what it is about."""
    return (
        word in ("array", "integer", "boolean", "datetime", "date", "string", "float", "decimal", "symbol", "text", "yaml") or ":" in word
    )


def value_of(element: Element) -> object:
    text, children = _text_and_fields(element)
    if not children:
        if not element.fields:
            if element.is_list and not text:
                return []
            return _typed(text, element.kind)
        return {**element.fields, "text": text} if text else element.fields
    tags = {child.tag for child in children}
    if len(tags) == 1 and not text and (element.is_list or len(children) > 1 or _is_plural(element.tag, children[0].tag)):
        values = [child.value for child in children]
        return {**element.fields, children[0].tag: values} if element.fields else values
    fields = dict(element.fields)
    for tag in dict.fromkeys(child.tag for child in children):
        values = [child.value for child in children if child.tag == tag]
        fields[tag] = values[0] if len(values) == 1 else values
    if text and "text" not in fields:
        fields["text"] = text
    return fields


def _text_and_fields(element: Element) -> tuple[str, Sequence[Child]]:
    """The text of an element with the tags of HTML in it, and the elements that are fields."""
    own = "".join(element.texts).strip()
    tags = {child.tag.casefold() for child in element.children}
    if not tags & HTML or not (own or (tags <= HTML and tags & SURELY_HTML and not element.is_list)):
        return own, element.children
    return _html_text(element).strip(), [child for child in element.children if not child.is_html]


def _html_text(element: Element) -> str:
    """The texts of an element and of the tags of HTML in it, in their order; blocks in lines of their own."""
    parts: list[str] = []
    done = 0
    for child in element.children:
        if child.is_html:
            parts += element.texts[done : child.at]
            done = child.at
            block = child.tag.casefold() in BLOCKS
            line = "\n" if block and parts and not parts[-1].endswith("\n") else ""
            parts.append(f"{line}{child.text}" + ("\n" if block and child.text else ""))
    return "".join((*parts, *element.texts[done:]))


def _typed(text: str, kind: str) -> object:
    if kind == "boolean":
        return text.casefold() in ("true", "1")
    if kind == "integer" and re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    return text


def _is_plural(parent: str, child: str) -> bool:
    parent, child = parent.casefold(), child.casefold()
    return parent != child and (parent in (f"{child}s", f"{child}es", f"{child[:-1]}ies") or parent.endswith(("list", "log", "array")))
