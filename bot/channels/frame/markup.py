"""The small part of Markdown that replies are written in, and the markup that platforms know.

Read: **bold**, *italic*, `code`, [label](address), bare addresses, lists. Written: a `Style` for each platform's way.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

BULLET = re.compile(r"^([ \t]*)[-*•][ \t]+", re.MULTILINE)
# Bold | italic | code | [label](address) | bare address, as the widget reads them (bot/ui/src/shared/markdown.ts). All repeats are bounded.
INLINE = re.compile(
    r"\*\*(\S(?:.{0,1000}?\S)?)\*\*"
    r"|(?<![\w*])\*([^\s*](?:[^*\n]{0,1000}?[^\s*])?)\*(?![\w*])"
    r"|`([^`\n]{1,1000})`"
    r"|\[([^\[\]\n]{1,300})\]\(([^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,2000})?)\)"
    r"|(https?://[^\s<>\"，。；！？、（）《》「」]{1,2000})"
)
TRAILING = re.compile(r"[.,;:!?'*)\]]{1,20}$")
LINKS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"|]+", re.IGNORECASE)
DEEPEST = 4


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style.

    Attributes:
        link: the address that it leads to; empty if none.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""

    def same_style(self, other: Run) -> bool:
        return replace(self, text="") == replace(other, text="")


# Runs as a platform's text. Whatever a run's text holds, it never becomes markup.
Style = Callable[[Sequence[Run]], str]


def parse(text: str) -> list[Run]:
    """A reply's text as runs; neighbours differ in style. Bullets become “• ”."""
    runs: list[Run] = []
    for run in _inline(BULLET.sub(r"\1• ", text), Run(""), 0):
        if runs and runs[-1].same_style(run):
            runs[-1] = replace(run, text=runs[-1].text + run.text)
        elif run.text:
            runs.append(run)
    return runs


def _inline(text: str, style: Run, depth: int) -> list[Run]:
    if depth > DEEPEST:
        return [replace(style, text=text)]
    runs, end = [], 0
    for match in INLINE.finditer(text):
        bold, italic, code, label, address, bare = match.groups()
        runs.append(replace(style, text=text[end : match.start()]))
        end = match.end()
        if bold:
            runs += _inline(bold, replace(style, bold=True), depth + 1)
        elif italic:
            runs += _inline(italic, replace(style, italic=True), depth + 1)
        elif code:
            runs.append(replace(style, text=code, code=True))
        elif label:
            runs.append(replace(style, text=label, link=address if LINKS.fullmatch(address) else ""))
        else:
            url = TRAILING.sub("", bare)
            runs += [replace(style, text=url, link=url if LINKS.fullmatch(url) else ""), replace(style, text=bare[len(url) :])]
    return [*runs, replace(style, text=text[end:])]


def plain(runs: Sequence[Run]) -> str:
    """No markup: a link is its label with the address behind it."""
    return "".join(_with_address(run) for run in runs)


def telegram_html(runs: Sequence[Run]) -> str:
    """https://core.telegram.org/bots/api#html-style"""

    def one(run: Run) -> str:
        text = html.escape(run.text)
        for wanted, tag in ((run.code, "code"), (run.italic and not run.code, "i"), (run.bold and not run.code, "b")):
            text = f"<{tag}>{text}</{tag}>" if wanted and text.strip() else text
        web = run.link.lower().startswith(("http://", "https://"))  # no other becomes a link there
        return f'<a href="{html.escape(run.link)}">{text}</a>' if web else text

    return "".join(one(run) for run in runs)


def asterisks(runs: Sequence[Run]) -> str:
    """*bold*, _italic_, `code` as WhatsApp reads them; it has no way to escape, so marks that would be read as such are kept apart."""
    text = ""
    for run in runs:
        said = _with_address(replace(run, text=run.text if run.link == run.text or run.code else MARKS.sub(rf"\1{JOINER}", run.text)))
        for wanted, mark in ((run.code, "`"), (run.italic, "_"), (run.bold, "*")):
            said = _marked(said, mark) if wanted and not (run.code and mark != "`") else said
        text += (JOINER if text and said[:1] in "*_`" and text[-1].isalnum() else "") + said
    return text


# Joins two characters without being seen (U+2060): a mark beside it is no mark.
JOINER = "\u2060"
MARKS = re.compile(r"([*_~`])(?=\S)")


def markdown(runs: Sequence[Run]) -> str:
    """Markdown as most platforms read it, with the signs of the text escaped."""

    def one(run: Run) -> str:
        if run.code:
            return f"`{run.text}`"
        text = run.text if run.link == run.text else re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", run.text)
        text = re.sub(r"^( *)• ", r"\1- ", text, flags=re.MULTILINE)
        for wanted, mark in ((run.italic, "*"), (run.bold, "**")):
            text = _marked(text, mark) if wanted else text
        return f"[{text}]({run.link})" if run.link and run.link != run.text else text

    return "".join(one(run) for run in runs)


def _marked(text: str, mark: str) -> str:
    """The text between marks, each line by itself, its outer blanks outside."""
    return "\n".join(_marked_line(line, mark) for line in text.split("\n"))


def _marked_line(line: str, mark: str) -> str:
    said = line.strip()
    start = line.index(said)
    return f"{line[:start]}{mark}{said}{mark}{line[start + len(said) :]}" if said else line


def _with_address(run: Run) -> str:
    address = re.sub(r"^(mailto|tel):", "", run.link, flags=re.IGNORECASE)
    return run.text if not address or address == run.text.strip() else f"{run.text} ({address})"
