"""A chat that was saved or copied as text: messengers' exports (LINE, QQ, Viber), what a desk shows, pasted from a window."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import PurePosixPath

from data.formats.fields.role_words import role_of
from data.formats.files.encodings import Decoded
from data.formats.raw_dialogues import ATTACHMENT, CHAT, Message, RawDialogue
from data.formats.text.message_text import folded
from data.formats.text.stacked_lines import one_by_one, stacked
from data.formats.text.transcripts import Said, preamble_of, said_in, speakers_of
from data.records import AGENT, CUSTOMER, NOTE, SYSTEM

# What stands for a picture, a sticker or a call: a word in brackets, and nothing else.
STANDS_FOR = re.compile(r"^\s*[\[【［(<][^\[\]【】［］()<>\n]{1,24}[\]】］)>]\s*$")
# Chinese, Japanese, Thai, Lao, Burmese and Khmer; Korean puts endings behind names.
WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# Messages of one conversation that are held in memory.
AT_ONCE = 5_000
OWN = frozenset(("me", "you", "ich", "moi", "yo", "eu", "io", "ik", "я", "我", "自分", "나"))


def is_transcript(texts: Sequence[str]) -> bool:
    """Whether lines at the begin of a file are a conversation."""
    return stacked(texts)[2] is not None


def chat(name: str, head: Sequence[str], reading: Callable[[], Iterable[Decoded]]) -> Iterator[RawDialogue]:
    """The conversations of a file; nothing if there are none.

    Args:
        name: the file's, which may be the customer's.
        head: its first lines.
        reading: reads all of them.
    """
    way, head, pattern = stacked(head)
    if pattern is None:
        return
    lines = one_by_one(reading(), way)
    partner = _partner(f"{preamble_of(head, pattern)}\n{PurePosixPath(name).name}", speakers_of(head, pattern))
    for _, together in groupby(said_in(((line.number, line.text) for line in lines), pattern), key=lambda said: said.dialogue):
        while some := list(islice(together, AT_ONCE)):
            named = folded(some[0].partner)
            whom = named if any(folded(said.who) == named for said in some) else "" if named and role_of(named) == NOTE else partner
            messages = [_message(said, whom) for said in some]
            if named and not whom:  # a group of colleagues, by its name
                messages = [message._replace(role=NOTE) for message in messages]
            yield RawDialogue(some[0].line, some[0].name or f"{CHAT}{some[0].dialogue}", messages)


def _message(said: Said, partner: str) -> Message:
    role: str = said.role or ""
    if role in (SYSTEM, NOTE):
        pass
    elif STANDS_FOR.match(said.text) or not said.text:
        role = ATTACHMENT
    elif not role and said.who.casefold() in OWN:
        role = AGENT
    elif not role and partner:
        role = CUSTOMER if folded(said.who) == partner else AGENT
    return Message(said.line, role, said.text, said.time or None, said.who, role_of(said.who) is None)


def _partner(above: str, speakers: Sequence[str]) -> str:
    """Whom the chat is with: the one speaker who is named above it or in the file's name; empty if that is nobody, or several."""
    text = folded(above).replace("_", " ")
    named = [who for who in map(folded, speakers) if len(who) > 1 and _names(text, who.replace("_", " "))]
    return named[0] if len(named) == 1 and role_of(named[0]) is None else ""


def _names(text: str, who: str) -> bool:
    """Whether a text has a name as words of its own; scripts without spaces between words have it anywhere."""
    return who in text if WITHOUT_SPACES.search(who) else re.search(rf"(?<!\w){re.escape(who)}(?!\w)", text) is not None
