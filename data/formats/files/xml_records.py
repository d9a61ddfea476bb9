"""Targets of a parser of XML: one makes objects of a file's records, one counts which elements could be records. What lies outside of
records is never held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from data.formats.files.xml_elements import TYPED, Element, is_type, plain_name, value_of

DEEPEST = 60
# Paths that are counted: more than that no export has.
MOST_PATHS = 20_000


class Records:
    """A target of the parser: makes objects of the elements of a record's path, and keeps nothing of what lies outside of them.

    Attributes:
        record: the path; empty for the whole file.
        names: the elements that are open, as plain names; written: as the file writes them.
        ready: the records that have ended.
        spaces: the prefix of each namespace.
    """

    def __init__(self, record: str, spaces: dict[str, str] | None = None) -> None:
        self.record = record
        self.names: list[str] = []
        self.written: list[str] = []
        self.open: list[Element] = []
        self.ready: list[object] = []
        self.outside = 0
        self.spaces = spaces if spaces is not None else {}

    def start_ns(self, prefix: str | None, address: str | None) -> None:
        if address:
            self.spaces.setdefault(address, prefix or "")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.names) >= DEEPEST:
            self.outside += 1
            return
        self.names.append(plain_name(tag))
        space, _, name = tag.rpartition("}")
        prefix = self.spaces.get(space[1:], "")
        self.written.append(f"{prefix}:{name}" if prefix else name)
        self.began(attributes)
        if self.open or not self.record or self.path == self.record:
            named = {plain_name(name): value for name, value in attributes.items()}
            element = Element(self.names[-1], is_list=named.get("type") == "array", kind=str(named.get("type", "")))
            element.fields.update(
                {name: value for name, value in named.items() if name not in TYPED or (name == "type" and not is_type(value))}
            )
            self.open.append(element)

    def began(self, attributes: dict[str, str]) -> None:
        """An element began; for those that count."""

    def end(self, tag: str) -> None:
        if self.outside:
            self.outside -= 1
            return
        self.names.pop()
        self.written.pop()
        if not self.open:
            return
        element = self.open.pop()
        if self.open:
            self.open[-1].add(element)
        else:
            self.ready.append(value_of(element))

    def data(self, text: str) -> None:
        if self.open and not self.outside:
            self.open[-1].texts.append(text)

    def close(self) -> None:
        return None

    @property
    def path(self) -> str:
        return "/".join(self.names)

    def begin_of(self, record: str, written: Sequence[str]) -> str:
        """The tags that lead to a record, with the namespaces that were declared; `written` are such tags as the file writes them."""
        outer = record.split("/")[:-1]
        tags = [each for plain, each in zip(outer, written) if plain_name(each) == plain]
        if len(tags) < len(outer):
            tags = outer
        spaces = "".join(
            f" xmlns{':' if prefix else ''}{prefix}={quoteattr(address)}" for address, prefix in self.spaces.items() if prefix != "xml"
        )
        return "".join(f"<{tag}{spaces if place == 0 else ''}>" for place, tag in enumerate(tags))


class Counting(Records):
    """Counts paths and the text in them, and holds nothing else; not while it is told not to count."""

    def __init__(self, spaces: dict[str, str] | None = None, paths: dict[str, "SeenPath"] | None = None) -> None:
        super().__init__("\n", spaces)  # no element has this path
        self.paths: dict[str, SeenPath] = paths if paths is not None else {}
        self.counts = True

    def began(self, attributes: dict[str, str]) -> None:
        if not self.counts:
            return
        path = self.path
        found = self.paths.get(path)
        if found is None and len(self.paths) < MOST_PATHS:
            found = self.paths[path] = SeenPath(tuple(self.written))
        if found is not None:
            found.count += 1
            found.holds |= bool(attributes)
            if outer := self.paths.get(path.rpartition("/")[0]):
                outer.holds = True

    def data(self, text: str) -> None:
        if self.names and not text.isspace() and (found := self.paths.get(self.path)):
            found.text += len(text)

    def records(self) -> list[str]:
        """The paths of elements that come again and have elements or attributes in them, none inside another; the likeliest ones first:
        those that hold lists themselves, then by their text."""
        again = [path for path, found in self.paths.items() if found.count > 1]
        fitting = {path for path in again if self.paths[path].holds}
        outermost = [path for path in (fitting or again) if not any(_is_in(path, other) for other in (fitting or again))]
        return sorted(outermost, key=lambda path: (not self._holds_lists(path), -self._text(path)))

    def _holds_lists(self, record: str) -> bool:
        return any(_is_in(path, record) and found.count > self.paths[record].count for path, found in self.paths.items())

    def _text(self, record: str) -> int:
        return sum(found.text for path, found in self.paths.items() if path == record or _is_in(path, record))


@dataclass
class SeenPath:
    """How often a path was seen, as the file writes it, how much text is in it, and whether it has elements or attributes."""

    written: tuple[str, ...]
    count: int = 0
    text: int = 0
    holds: bool = False


def _is_in(path: str, other: str) -> bool:
    return path.startswith(f"{other}/")
