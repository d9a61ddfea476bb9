"""Calls that were written down as subtitles, WebVTT (Teams, Zoom, Meet) or SubRip: who speaks stands in a tag or before a colon."""

import re
from collections.abc import Iterable, Iterator, Sequence

from data.formats.fields.role_words import role_of
from data.formats.files.encodings import Decoded
from data.formats.raw_dialogues import CHAT, Message, RawDialogue

NAME = "subtitles"
CUE = re.compile(r"^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s{1,3}-{2,3}>\s{1,3}(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\b")
VOICE = re.compile(r"^\s*<v(?:\.[\w.]{1,40})?\s{1,3}(?P<who>[^<>]{1,80})>(?P<text>.*)$", re.IGNORECASE)
SAID = re.compile(r"^\s*(?:-\s?|>>\s?)?(?P<who>[^\W\d_][^:：<>\n]{0,48}?)\s?[:：]\s*(?P<text>\S.*)$")
TAG = re.compile(r"</?[a-z][^<>]{0,60}>", re.IGNORECASE)
# Blocks of WebVTT that hold nothing that was said.
APART = ("NOTE", "STYLE", "REGION", "WEBVTT", "Kind:", "Language:")
LOOKED_AT = 200
FEWEST_NAMED = 2


def recognises_text(head: Sequence[str]) -> bool:
    """Whether lines at the begin of a file are subtitles."""
    return any(CUE.match(line) for line in head[:12]) and sum(CUE.match(line) is not None for line in head[:LOOKED_AT]) >= 2


def names_speakers(head: Sequence[str]) -> bool:
    """Whether the cues say who speaks."""
    return len({who for line in head[:LOOKED_AT] if (who := _spoken(line)[0])}) >= FEWEST_NAMED


def call(lines: Iterable[Decoded]) -> Iterator[RawDialogue]:
    """The call as pieces of a message each; cues of one speaker behind each other are one message."""
    who, begun, said, inside = "", 0, [], False  # type: tuple[str, int, list[str], bool]
    for number, text, _ in lines:
        if CUE.match(text):
            inside = True
            continue
        if not text.strip() or text.startswith(APART):
            inside = False
            continue
        if not inside:
            continue  # the number or the name of a cue
        speaker, spoken = _spoken(text)
        if speaker and speaker != who:
            if said:
                yield _piece(begun, who, said)
            who, begun, said = speaker, number, []
        said.append(spoken)
    if said:
        yield _piece(begun, who, said)


def _spoken(line: str) -> tuple[str, str]:
    """Who speaks in a line, if it says so, and what."""
    match = VOICE.match(line) or SAID.match(TAG.sub("", line))
    who, text = (match["who"].strip(), match["text"]) if match else ("", line)
    return who, TAG.sub("", text).strip()


def _piece(line: int, who: str, said: Sequence[str]) -> RawDialogue:
    return RawDialogue(line, f"{CHAT}call", [Message(line, role_of(who) or "", " ".join(said), None, who, role_of(who) is None)])
