"""What kind of entry a message is by its fields: said aloud, a note among colleagues, an event of the desk, deleted."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from data.formats.fields.field_names import A_NOTE, is_private, names_private
from data.formats.raw_dialogues import DELETED
from data.formats.structure.flattening import Leaf
from data.records import NOTE, SYSTEM

# Fields that say what kind an entry is, by the last part of their path.
KIND = re.compile(r"^(?:\w{0,24}type|kind|subtype|subkind|event|eventname|element|action|category|channel|t)$")
# These are no messages, whatever else the word holds; and those that are none unless it names one.
SURE_EVENT = re.compile(
    r"system|event(?!ual)|activity|join|leav|\bleft\b|member|pinn|line ?item|typing|redaction|reaction|participant|\bcall\b"
    r"|\bjob\b|deliver|\bseen\b|unread"
)
EVENT = re.compile(
    r"status|chang|assign|clos|\bopen|transfer|renam|\badd|remov|survey|rating|action|snooz|merg|trigger|escalat|\bset\b|update|topic|\bedit"
)
SAID = re.compile(
    r"messag|msg|text|reply|comment|mail|post|sms|said|answer|question|utterance|default|rich|note|chat ?line|thread|response"
)
FALSE, TRUE = ("false", "0", "no", "nein", "n", "f", "off"), ("true", "1", "yes", "ja", "y", "t", "on")
GONE = frozenset(
    ("deleted", "isdeleted", "removed", "redacted", "unsent", "isunsent", "retracted", "hidden", "spam", "isspam", "draft", "isdraft")
)
VISIBLE = re.compile(
    r"^(?:is)?(?:visible|published|shown)(?:for|to|in)?(?:the)?(?:customers?|clients?|endusers?|users?|requesters?|portal)?$"
)
BESIDE_COMMENTS = ("message", "thread", "mail", "email", "reply", "chat")
NOTED = re.compile(r"^(?:is|has)?(?:an?)?(?:agent|staff|team|internal|private)?(?:note|whisper)s?$")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def last(path: str) -> str:
    """The name of a field without the objects that it is in."""
    return path.rpartition(".")[2]


def says(leaf: Leaf) -> bool | None:
    """Yes or no, as a truth value, a number or a word; none for anything else."""
    word = str(leaf).strip().casefold()
    return True if word in TRUE else False if word in FALSE else None


@dataclass(frozen=True)
class Kinds:
    """How the kinds of a log's entries are told.

    Attributes:
        comments_are_notes: paths of kinds in which a comment stands beside messages, mails or threads: there it is one among colleagues.
        same: paths of kinds that are the same in all entries: they tell none from another.
    """

    comments_are_notes: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


def kinds_of(rows: Collection[Mapping[str, Leaf]]) -> Kinds:
    """How the kinds of these entries are told."""
    values: dict[str, Counter[str]] = {}
    for row in rows:
        for path, leaf in row.items():
            if KIND.match(last(path)) and isinstance(leaf, str) and 0 < len(leaf) < 90:
                values.setdefault(path, Counter())[leaf.casefold()] += 1
    comments = tuple(path for path, words in values.items() if "comment" in words and set(words) & set(BESIDE_COMMENTS))
    return Kinds(comments, tuple(path for path, words in values.items() if len(words) == 1 and sum(words.values()) == len(rows) > 3))


def kind_of(row: Mapping[str, Leaf], kinds: Kinds = Kinds()) -> str:
    """`NOTE`, `SYSTEM` or `DELETED`; empty for what was said. `row` is a message (`flat`)."""
    found = ""
    for path, leaf in row.items():
        name = last(path)
        if names_private(name) and is_private(name, leaf):
            return NOTE
        if (VISIBLE.match(name) and says(leaf) is False) or (NOTED.match(name) and says(leaf) is True):
            return NOTE
        if name in GONE and says(leaf) is True:
            return DELETED
        if KIND.match(name) and isinstance(leaf, str) and 0 < len(leaf) < 90 and path not in kinds.same:
            word = CAMEL.sub(" ", leaf).replace("_", " ").replace("-", " ").replace(".", " ").casefold()
            if A_NOTE.search(word) or (path in kinds.comments_are_notes and word == "comment"):
                return NOTE
            found = found or _event(name, word)
    return found


def _event(name: str, word: str) -> str:
    if name == "t":
        return SYSTEM if re.fullmatch(r"[a-z]{1,3}|[a-z]+ [a-z ]+", word) else ""
    if name == "channel":
        return ""
    return SYSTEM if SURE_EVENT.search(word) or (EVENT.search(word) and not SAID.search(word)) else ""
