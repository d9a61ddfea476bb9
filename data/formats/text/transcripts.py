"""Conversations written down as text, a message a line or below a line of its own: “[09:14] Ines: hello”, “Ines (2026-03-02 09:14):”,
“2026-03-02 09:14:05 小明(10001)”, “( 12s ) Ines: hello”, LINE's tabs. Which of these a text has is told by how many of its lines are such.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from data.formats.fields.field_names import rank
from data.formats.fields.privacy import is_note
from data.formats.fields.role_words import role_of

MONTH = r"[^\W\d_]{3,12}\.?"
DAY = (
    r"(?:\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}月\d{1,2}日"
    rf"|\d{{1,2}}\.? {MONTH},? \d{{4}}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
HALF = r"(?:上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후)"
CLOCK = (
    rf"(?:{HALF}\s?)?\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}}(?:[.,]\d{{1,6}})?)?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
    r"(?![:：]?\d)(?:\s?(?:UTC|GMT|Z|Uhr)\b)?(?:\s?[+-]\d{2}:?\d{2})?"
)
WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s)?"
STAMP = rf"(?:{WEEKDAY}{DAY}(?:[,，、]?\s?T?\s?(?:[^\W\d_]{{1,4}}\s)?{CLOCK})?|{CLOCK}(?:\s{DAY})?)"
WHO = r"(?:[^\W\d_][^:：\[\]【】‹›{}<>|\t\n]{0,48}?|\+\d[\d ()-]{6,20}\d)"
NUMBER = r"(?:\s?[(（<\[【‹{]\s?(?P<about>[^()（）<>\[\]【】‹›{}]{1,60})[)）>\]】›}])?"
SPACE = r"[ \t\u3000\u200e\u200f]{0,4}"
# With the text in the same line, then with the text in the lines below; the surest first.
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{SPACE}(?P<time>{STAMP})\t(?P<who>[^\t\n]{{0,60}})\t(?P<text>.*)$",
        rf"^{SPACE}[\[(（<]?(?P<time>{STAMP})[\])）>]?{SPACE}<[@+%&~ ]?(?P<who>[^<>\s]{{1,40}})>\s(?P<text>\S.*)$",
        rf"^{SPACE}[\[(（<]?(?P<time>{STAMP})[\])）>]?{SPACE}[-–—|]?{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：|>]\s?(?P<text>\S.*)$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]?{SPACE}[\[(（<]?{SPACE}(?P<time>{STAMP}){SPACE}[\])）>]?{SPACE}[:：>|-]{SPACE}(?P<text>\S.*)$",
        rf"^{SPACE}\({SPACE}(?:\d+\s?[hd]\s?)?(?:\d+\s?m\s?)?\d+\s?s{SPACE}\){SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]\s?(?P<text>\S.*)$",
        rf"^{SPACE}[\[(（]?(?P<time>{STAMP})[\])）]?{SPACE}[-–—|]?{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]?{SPACE}$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[-–—|,，]?{SPACE}[\[(（]?(?P<time>{STAMP})[\])）]?{SPACE}[:：]?{SPACE}$",
        rf"^{SPACE}(?P<who>[^\W\d_][^\[\]【】()（）<>|\t\n]{{0,60}}?){SPACE}[(（\[]{SPACE}(?P<time>{STAMP}){SPACE}[)）\]]{SPACE}[:：]?{SPACE}$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]{SPACE}$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：>]\s{{0,3}}(?P<text>\S.*)$",
    )
)
NAMES_ALONE = PATTERNS[-2:]
SEPARATOR = re.compile(r"^\s*(?:[=\-_*#~─—]\s?){4,}\s*$")
ABOUT = re.compile(r"^\s*\W{0,3}(?P<name>[^\W\d_][\w .\-/]{0,30}?)\s*[:：#=]\s*(?P<value>\S.{0,120})$")
# A conversation's number above it: “Interaction 5001”, “=== Chat #12 ===”; in the midst of a message only with a mark: “call 0800 1234567”.
HEADED = re.compile(
    r"^[\s=#*_-]{0,9}(?:conversation|interaction|chat|ticket|case|session|call(?=\s?(?:id|no|nr|number|[#:：]))|dialog(?:ue)?|gespräch|vorgang|conversación|会话|对话|工单)"
    r"\s?(?:id|no\.?|nr\.?|number)?\s?[#:：]?\s?(?P<id>[\w-]{0,40}\d[\w-]{0,40})[\s=#*_-]{0,9}$",
    re.IGNORECASE,
)
MARKED = re.compile(r"[#=]|[:：]\s")
DATE_LINE = re.compile(rf"^\W{{0,4}}{WEEKDAY}(?P<day>{DAY})(?:\s?[(（]?[^\W\d_]{{1,12}}[)）]?)?\W{{0,4}}$")
# A day and a time at the begin of a line that names nobody: an event of the desk, or a note in a form that isn't known.
DAYTIME = rf"{DAY}(?:[,，、]?\s?T?\s?(?:[^\W\d_]{{1,4}}\s)?{CLOCK})"
MOMENT = rf"{WEEKDAY}{DAYTIME}"
STAMPED = re.compile(rf"^{SPACE}(?:[\[(（<【]{STAMP}[\])）>】]|[\[(（<【]?(?:{MOMENT}|{CLOCK}\s{DAY}))")
# The same at the end of a line, where names stand before the time: “Kim joined the chat (2026-03-02 09:17)”.
STAMPED_LAST = re.compile(rf"[\[(（<【]{SPACE}{MOMENT}{SPACE}[\])）>】]\W{{0,3}}$")
TIME_FIRST = re.compile(rf"^{SPACE}[\[(（<]?(?:{STAMP})")
# What stands above a conversation besides its id and day.
BESIDE = re.compile(
    r"^(?:start(?:ed)?|begun|ended?|opened|closed|duration|visitor|customer|client|agents?|operator|e-?mail|name|phone|ip|country|location|page|url|browser"
    r"|department|channel|queue|status|rating|subject|participants?|messages|kunde|beginn|ende|dauer|betreff|开始时间|结束时间|访客|客服|消息分组"
    r"|消息对象|saved on|保存日期|保存日時)\b",
    re.IGNORECASE,
)
LOOKED_AT = 600
MOST_SPEAKERS = 60


@dataclass(frozen=True)
class Said:
    """A line of a conversation.

    Attributes:
        line: where it stands, from 1 in what was given.
        dialogue: the number of the conversation, from 0; name: its id, if the text has one.
        who: as it stands; about: what stands in brackets behind, an id or a kind.
        time: as it stands, with the day of the line above if it has none of its own.
    """

    line: int
    dialogue: int
    name: str
    who: str
    about: str
    time: str
    text: str

    @property
    def is_note(self) -> bool:
        return bool(self.about) and is_note(self.about.replace("_", " ").replace("-", " ").casefold())


def pattern_of(texts: Sequence[str]) -> re.Pattern[str] | None:
    """How a text's messages begin; none if it holds no conversation."""
    lines = [text[:500] for text in texts[:LOOKED_AT] if text.strip() and not _names_dialogue(text[:500])]
    best: tuple[int, re.Pattern[str]] | None = None
    for pattern in PATTERNS:
        found = [match for line in lines if (match := pattern.match(line))]
        if _is_conversation(pattern, found, lines) and (best is None or len(found) > best[0] * 1.2):
            best = len(found), pattern
    return best[1] if best else None


def _names_dialogue(text: str) -> bool:
    """Whether a line above a conversation says its id."""
    about = ABOUT.match(text)
    if HEADED.match(text):
        return True
    return about is not None and rank("dialogue", about["name"]) is not None


def _is_conversation(pattern: re.Pattern[str], found: Sequence[re.Match[str]], lines: Sequence[str]) -> bool:
    who = Counter(match["who"].strip() for match in found)
    people = len(who) - ("" in who)
    if len(found) < 2 or people < 2 or people > MOST_SPEAKERS:
        return False
    inline = "text" in pattern.groupindex
    if pattern in NAMES_ALONE:
        # Without a time a colon alone proves little: few names that come again, or words for roles.
        roles = sum(count for name, count in who.items() if role_of(name)) * 2 >= len(found)
        again = people <= max(2, len(found) // 2)
        return again and len(found) * (2 if inline else 3) >= len(lines) and (inline or roles or len(found) >= 2)
    return len(found) * (4 if inline else 8) >= len(lines)


def preamble_of(texts: Sequence[str], pattern: re.Pattern[str]) -> str:
    """What stands above the first message."""
    first = next((number for number, text in enumerate(texts) if pattern.match(text[:500])), 0)
    return "\n".join(texts[:first][:40])


def speakers_of(texts: Sequence[str], pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Who speaks, in the order of the first messages."""
    matches = (pattern.match(text[:500]) for text in texts[:LOOKED_AT])
    return tuple(dict.fromkeys(match["who"].strip() for match in matches if match and match["who"].strip()))


def said_in(lines: Iterable[tuple[int, str]], pattern: re.Pattern[str]) -> Iterator[Said]:
    """The messages of numbered lines, in conversations: a new one begins below a line that draws a border or names another id."""
    current: Said | None = None
    more: list[str] = []
    dialogue, name, coming, day = 0, "", "", ""
    border, events = True, _Events(pattern)
    for number, text in lines:
        match = pattern.match(text[:500])
        if match and border and pattern in NAMES_ALONE and rank("dialogue", match["who"]) is not None:
            match = None  # its id, above it
        if events.begins_with(text, match):
            if current is not None:
                yield _with(current, more)
                dialogue += border
            if border:
                name, coming, border = coming, "", False
            current, more = _said(number, text, match, dialogue, name, day), []
            continue
        about = ABOUT.match(text)
        if SEPARATOR.match(text):
            border = True
        elif (headed := HEADED.match(text)) and (current is None or border or _ended(more) or MARKED.search(text)):
            border, coming = True, headed["id"]
        elif DATE_LINE.match(text):
            day = text.strip(" \t\u200e\u200f\ufeff-—=*")
        elif about is not None and rank("dialogue", about["name"]) is not None:
            border, coming = True, about["value"].strip()
        elif about is not None and border and (BESIDE.match(about["name"]) or rank("date", about["name"]) is not None):
            day = found[0] if (found := re.search(DAY, about["value"])) else day
        elif current is not None:
            border = border and not text.strip()
            more.append(text)
    if current is not None:
        yield _with(current, more)


def _ended(more: Sequence[str]) -> bool:
    """Whether the lines that go on with a message end with an empty one."""
    return bool(more) and not more[-1].strip()


class _Events:
    """Tells which lines begin something: a message, or in a text with times an event or a note, which is of nobody's message above."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.timed = "time" in pattern.groupindex
        self.names_first = self.timed and pattern.groupindex["who"] < pattern.groupindex["time"]
        # Forms of the times that messages began with: a line that begins with “9:30” in a text of “09:14” goes on with a message.
        self.forms: set[str] = set()

    def begins_with(self, text: str, match: re.Match[str] | None) -> bool:
        """Whether a line begins something; `match` is its match as a message."""
        first = TIME_FIRST.match(text[:100]) if self.timed and not self.names_first else None
        form = re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "9", first[0])) if first else ""
        if match is not None:
            self.forms.add(form)
            return True
        if not self.timed:
            return False
        return bool(STAMPED.match(text[:100]) or (form and form in self.forms) or (self.names_first and STAMPED_LAST.search(text[:500])))


def _said(number: int, text: str, match: re.Match[str] | None, dialogue: int, name: str, day: str) -> Said:
    """A line that begins a message; without a match it is an event of the desk, which nobody said."""
    if match is None:
        return Said(number, dialogue, name, "", "", "", text)
    given = match.groupdict()
    time = (given.get("time") or "").strip()
    if time and day and not re.search(DAY, time):
        time = f"{day} {time}"
    said = text[match.start("text") :] if "text" in given else ""
    return Said(number, dialogue, name, match["who"].strip(), (given.get("about") or "").strip(), time, said)


def _with(said: Said, more: Sequence[str]) -> Said:
    text = "\n".join((*((said.text,) if said.text else ()), *more)).strip()
    return replace(said, text=text[1:-1] if "\n" in text and len(text) > 2 and text[0] == text[-1] == '"' else text)
