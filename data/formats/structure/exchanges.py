"""Logs of programs that answer: an object holds what was asked and what was answered (`"request": {…}, "response": {…}`)."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.formats.fields.field_names import folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.raw_dialogues import CHAT, Message, RawDialogue, time_of
from data.formats.structure.flattening import Leaf, flat
from data.formats.structure.lists import Found, lists_in
from data.formats.structure.paths import last
from data.formats.structure.shape import shape_of
from data.records import AGENT, BOT, CUSTOMER

ASKED = re.compile(
    r"(?:^|\.)(?:request|query|queryinput|querytext|input|inputs|inputtext|inputtranscript|userinput|usermessage|userquery|userutterance|utterance"
    r"|prompt|usertext)(?:\.|$)"
)
ANSWERED = re.compile(
    r"(?:^|\.)(?:response|responses|responsetext|output|outputs|outputtext|reply|replies|answer|botresponse|botmessage|botreply|messages"
    r"|fulfillmenttext|fulfillment|completion|generatedtext)(?:\.|$)"
)
ANSWER = re.compile(r"(?:bot)?(?:response|reply|answer|output|result)s?")
CONVERSATION = re.compile(r"^(?:session|conversation|chat|dialog(?:ue)?|thread|interaction)(?:id|sid|key|name|uuid)?$")
# Fields that call something by a name or say what it is about, beside what was said.
BESIDE = re.compile(
    r"(?:intent|entit|slot|context|alternat|suggest|trace|debug|diagnos|error|header|url|model)\w*\.|(?:id|name|type|source|mode|status|url|label"
    r"|language|languagecode|timestamp|time|version)$"
)
TIME = re.compile(r"time|date|^ts$|^at$|created")
# A list of answers of which one was given, the first: the others are what a model could have said, too.
CHOICES = "choices"
# An answer comes after its question, whichever way its log is written.
AFTER = datetime.timedelta(milliseconds=1)
# Words that what was said has on the average.
FEWEST_WORDS = 2.0


@dataclass(frozen=True)
class Exchanges:
    """The fields of what was asked, of what was answered, of the conversation and of the time; the last two may be none."""

    asked: str
    answered: str
    thread: str
    time: str

    def describe(self) -> str:
        """Which field is read as what."""
        parts = {"question": self.asked, "answer of a program": self.answered, "dialogue": self.thread, "time": self.time}
        return ", ".join(f"{name} = {path!r}" for name, path in parts.items() if path)


def exchanges_of(rows: Sequence[Mapping[str, Leaf]]) -> Exchanges | None:
    """How objects hold a question and its answer; none if they don't, or if these stand beside each other as columns of a table."""
    paths = list(dict.fromkeys(path for row in rows for path in row))
    asked = _wordiest(rows, [path for path in paths if ASKED.search(path) and not ANSWERED.search(path)])
    if not asked:
        return None
    repeated = {path for path in paths if path != asked and sum(row.get(path) == row.get(asked) for row in rows) * 2 > len(rows)}
    answered = _wordiest(rows, [path for path in paths if ANSWERED.search(path) and path not in repeated])
    if not answered or ("." not in asked and "." not in answered and last(asked) != "inputtranscript"):
        return None
    threads = sorted(
        (path.count("."), path)
        for path in paths
        if CONVERSATION.match(last(path)) and sum(path in row for row in rows) * 10 >= len(rows) * 9
    )
    times = [path for path in paths if TIME.search(last(path)) and "." not in path]
    return Exchanges(asked, answered, threads[0][1] if threads else "", times[0] if times else "")


def is_one_exchange(value: Mapping[str, object]) -> bool:
    """Whether an object with a list of messages is one exchange, of which the list is the answer: it stands beside what was asked.

    A list in which a customer speaks, too, is the conversation.
    """
    objects = {folded_name(key): entry for key, entry in value.items() if isinstance(entry, dict)}
    answers = [lists for name, entry in objects.items() if ANSWER.fullmatch(name) and (lists := lists_in(entry))]
    asked = any(ASKED.fullmatch(name) and not lists_in(entry) for name, entry in objects.items())
    return bool(answers) and asked and not any(map(_has_customer, answers))


def _has_customer(lists: Sequence[Found]) -> bool:
    """Whether one of the messages is a customer's by its own fields."""
    rows = [flat(message) for found in lists for message in found.messages]
    shape = shape_of(rows)
    return shape is not None and any(shape.roles.of(row) == CUSTOMER for row in rows)


def exchange(line: int, value: Mapping[str, object], exchanges: Exchanges) -> Iterator[RawDialogue]:
    """The questions and answers in an object, or in the list that it holds, each pair as a piece of its conversation."""
    held = [] if is_one_exchange(value) else [message for found in lists_in(value) for message in found.messages]
    for each in held or [value]:
        yield from _pair(line, each, exchanges)


def _pair(line: int, value: Mapping[str, object], exchanges: Exchanges) -> Iterator[RawDialogue]:
    value = {key: _with_one_choice(entry) for key, entry in value.items()}
    row = flat(value)
    time = time_of(row.get(exchanges.time))
    moment = parse(time)
    later = (moment + AFTER).isoformat() if moment else time
    said = [Message(line, CUSTOMER, str(row[exchanges.asked]), time)] if row.get(exchanges.asked) else []
    if row.get(exchanges.answered):
        answerer = AGENT if _answered_by_a_person(row, exchanges.answered) else BOT
        answers = [*_texts_at(value, exchanges.answered.split("."))] or [str(row[exchanges.answered])]
        said += [Message(line, answerer, answer, later) for answer in answers]
    if said:
        name = str(row.get(exchanges.thread, "")).rpartition("/")[2]
        yield RawDialogue(line, name or f"{CHAT}exchange {line}", said)


def _with_one_choice(value: object) -> object:
    """An object in which of each list of choices the first is left."""
    if not isinstance(value, dict):
        return value
    return {
        key: entry[:1] if folded_name(key) == CHOICES and isinstance(entry, list) else _with_one_choice(entry)
        for key, entry in value.items()
    }


def _texts_at(value: object, path: Sequence[str]) -> Iterator[str]:
    """The texts at a path, of each entry of the lists on the way; of the first object of a list alone there is one (`flat`)."""
    if isinstance(value, list) and not all(isinstance(entry, str) for entry in value):
        for entry in value:
            yield from _texts_at(entry, path)
    elif isinstance(value, dict) and path:
        for key, entry in value.items():
            if folded_name(key) == path[0]:
                yield from _texts_at(entry, path[1:])
    elif not path and value and not isinstance(value, dict):
        yield "\n".join(value) if isinstance(value, list) else str(value)


def _answered_by_a_person(row: Mapping[str, Leaf], answered: str) -> bool:
    """Whether a field beside the answer says that an agent gave it."""
    beside = answered.rpartition(".")[0]
    return any(
        path.rpartition(".")[0] == beside and rank("role", last(path)) is not None and role_of(str(value)) == AGENT
        for path, value in row.items()
    )


def _wordiest(rows: Sequence[Mapping[str, Leaf]], paths: Sequence[str]) -> str:
    """Of these fields the one with the most words, if most objects have it; empty if none says enough."""
    best, most = "", FEWEST_WORDS
    for path in paths:
        texts = [str(row[path]) for row in rows if isinstance(row.get(path), str) and row[path]]
        if BESIDE.search(path) or len(texts) * 2 < len(rows):
            continue
        length = sum(len(text.split()) + sum(char > "\u3040" for char in text) / 2 for text in texts) / len(texts)
        if length >= most:
            best, most = path, length + 1e-9
    return best
