"""Whether a page is a ticket or a conversation that was saved, and no help page: what customers wrote is not published.

Told by how such pages are built, in any desk's words: times at which something was said, the fields of a ticket, and names with a colon
that take turns.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from data.documents.blocks import Unreadable
from data.documents.dates import read_date

REFUSED = (
    "it reads as a ticket or a conversation, which isn't kept as help; to learn from it, export the tickets with their messages as JSON or "
    "CSV, and import that"
)
# Longer lines are text; and as much of a page is looked at.
LONGEST_LINE, NEAR, MOST_LINES = 160, 60, 4_000
CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2})?\s{0,3}(?:[ap]\.?m\b)?", re.IGNORECASE)
# Opening hours have two times in a line, or one before which stands from or until.
HOURS = re.compile(
    r"\d{1,2}[:.h]\d{2}\s{0,3}(?:[ap]\.?m\.?)?\s{0,3}(?:[-–—~]|to|until|bis|à|a|至|到)\s{0,3}\d{1,2}(?:[:.h]\d{2})?", re.IGNORECASE
)
DAY = re.compile(r"(?<!\d)\d{1,2}[/. -](?:\d{1,2}|[^\W\d_]{3,9})[/. -,]{1,2}(?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
# Fields that only a ticket has, at the beginning of a line, and those that say less.
OWN_FIELDS = re.compile(
    r"^(requester|requested by|reporter|reported by|assignee|assigned to|submitter|submitted(?: by)?|ticket(?: id| number| no\.?|-nr\.?)"
    r"|case(?: id| number| owner)|contact name|first response|last response|satisfaction rating|bearbeiter|zugewiesen an|gemeldet von"
    r"|anfragender|erstellt von|asignado a|solicitante|demandeur|assigné à|richiedente"
    r"|提单人|受理人|处理人|工单(?:号|编号)|客户姓名)\s{0,3}(?:[:：#]|$)",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"^\W{0,2}(?:ticket|case|conversation|chat|request|incident|inquiry|anfrage|vorgang|caso|solicitud|会话|工单|对话)"
    r"\s{0,2}(?:id|no\.?|nr\.?)?\s{0,2}#?\s{0,2}\d{3,}|^\[?#\d{3,}\b|^\[[A-Z]{2,10}-\d+\]|\[#\d{3,}\]|(?:^|- )(?:re|aw|fwd?|wg|回复)[:：]\s"
    r"|^(?:chat|conversation|call) (?:transcript|log|history|with)\b|^(?:chatverlauf|gesprächsverlauf|会话记录|聊天记录|对话记录)",
    re.IGNORECASE,
)
TURN = re.compile(r"^([^:：\n]{1,40}?)\s{0,3}[(\[]?(\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?)?[)\]]?\s{0,3}[:：]\s{0,3}\S", re.IGNORECASE)
SPEAKERS = frozenset(
    "customer client visitor user guest caller agent support operator advisor assistant bot me you kunde kundin besucher mitarbeiter "
    "berater cliente agente visitante soporte conseiller visiteur 客户 顾客 用户 访客 买家 客服 坐席 店小二".split()
)
# Names before a colon that are none.
NO_SPEAKERS = frozenset("q a question answer frage antwort f p r pregunta respuesta 问 答 问题 答案".split())


class ReadsAsConversation(Unreadable):
    """A page is a ticket or a conversation."""


def refuse_conversation(title: str, lines: Sequence[str]) -> None:
    """Raises ReadsAsConversation for a page with this title and these lines of text if it is one."""
    if reads_as_conversation(title, lines):
        raise ReadsAsConversation(REFUSED)


def reads_as_conversation(title: str, lines: Sequence[str]) -> bool:
    """Whether a page with this title and these lines of text is a ticket or a conversation."""
    short = [line.strip() for line in lines[:MOST_LINES] if 0 < len(line.strip()) <= LONGEST_LINE]
    named = TITLE.search(title.strip()) is not None or any(TITLE.search(line) for line in short[:5])
    beside = (f"{line} {below}" for line, below in pairwise(short) if len(line) + len(below) <= NEAR)  # day and time in cells of their own
    times = len({when for line in (*short, *beside) if (when := _when(line))})
    fields = {found[1].casefold() for line in short if (found := OWN_FIELDS.match(line))}
    turns = [(found[1].strip(" *_").casefold(), bool(found[2])) for line in short if (found := TURN.match(line))]
    return (
        times >= 3 or (times >= 2 and (named or bool(fields))) or (len(fields) >= 2 and (times >= 1 or named)) or _takes_turns(turns, named)
    )


def _when(line: str) -> tuple[str, str] | None:
    """The day and the minute at which a line says that something was; none if it says no such thing."""
    minute, day = CLOCK.search(line), DAY.search(line)
    if minute is None or HOURS.search(line):
        return None
    date = read_date(day[0]) or read_date(line) if day else read_date(line)
    return (str(date or day), minute[0].strip()) if date or day else None


def _takes_turns(turns: Sequence[tuple[str, bool]], named: bool) -> bool:
    """Whether names before colons are people who talk with each other."""
    counts = Counter(name for name, _ in turns)
    often = {name for name, count in counts.items() if count >= 2 and name not in NO_SPEAKERS}
    said = [(name, timed) for name, timed in turns if name in often]
    changes = sum(one != other for (one, _), (other, _) in pairwise(said))
    people = named or any(timed for _, timed in said) or bool(SPEAKERS & {word for name in often for word in name.split()})
    return len(often) >= 2 and changes >= 3 and people
