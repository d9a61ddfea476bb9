"""Which files of an export hold what colleagues said among themselves: `comments.json` beside `messages.json`, `notes/7.csv` beside
`replies/7.csv`.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from data.formats.fields.field_names import folded_name
from data.formats.fields.privacy import names_notes
from data.formats.structure.lists import COMMENTS

AMONG_COLLEAGUES = (
    "is called as what colleagues write among themselves, and lies beside the messages; import it by itself if customers read it"
)
# Words for what was said to customers; in scripts that part no words, within one.
SAID = re.compile(
    r"(?:ticket|chat|conversation|case|customer|support)?(?:messages?|replies|reply)|threads?|(?:e?mails?|chats?)|nachricht(?:en)?|mensajes?"
    r"|mensage(?:m|ns)|antwort(?:en)?|respuestas?|.*(?:消息|訊息|メッセージ|메시지|сообщени).*"
)
# Other channels than that of the tickets on which comments were written.
CHANNELS = re.compile(r"e?mails?|chats?")
WORD = re.compile(r"[^\W\d_]+")
# What isn't a word of a file's name: “7.comments.json” says what it holds.
ENDINGS = re.compile(r"\.\w{1,8}(?:\.(?:gz|bz2|xz|zip))?$")
# Which page of several a file is.
PAGE = re.compile(r"[ _.-]{0,3}(?:page|part|p)?[ _-]?\d{1,6}$")
Place = tuple[str, ...]


def among_colleagues(names: Sequence[str]) -> frozenset[str]:
    """Of files, those with notes or comments, by a word of their name or of their folder's, in whose place another one has messages."""
    noted: list[tuple[str, Place]] = []
    commented: list[tuple[str, Place]] = []
    spoken: set[Place] = set()
    begun: set[Place] = set()  # threads: comments on one are its answers, as in a forum; and chats: comments are of tickets
    for name in names:
        for word, place in _places(name):
            folded = folded_name(word)
            if names_notes(folded):
                noted.append((name, place))
            elif (said := COMMENTS.search(folded)) and len(folded) <= len(said[0]) + 1:
                commented.append((name, place))
            elif SAID.fullmatch(folded):
                (begun if "thread" in folded or CHANNELS.fullmatch(folded) else spoken).add(place)
    return frozenset([name for name, place in noted if place in spoken | begun] + [name for name, place in commented if place in spoken])


def _places(name: str) -> Iterator[tuple[str, Place]]:
    """The words of a file's name and of its folders', each with what is left of the path without it; the file's ending doesn't count."""
    *folders, file = PurePosixPath(name).parts
    named = ENDINGS.sub("", file)
    stem = PAGE.sub("", named) or named
    for place, folder in enumerate(folders):
        yield folder, (*folders[:place], "", *folders[place + 1 :], stem)
    yield stem, (*folders, "")
    for match in WORD.finditer(stem):
        if match[0] != stem:
            yield match[0], (*folders, f"{stem[: match.start()]}\0{stem[match.end() :]}")
