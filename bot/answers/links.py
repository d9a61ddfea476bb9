"""Links in quoted texts: an agent, or who wrote to one, may have put any address behind any words.

Only addresses of the company's hosts stay, and say their host. Of others, the words stay, and an address in plain sight is written so
that neither a browser nor a messenger makes a link of it: `evil[.]example/login`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answers.addresses import ADDRESS, DOMAIN_DOT, MAIL, MARKDOWN, UNSPACED, URL, URL_OR_RUN, as_read, is_file_name
from data.errors import SettingsError
from data.hidden import without_hidden

SETTING = "link_hosts"
HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})")
DOT = re.compile(r"(?<=[\w-])\.(?=[\w-])")
HOST_LIKE = re.compile(r"[\w.-]{4,}")
COLON = re.compile(r":(?=[/\\])|(?<=http):|(?<=https):", re.IGNORECASE)
UNSPACED_BEFORE = re.compile(f"[{UNSPACED}]")
# How often Markdown in Markdown is looked at; what is deeper loses its addresses all the same.
DEPTH = 3
# Where Markdown's grammar is wider than ours, a blank takes the link away.
TARGET = re.compile(r"\]\((?P<target>[^()\s]{0,2000})")
# A definition of Markdown's, which a link elsewhere in the text refers to.
REFERENCE = re.compile(r"\]:")
# An address that leaves the scheme to the page.
WITHOUT_SCHEME = re.compile(r"(?<![:/\\\w])//(?=[\w\[])")
# What ends a sentence, not an address.
AFTER = ".,;:!?~-_"


class CompanyLinks:
    """Lets the company's own links through."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        """
        Args:
            hosts: the company's, as `shop.example`; `*.shop.example` for all hosts below it.

        Raises:
            SettingsError: one is no host.
        """
        if isinstance(hosts, str) or not isinstance(hosts, Iterable):
            raise SettingsError(f"{SETTING} in endpoints.yml must be a list of hosts, as [shop.example]. It was: {hosts!r}")
        given = [_ascii(str(host).strip().lower()) for host in hosts]
        if wrong := [host for host in given if not HOST.fullmatch(host)]:
            raise SettingsError(
                f"{SETTING} in endpoints.yml must list hosts, as shop.example or *.shop.example, without a scheme or a path. "
                f"One was: {wrong[0]!r}"
            )
        self._exact = frozenset(host for host in given if not host.startswith("*."))
        self._below = tuple(host[1:] for host in given if host.startswith("*."))

    def only(self, text: str) -> str:
        """A text of which nothing but the company's links can be followed, without what hides or reverses a part of it."""
        text = as_read(without_hidden(text))
        for _ in range(DEPTH):
            text = MARKDOWN.sub(self._markdown, text)
        text = URL.sub(self._without_scheme, text)
        text = URL_OR_RUN.sub(self._broken, text)
        text = TARGET.sub(lambda found: found[0] if self._host(found["target"]) else f"] ({found['target']}", text)
        return WITHOUT_SCHEME.sub("/ /", REFERENCE.sub("] :", text))

    def _allowed(self, host: str) -> bool:
        host = host.lower()
        return host in self._exact or host.endswith(self._below)

    def _host(self, address: str) -> str:
        """The host of an address that may stay, else ""."""
        found = ADDRESS.fullmatch(address) or MAIL.fullmatch(address)
        return found["host"].lower() if found and self._allowed(found["host"]) else ""

    def _markdown(self, found: re.Match[str]) -> str:
        label, target = found["label"], found["target"]
        host = self._host(target)
        if not host or not label.strip():
            return label
        return f"[{label}]({target})" if f"({host})" in label.lower() else f"[{label} ({host})]({target})"

    def _without_scheme(self, found: re.Match[str]) -> str:
        return found[0] if self._host(found[0].rstrip(AFTER)) else found["rest"]

    def _broken(self, found: re.Match[str]) -> str:
        if found["scheme"]:  # taking one scheme away may have made another
            stays = self._host(found[0].rstrip(AFTER))
            return found[0] if stays else _in_words(COLON.sub(": ", found[0]))
        run = found["run"] or "."
        after = found.string[found.end() : found.end() + 1]
        if self._allowed(run.strip(".-_")) and after != "@":
            # A messenger would take the words of Chinese and the like before it for a part of the host.
            return f" {run}" if UNSPACED_BEFORE.fullmatch(found.string[found.start() - 1 : found.start()]) else run
        if is_file_name(run) and after not in ("/", ":", "@"):
            return run
        if not found["run"]:
            return "[.]"
        return _in_words(run)


def _in_words(text: str) -> str:
    """A text whose hosts are no links any more."""
    return HOST_LIKE.sub(lambda found: DOT.sub("[.]", found[0]) if DOMAIN_DOT.search(found[0]) else found[0], text)


def _ascii(host: str) -> str:
    """A host as it stands in addresses: letters beyond ASCII as Punycode."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
