"""Messages of one channel that answer each other, brought together: each names the one that it answers."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from data.formats.fields.field_names import rank
from data.formats.fields.role_words import role_of
from data.formats.fields.subjects import plain_subject
from data.formats.raw_dialogues import mapping, text_of
from data.formats.structure.disjoint_sets import DisjointSets
from data.formats.structure.flattening import Leaf
from data.records import CUSTOMER

ANSWERED = re.compile(
    r"(?:^|\.)(?:reference|replyto|inreplyto|replytoid|parent|parentid|root|rootid|replyid|threadts|quoted)\w*(?:\.\w+)?$"
)

# The message that an entry takes back.
RECALLED = re.compile(
    r"^(?:redacts|(?:unsend|recall|revoke|retract|delete)(?:ed)?\.?(?:message|msg|pre)\.?(?:id|ts)|recallmsgid|deletedts|retracts)$"
)
# What stands in such a field where nothing is taken back.
NOTHING = ("", "0", "0.0", "-1", "false", "none", "null", "nil", "undefined", "n", "no", "n/a", "-")
# Fields with a message's own id, the surest first.
OWN = ("id", "_id", "messageid", "uuid", "guid", "key", "commentid", "ts")
ALSO_OWN = ("sid", "msgid", "mid", "eventid", "objectid", "messagesid")


def own_ids(rows: Sequence[Mapping[str, Leaf]]) -> list[str]:
    """The id of each message, all different; none if no field has them."""
    for name in OWN:
        ids = [str(row[name]) for row in rows if row.get(name) not in (None, "")]
        if len(set(ids)) == len(rows):
            return ids
    return []


@lru_cache(maxsize=4096)
def names_recalled(path: str) -> bool:
    """Whether a field names the message that its entry takes back."""
    return RECALLED.match(path) is not None


def recalled_by(row: Mapping[str, Leaf], kept: Collection[str] = ()) -> str:
    """The id of the message that an entry takes back; empty if it takes none back.

    Args:
        row: the entry.
        kept: fields that are called so and mean something else (`never_recalling`).
    """
    named = (str(leaf).strip() for path, leaf in row.items() if names_recalled(path) and path not in kept)
    return next((id_ for id_ in named if id_.casefold() not in NOTHING), "")


def never_recalling(rows: Sequence[Mapping[str, Leaf]]) -> tuple[str, ...]:
    """Fields that are called as those of a message taken back, and that have a value in most messages: few are taken back."""
    held = Counter(path for row in rows for path in row if names_recalled(path) and recalled_by({path: row[path]}))
    return tuple(path for path, count in held.items() if count * 2 > len(rows) > 2)


def ids_in(rows: Sequence[Mapping[str, Leaf]]) -> str:
    """The field with a message's own id, though a log may have some messages twice; empty if there is none."""
    for name in (*OWN, *ALSO_OWN):
        held: dict[str, Mapping[str, Leaf]] = {}
        ids = [(str(row[name]), row) for row in rows if row.get(name) not in (None, "")]
        if ids and all(held.setdefault(id_, row) == row for id_, row in ids) and len(held) * 2 > len(rows):
            return name
    return ""


def linked(rows: Sequence[Mapping[str, Leaf]]) -> list[str]:
    """For each message the name of the thread that it is of; all are empty where few name what they answer."""
    ids = {id_: number for number, id_ in enumerate(own_ids(rows))}
    if not ids:
        return [""] * len(rows)
    threads = DisjointSets(len(rows))
    links = 0
    for number, row in enumerate(rows):
        answers = (leaf for path, leaf in row.items() if ANSWERED.search(path))
        answered = next((ids[str(leaf)] for leaf in answers if str(leaf) in ids), None)
        if answered is not None and answered != number:
            links += 1
            threads.join(answered, number)
    names = list(ids)
    return [names[threads.first(number)] for number in range(len(rows))] if links * 2 >= len(rows) else [""] * len(rows)


# Whom a message is from, and whom it is to.
WHICH = r"(?:address|e?mail|name|id|user|username|userid|number|list|phone)?$"
FROM = re.compile(rf"^(?:from|sender|source|originator){WHICH}")
ENDS = ("from", "sender", "to", "receiver", "recipient")
TO = re.compile(rf"^(?:to|recipient|receiver|destination){WHICH}")


def ends_of(rows: Sequence[Mapping[str, Leaf]]) -> tuple[str, ...]:
    """The fields of whom messages are from and to, if those who are written to write back; else the field of whom they are to, if that
    is a room that several write in and that says nothing itself; else none.
    """
    paths = dict.fromkeys(path for row in rows for path in row)
    room: tuple[str, ...] = ()
    for source in filter(FROM.match, paths):
        for target in filter(TO.match, paths):
            pairs = {(str(row[source]), str(row[target])) for row in rows if row.get(source) and row.get(target)}
            if sum(source in row and target in row for row in rows) * 10 < len(rows) * 9:
                continue
            if any((other, one) in pairs for one, other in pairs):
                return source, target
            rooms = Counter(other for _, other in pairs)
            if not {one for one, _ in pairs} & set(rooms) and sum(count > 1 for count in rooms.values()) * 2 > len(rooms) > 1:
                room = room or (target,)
    return room


def subject_of(rows: Sequence[Mapping[str, Leaf]], people: Sequence[str]) -> str:
    """The field with the subject that messages of one channel have in common, if several speak under most; empty if there is none.

    Args:
        rows: the messages.
        people: the fields of who said them.
    """
    for path in dict.fromkeys(path for row in rows for path in row if rank("subject", path) is not None):
        speakers: dict[str, set[str]] = {}
        for row in rows:
            if name := plain_subject(str(row.get(path, ""))):
                speakers.setdefault(name, set()).add(next((str(row[who]) for who in people if row.get(who)), ""))
        several = sum(len(each) > 1 for each in speakers.values())
        if len(speakers) > 1 and several * 3 >= 2 * len(speakers) and len(speakers) * 2 <= len(rows):
            return path
    return ""


# A person's id beside what he is: `"from": {"role": "user", "uid": "55"}`.
PERSONS_ROLE, PERSONS_ID = ("role", "type", "kind"), ("uid", "id", "userid", "openid", "buyerid", "customerid")


def customers_of(messages: Sequence[Mapping[str, object]]) -> list[str]:
    """For each message the id of the customer whom it is from or to, by the objects of both; none if one says none."""
    found: list[str] = []
    for message in messages:
        ends = [mapping(message[end]) for end in ENDS if end in message]
        customer = next((end for end in ends if any(role_of(text_of(end.get(name))) == CUSTOMER for name in PERSONS_ROLE)), {})
        id_ = next((id_ for name in PERSONS_ID if (id_ := text_of(customer.get(name)))), "")
        if not id_:
            return []
        found.append(id_)
    return found
