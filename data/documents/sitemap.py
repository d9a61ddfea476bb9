"""A site's map (https://www.sitemaps.org/protocol.html): the addresses of its pages, and when each was changed."""

import datetime
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from data.documents.dates import read_date

NAME = "sitemap*.xml"
LARGEST = 50 << 20  # as the protocol has it
HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}$")
INDEX = re.compile(r"(?:^|/)(?:index|readme)$", re.IGNORECASE)


class Listed(NamedTuple):
    """A page of a map."""

    address: str
    date: datetime.date | None


class Sitemap:
    """The pages of a folder's maps, found by their paths."""

    def __init__(self, folder: Path) -> None:
        self._pages: dict[str, Listed] = {}
        self.bad: list[tuple[Path, str]] = []
        for file in sorted(folder.glob(NAME)) if folder.is_dir() else ():
            try:
                self._pages |= _pages(file)
            except (ParseError, DefusedXmlException, OSError, ValueError) as error:
                self.bad.append((file, f"it is no sitemap ({type(error).__name__}: {error})"))

    def find(self, file: str) -> Listed | None:
        """The page that a file (below the folder, with /) was saved from: the address with the same path or the longest same end of it.

        A crawler's folder is named like the host: then that, and the path below it, are the address.
        """
        parts = INDEX.sub("", re.sub(r"\.\w{2,5}$", "", file)).strip("/").split("/")
        for start in range(len(parts)):
            if listed := self._pages.get("/".join(parts[start:])):
                return listed
        if HOST.match(parts[0]):
            return Listed(f"https://{'/'.join(parts)}", None)
        return None


def _pages(file: Path) -> dict[str, Listed]:
    if file.stat().st_size > LARGEST:
        raise ValueError(f"more than {LARGEST >> 20} MB")
    found: dict[str, Listed] = {}
    ends: dict[str, set[str]] = {}
    for url in fromstring(file.read_bytes()):
        told = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in url}
        address = told.get("loc", "")
        if address.startswith(("https://", "http://")):
            path = re.sub(r"\.\w{2,5}$", "", unquote(urlsplit(address).path)).strip("/")
            listed = Listed(address, read_date(told.get("lastmod")))
            found[path] = listed
            ends.setdefault(path.rpartition("/")[2], set()).add(path)
    # A page's name alone is enough where no other page has it.
    return {name: found[next(iter(paths))] for name, paths in ends.items() if len(paths) == 1 and name} | found
