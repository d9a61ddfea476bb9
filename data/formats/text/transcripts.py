"""Conversations written down as text, a message a line or below a line of its own: “[09:14] Ines: hello”, “Ines (2026-03-02 09:14):”,
“2026-03-02 09:14:05 小明(10001)”, “( 12s ) Ines: hello”, LINE's tabs. Which of these a text has is told by how many of its lines are such.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from data.formats.fields.field_names import rank
from data.formats.fields.privacy import is_note
from data.formats.fields.role_words import role_of
from data.formats.text.transcript_lines import (
    ABOUT,
    BESIDE,
    DATE_LINE,
    DAY,
    HEADED,
    LABELLED,
    MARKED,
    MET,
    NAMES_ALONE,
    PARTNER,
    PATTERNS,
    RATED,
    SEPARATOR,
    STAMPED,
    STAMPED_LAST,
    TIME_FIRST,
    WITH,
)
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM, Role

LOOKED_AT = 600
MOST_SPEAKERS = 60


@dataclass(frozen=True)
class Said:
    """A line of a conversation.

    Attributes:
        line: where it stands, from 1 in what was given.
        dialogue: the number of the conversation, from 0; name: its id, if the text has one.
        partner: whom the conversation is with, if a line above it says so.
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
    partner: str = ""

    @property
    def is_note(self) -> bool:
        return bool(self.about) and is_note(self.about.replace("_", " ").replace("-", " ").casefold())

    @property
    def role(self) -> Role | None:
        """The role, if the name or what stands in brackets behind it says one: “Lia (bot)”. Of a shop's account the last part does
        (“店铺:机器人”). A line of nobody's is the desk's.
        """
        if self.is_note:
            return NOTE
        if not self.who:
            return SYSTEM
        named = role_of(self.who) or role_of(re.split(r"[:：]", self.who)[-1])
        about = role_of(self.about) if self.about else None
        return about if about == BOT or (named is None and about in (AGENT, CUSTOMER, SYSTEM)) else named


def pattern_of(texts: Sequence[str]) -> re.Pattern[str] | None:
    """How a text's messages begin; none if it holds no conversation."""
    lines = [text[:500] for text in texts[:LOOKED_AT] if text.strip() and not _names_dialogue(text[:500])]
    best: tuple[int, re.Pattern[str]] | None = None
    for pattern in PATTERNS:
        found = [match for line in lines if (match := pattern.match(line))]
        # Where messages have times, words before a colon are oftener something else: “Date: March 11”, the hour of “(09:15 AM)”.
        if _is_conversation(pattern, found, lines) and (best is None or len(found) > best[0] * (2 if pattern in NAMES_ALONE else 1.2)):
            best = len(found), pattern
    return best[1] if best else None


def pattern_of_one(texts: Sequence[str]) -> re.Pattern[str] | None:
    """How a text begins that is one message, as a conversation of which nobody knows yet more; none if it is no message for certain."""
    first = next((text[:500] for text in texts if text.strip()), "")
    timed = (pattern for pattern in PATTERNS if "time" in pattern.groupindex and (match := pattern.match(first)) and match["who"].strip())
    return next(timed, None)


def _names_dialogue(text: str) -> bool:
    """Whether a line above a conversation says its id."""
    about = ABOUT.match(text)
    if HEADED.match(text) or WITH.match(text[:200]):
        return True
    return about is not None and rank("dialogue", about["name"]) is not None


def _is_conversation(pattern: re.Pattern[str], found: Sequence[re.Match[str]], lines: Sequence[str]) -> bool:
    who = Counter(match["who"].strip() for match in found)
    people = len(who) - ("" in who)
    if len(found) < 2 or people < 2 or people > MOST_SPEAKERS:
        return False
    inline = "text" in pattern.groupindex
    if pattern is LABELLED and sum(role_of(match["about"]) is not None for match in found) * 4 < len(found) * 3:
        return False
    if pattern in NAMES_ALONE:
        # Without a time a colon alone proves little: few names that come again, or words for roles.
        roles = sum(count for name, count in who.items() if role_of(name)) * 2 >= len(found)
        again = people <= max(2, len(found) // 2) or all(map(role_of, who))
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
    dialogue, name, coming, day, partner = 0, "", "", "", ""
    # Below a line that names a conversation, nothing is said before its first message.
    headed_with = False
    border, above, events = True, True, _Events(pattern)
    gone, spoken = False, set[str]()
    for number, text in lines:
        match = pattern.match(text[:500])
        if match and border and pattern in NAMES_ALONE and rank("dialogue", match["who"]) is not None:
            match = None  # its id, above it
        if events.begins_with(text, match):
            if current is not None:
                yield _with(current, more)
                dialogue += border
            if border:
                name, coming, border, above = coming, "", False, False
            current, more = replace(_said(number, text, match, dialogue, name, day), partner=partner), []
            gone = False
            spoken.add(current.who)
            continue
        about = ABOUT.match(text)
        if SEPARATOR.match(text):
            border = True
        elif (whom := WITH.match(text[:200])) and (current is None or (headed_with and (border or _ended(more) or _is_marked(whom)))):
            headed_with = True  # only then another one does so below: in the midst of messages somebody may have written it
            border, above, partner = True, True, next(filter(None, (whom["who"], whom["who2"], whom["who3"])))
        elif (headed := HEADED.match(text)) and (current is None or border or _ended(more) or MARKED.search(text)):
            border, above, coming, day = True, True, headed["id"], headed["day"] or day
        elif DATE_LINE.match(text):
            day = text.strip(" \t\u200e\u200f\ufeff-—=*")
        elif about is not None and rank("dialogue", about["name"]) is not None:
            border, coming = True, about["value"].strip()
        elif about is not None and border and (PARTNER.fullmatch(about["name"]) or role_of(about["name"]) == CUSTOMER):
            partner = about["value"].strip()
        elif about is not None and border and (BESIDE.match(about["name"]) or rank("date", about["name"]) is not None):
            day = found[0] if (found := re.search(DAY, about["value"])) else day
        elif border and BESIDE.match(text.strip()) and (begun := re.search(DAY, text[:200])):
            day = begun[0]
        elif current is not None and not above:
            if (met := MET.match(text[:120])) and (border or _comes_or_goes(met, spoken, more)):
                gone = gone or met["went"] is not None  # what stands below is no more of the message
                continue
            border = border and not text.strip()
            if not gone and not (_ended(more) and RATED.match(text[:80])):
                more.append(text)
    if current is not None:
        yield _with(current, more)


def _ended(more: Sequence[str]) -> bool:
    """Whether the lines that go on with a message end with an empty one."""
    return bool(more) and not more[-1].strip()


def _comes_or_goes(met: re.Match[str], spoken: Collection[str], more: Sequence[str]) -> bool:
    """Whether a line says of somebody that he came or went: of one who speaks, or below an empty line of anybody in the chat."""
    who = met["who"].strip()
    return who in spoken or (met["chat"] is not None and _ended(more) and not who[0].islower() and len(who.split()) <= 3)


def _is_marked(whom: re.Match[str]) -> bool:
    """Whether a line that says whom a conversation is with has signs around, as no line of a message has."""
    return len((whom["mark"] or whom["mark2"] or "").strip()) > 1


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
    time = time or day
    said = text[match.start("text") :] if "text" in given else ""
    return Said(number, dialogue, name, match["who"].strip(), (given.get("about") or "").strip(), time, said)


def _with(said: Said, more: Sequence[str]) -> Said:
    text = "\n".join((*((said.text,) if said.text else ()), *more)).strip()
    return replace(said, text=text[1:-1] if "\n" in text and len(text) > 2 and text[0] == text[-1] == '"' else text)
