"""What a customer does not want: clauses like “do not cancel it”, which name an intent that isn't meant.

Told by how a clause begins, in English, Chinese, German, Spanish and French. What doesn't work, hasn't come or isn't known
(“my parcel has not arrived”) is a problem and stays, and so does a wish to have less of something (“I don't want any more e-mails”).
"""

import re
from dataclasses import dataclass

from data.both_scripts import compiled
from data.refusals import CONTRAST, COURTESY, FINE, REFUSED, RESTART

# Where a clause ends: at punctuation (not inside a number or an abbreviation), and before a word of contrast or a new “and I”.
BOUNDARY = re.compile(
    rf"[.!?…;:]{{1,9}}(?=\s|$)|[,，。！？；：、\n]+|\s-{{1,3}}\s|[—–]|\s(?=(?:{CONTRAST}|and (?:i|we))\b)|(?<=[\u4e00-\u9fff])\s+",
    re.IGNORECASE,
)
QUESTION = re.compile(r"[?？]")
JOINING = compiled(rf"^\s*(?:{CONTRAST}|and|so|und|y|et)\b[\s,]*|^\s*(?:而是|而|但是?|就是(?=想|要))", re.IGNORECASE)
# Between two clauses that weren't neighbours; none between Chinese ones.
BLANK = " "
BLANKS = re.compile(r"(?<=[，。！？；：、]) +| {2,}| +(?=[\u4e00-\u9fff])")
COMMA = re.compile(r"[,，、]\s*$")
EDGES = " \t\n,，、;；:：-–—"


@dataclass(frozen=True)
class _Clause:
    text: str
    end: str
    refused: bool


def without_refused(text: str) -> str:
    """The text without the clauses that say what isn't wanted; unchanged where there are none, or nothing would remain."""
    clauses = _clauses(text)
    if not any(clause.refused for clause in clauses):
        return text
    kept, after_refused = "", False
    for clause, following in zip(clauses, [*clauses[1:], None]):
        idle = not _says_something(clause.text) and (after_refused or (following is not None and following.refused))
        if not clause.refused and not idle:
            kept += f"{BLANK if after_refused else ''}{JOINING.sub('', clause.text) if after_refused else clause.text}{clause.end}"
        elif kept and not COMMA.search(clause.end):
            kept = COMMA.sub("", kept) + clause.end  # the sentence now ends before what was refused
        after_refused = clause.refused or (idle and after_refused)
    kept = BLANKS.sub(BLANK, kept).strip(EDGES)
    return kept if _says_something(kept) else text


def only_refused(text: str) -> bool:
    """Whether a text says what isn't wanted, and nothing else: “please don't cancel my order”."""
    clauses = _clauses(text)
    rest = " ".join(clause.text for clause in clauses if not clause.refused)
    return any(clause.refused for clause in clauses) and not _says_something(rest)


def _clauses(text: str) -> list[_Clause]:
    clauses: list[_Clause] = []
    for said, end in _pieces(text):
        read = _readable(said)
        refused = not QUESTION.search(end) and REFUSED.match(read) is not None
        restart = RESTART.search(read, 1) if refused else None
        if restart:
            clauses.append(_Clause(said[: restart.start()], "", True))
            said, refused = said[restart.start() :], False
        elif clauses and clauses[-1].refused and FINE.match(read):
            refused = True  # “don't touch the address, the address is right”
        clauses.append(_Clause(said, end, refused))
    return clauses


def _pieces(text: str) -> list[tuple[str, str]]:
    """The clauses of a text, each with the signs and blanks that end it."""
    pieces, start = [], 0
    for boundary in BOUNDARY.finditer(text):
        if text[start : boundary.start()].strip():
            pieces.append((text[start : boundary.start()], boundary.group()))
        start = boundary.end()
    return [*pieces, (text[start:], "")] if text[start:].strip() else pieces


def _readable(text: str) -> str:
    """The text as the patterns are written, at the same length: with straight apostrophes."""
    return text.replace("’", "'")


def _says_something(text: str) -> bool:
    return re.search(r"[^\W_]", COURTESY.sub("", text)) is not None
