"""Whether a page is a ticket or a conversation that was saved, and no help page: what customers wrote is not published.

Told by how such pages are built, in any desk's words: times at which something was said, the fields of a ticket, and names with a colon
that take turns.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from data.both_scripts import compiled, in_both_scripts
from data.documents.blocks import Unreadable
from data.documents.dates import read_date
from data.formats.messengers.saved_mails import HEAD_FIELDS
from data.redaction.known_names import known_names_in

REFUSED = (
    "it reads as a ticket or a conversation, which isn't kept as help; to learn from it, export the tickets with their messages as JSON or "
    "CSV, and import that"
)
# Longer lines are text; and as much of a page is looked at.
LONGEST_LINE, NEAR, MOST_LINES = 160, 60, 4_000
# A line above a message has no more words beside its time; and so many of them make a conversation.
MOST_WORDS, HEADS = 9, 2
# A time at which the page itself was changed.
OF_PAGE = compiled(
    r"^\W{0,3}(?:(?:last|zuletzt|dernière|última|最后)\b|updated|modified|published|posted|stand\b|aktualisiert|veröffentlicht|更新|发布)",
    re.IGNORECASE,
)
CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2})?\s{0,3}(?:[ap]\.?m\b)?", re.IGNORECASE)
# Opening hours have two times in a line, or one before which stands from or until.
HOURS = re.compile(
    r"\d{1,2}[:.h]\d{2}\s{0,3}(?:[ap]\.?m\.?)?\s{0,3}(?:[-–—~]|to|until|bis|à|a|至|到)\s{0,3}\d{1,2}(?:[:.h]\d{2})?", re.IGNORECASE
)
DAY = re.compile(r"(?<!\d)\d{1,2}[/. -](?:\d{1,2}|[^\W\d_]{3,9})[/. ,-]{1,2}(?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
# Fields that only a ticket has, at the beginning of a line, and those that say less.
OWN_FIELDS = compiled(
    r"^(requester|requested by|reporter|reported by|caller|opened by|resolved by|assignee|assigned to|submitter|submitted(?: by)?"
    r"|ticket(?: id| number| no\.?|-nr\.?)"
    r"|case(?: id| number| owner)|contact name|first response|last response|satisfaction rating|bearbeiter|zugewiesen an|gemeldet von"
    r"|anfragender|erstellt von|asignado a|solicitante|demandeur|assigné à|richiedente"
    r"|提单人|开单人|承办人|受理人|处理人|工单(?:号|编号)|客户姓名)\s{0,3}(?:[:：#]|$)",
    re.IGNORECASE,
)
TITLE = compiled(
    r"^\W{0,2}(?:ticket|case|conversation|chat|request|incident|inquiry|anfrage|vorgang|caso|solicitud|会话|工单|对话)"
    r"\s{0,2}(?:id|no\.?|nr\.?)?\s{0,2}#?\s{0,2}(?:[A-Z]{1,4}-)?\d{3,}"
    r"|^\[?#\d{3,}\b|^\[[A-Z]{2,10}-\d+\]|\[#\d{3,}\]|(?:^|- )(?:re|aw|fwd?|wg|回复)[:：]\s"
    r"|^(?:chat|conversation|call) (?:transcript|log|history|with)\b|^(?:chatverlauf|gesprächsverlauf|会话记录|聊天记录|对话记录)",
    re.IGNORECASE,
)
# Fields that a ticket has, and other pages, too.
FIELDS = compiled(
    r"^(customer|client|agent|owner|created|opened|closed|solved|channel|status|state|priority|department|number|type|kunde|erstellt|geschlossen"
    r"|kanal|priorität|cliente|estado|prioridad|客户|客服|状态|优先级|渠道|创建时间)\s{0,3}(?:[:：]|$)",
    re.IGNORECASE,
)
# The head of a mail that was printed or saved with those before it.
FROM, TO, ABOUT = (
    compiled(rf"^[\s*]{{0,4}}(?:{'|'.join(HEAD_FIELDS[field] for field in fields)})[\s*]{{0,4}}[:：]", re.IGNORECASE)
    for fields in (("from",), ("to", "date"), ("subject",))
)
TURN = re.compile(r"^([^:：\n]{1,40}?)\s{0,3}[()\[\]]{0,2}\s{0,3}[:：]\s{0,3}\S")
# What stands behind a name and a colon, and is a day or a time: “Germany: by Monday, 15 December 2025, 12:00”, “Mo: 9:00 to 18:00”.
SET = re.compile(
    r"[:：]\s{0,3}(?:(?:from|by|until|till|on|at|before|after|to|since|ab|bis|am|um|von|vor|nach|le|avant|jusqu['’]au|dès|el|hasta|antes|desde|até"
    r"|dal?|entro|fino al?|vanaf|tot|截止|截至)\s{1,3})?(?:[^\W\d_]{2,12}[.,]\s{1,3}(?=\d{1,2}[. ]))?"
    r"(?:\d{1,4}[:.h]\d{2}|\d{1,4}[./年-]|\d{1,2}\.?\s[^\W\d_]{3,9}|[^\W\d_]{3,9}\.?\s\d{1,2}(?!\d|[:.h]\d))",
    re.IGNORECASE,
)
# So few words stand beside it then: “o'clock, our time”.
FEW_WORDS = 6
# Minutes at which something is set to be; people write at any.
ROUND = re.compile(r"[:.h](?:00|30|59)")
SPEAKERS = in_both_scripts(
    "customer client visitor user guest caller agent support operator advisor assistant bot me you kunde kundin besucher mitarbeiter "
    "berater cliente agente visitante soporte conseiller visiteur 客户 顾客 用户 使用者 客人 访客 买家 客服 小编 坐席 店小二".split()
)
# What may be somebody's name, and names before a colon that are none.
NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]{1,2}[^\W\d_]+){0,2}\.?")
NO_SPEAKERS = in_both_scripts("q a question answer frage antwort f p r pregunta respuesta 问 答 问题 答案".split())


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
    times, heads, set_before = _times(short)
    own = {found[1].casefold() for line in short if (found := OWN_FIELDS.match(line))}
    besides = {found[1].casefold() for line in short if (found := FIELDS.match(line))}
    return (
        (heads >= HEADS and not set_before)
        or (times >= 2 and (named or bool(own)) and heads > 0)
        or (len(own) >= 2 and (times >= 1 or named))
        or (named and times >= 1 and len(besides) >= 2)
        or (named and _recur(short))
        or _takes_turns(short, named)
        or all(any(head.match(line) for line in short) for head in (FROM, TO, ABOUT))
    )


def _times(lines: Sequence[str]) -> tuple[int, int, bool]:
    """At how many minutes something was, as lines or two beside each other say, how many of these stand above what was said then.

    And whether all of those are round and stand below nobody's name, as the times of events and deadlines do.

    A list of dates has the next one below each; the head of a message has its text there.
    """
    found: dict[tuple[str, str], bool] = {}
    above: list[tuple[str, str]] = []
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        after = below
        when = _when(line)
        # A day and a time in cells of their own, or a name and a time.
        if when is None and len(line) + len(below) <= NEAR and not OF_PAGE.match(below):
            when = _when(f"{line} {below}")
            after = lines[place + 2] if place + 2 < len(lines) else ""
        if when:
            own = _untimed(line).strip(" \t,;|()[]-–—·")
            head = (
                len(own.split()) <= MOST_WORDS
                and not OF_PAGE.match(line)
                and bool(after)
                and not (DAY.search(after) or CLOCK.search(after))
            )
            found[when] = found.get(when, False) or head
            if head:
                above.append((own, after))
    heads = [minute for (_, minute), head in found.items() if head]
    return len(found), len(heads), all(map(ROUND.search, heads)) and not _of_people(above)


def _of_people(heads: Sequence[tuple[str, str]]) -> bool:
    """Whether one of the words above a message is a person, or several may be and are asked something in the line below."""
    names = {own for own, _ in heads if NAME.fullmatch(own)}
    return any(map(_is_person, names)) or (len(names) > 1 and any(below.endswith(("?", "？")) for own, below in heads if own in names))


def _is_person(name: str) -> bool:
    """Whether a short name is called as one of those who talk are, or is a known name."""
    return bool(SPEAKERS & {name.casefold(), *name.casefold().split()}) or any(known_names_in(f"this is {name}"))


def _when(line: str) -> tuple[str, str] | None:
    """The day and the minute at which a line says that something was; none if it says no such thing."""
    minute, day = CLOCK.search(line), DAY.search(line)
    if minute is None or HOURS.search(line):
        return None
    date = read_date(day[0]) or read_date(line) if day else read_date(line)
    return (str(date or day), minute[0].strip()) if date or day else None


def _recur(lines: Sequence[str]) -> bool:
    """Whether a name stands alone above what somebody said, again and again."""
    alone = Counter(line.casefold() for line in lines if len(line.split()) <= 3 and line[-1].isalnum())
    return any(count >= 2 for count in alone.values())


def _untimed(line: str) -> str:
    """A line without its days and times of day."""
    return CLOCK.sub("", DAY.sub("", line))


def _is_set(line: str) -> bool:
    """Whether a line says when something will be, behind what it is and a colon: at round times or in opening hours, and no person does."""
    found = SET.search(line) if CLOCK.search(line) or DAY.search(line) else None
    if found is None or len(re.findall(r"[^\W\d_]+", _untimed(line[found.start() :]))) > FEW_WORDS:
        return False
    name = TURN.match(line)
    return (all(map(ROUND.search, CLOCK.findall(line))) or HOURS.search(line) is not None) and not (
        name and _is_person(name[1].strip(" *_"))
    )


def _takes_turns(lines: Sequence[str], named: bool) -> bool:
    """Whether names before colons are people who talk with each other."""
    said = []
    for line in lines:
        if _is_set(line):
            continue
        bare = _untimed(line).lstrip("[](), -–")
        if (found := TURN.match(bare)) and found[1].strip(" *_").casefold() not in NO_SPEAKERS:
            said.append((found[1].strip(" *_").casefold(), CLOCK.search(line) is not None))
    counts = Counter(name for name, _ in said)
    often = {name for name, count in counts.items() if count >= 2}
    timed = [name for name, at in said if at]
    if len(timed) >= 3 and len({*timed}) >= 2 and often & {*timed}:
        return True
    talk = [name for name, _ in said if name in often]
    changes = sum(one != other for one, other in pairwise(talk))
    people = named or bool(SPEAKERS & {word for name in often for word in name.split()})
    return len(often) >= 2 and changes >= 3 and people
