"""Which fields of a log's messages hold the text, the time, who said it, and which conversation it is of: told by names and contents."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.both_scripts import compiled
from data.formats.fields.field_names import rank
from data.formats.fields.times import parse
from data.formats.structure.flattening import Leaf
from data.formats.structure.kinds import KIND, Kinds, kinds_of
from data.formats.structure.linking import ends_of, ids_in, never_recalling, own_ids, subject_of
from data.formats.structure.paths import PERSON, is_link, last
from data.formats.structure.roles import Roles, roles_of

# What was said on the telephone, as recognisers of speech call it.
SPEECH = ("transcript", "sentence", "sentences", "phrase", "displaytext", "caption")
# Fields that repeat, quote or announce a text.
PREVIEW = re.compile(r"preview|blurb|snippet|summary|subject|topic|title|excerpt|quoted|original|decorated")
SHORTENED = re.compile(r"preview|blurb|snippet|excerpt")
OF_ANOTHER = re.compile(r"(?:^|\.)(?:last\w*|quoted\w*|reference|replyto|parent|previous\w*|embeds?|attachments?|metadata|edits?)\.")
DATED = compiled(
    r"(?:at|date|time|timestamp|datetime|ts|tm|when|on|ms|stamp|zeit|datum|fecha|hora|heure|时间|日期|日時)$|^(?:created|sent|date|time|posted|received|timestamp|entered|logged)"
)
LATER = re.compile(r"updat|modif|edit|delet|read|seen|expir|clos|deliver|due|end|duration|offset|resolv|until")
SENT = re.compile(r"sent|creat|timestamp|^date|^time|post|receiv|^ts$|when|start|origin")
NAMED = ("displayname", "fullname", "name", "nickname", "nick", "nicename", "realname", "alias", "label", "username", "handle", "title")
NUMBERED = ("id", "email", "address", "identifier", "key", "uuid", "accountid", "actorid", "participantid", "gaiaid", "login", "href")
MESSAGES_OWN = (
    "sendername", "senderfullname", "senderdisplayname", "authorname", "authordisplayname",
    "fromname", "speakername", "username", "displayname", "nickname",
    "alias", "agentname", "customername", "fullname", "name", "poster", "contactname",
)  # fmt: skip
MESSAGES_IDS = (
    "author", "sender", "from", "speaker", "by", "who", "user", "createdby", "syscreatedby", "authorid", "senderid", "userid",
    "speakerid", "person", "personid", "staff", "operator", "commenter", "poster", "participantid", "fromid", "creatorid", "createdbyid",
    "creator", "writer", "enteredby", "postedby",
    "staffid", "fromaddress", "senderemail", "authoremail", "memberid", "participant", "address",
)  # fmt: skip
# Who takes part in a conversation: none of them says a message by that.
OF_SEVERAL = re.compile(r"(?:members|participants|attendees|users|agents|customers|contacts|people|recipients)\.")
THREAD = re.compile(
    r"(?:conversations?|thread|ticket|case|session|chat|dialog|issue|interaction|visit|request|topic|room|channel|card|task"
    r"|workitem|call)\w{0,24}?"
    r"(?:\.data)?\.?(?:id|sid|slug|key|number|no|uuid|href)$|^(?:rid|parentid|resid|relatedid|objectid|channelurl|roomurl|elementid|convid|cid|incident|object\.id)$"
)
# Whom a message is from or to, of the company's customers.
PARTY = re.compile(
    r"^(?:customer|contact|visitor|client|lead|peer|partner|external|requester|handle|talker)(?:id|userid|name|number|phone|uid)$"
    r"|^(?:strtalker|phone|phonenumber|address|msisdn|wxid|openid)$|(?:customer|contact|visitor|client|lead|requester)\.id$"
)
# What several conversations may be of, or one may have several of: it parts none that has an id of its own.
WITHIN = re.compile(
    r"(?:^|\.)\w*(?:channel|room|topic|session|request|visit|card|task|sitzung)\w{0,6}(?:\.data)?(?:\.\w{1,6})?$|(?:^|\.)rid$"
)
# The message that one answers.
ANSWERED = re.compile(r"(?:^|\.)(?:in)?(?:parent|replyto|replyid|replied|response|answer)\w*(?:\.\w+)?$")
# What an object is called that holds messages, or people: a text in it is the begin of one of them.
HOLDER = re.compile(r"(?:conversation|thread|ticket|case|chat|session|customer|contact|user|agent|team|organi[sz]ation|org|company)s?")
TYPE = re.compile(r"(?:data\.)?(?:type|object|kind|resourcetype|recordtype)$")
ORDER = ("conversation", "thread", "ticket", "case", "dialog", "session", "chat", "issue", "incident", "element", "interaction")


@dataclass(frozen=True)
class Shape:
    """Paths of fields, the surest first.

    Attributes:
        texts, times, names, ids: of the text, the time, the speaker's name and the speaker's id.
        thread: of the conversation that a message is of; empty if the messages don't say.
        party: of the customer whom a message is from or to, where no conversation is named; else empty.
        ends: of whom a message is from and whom it is to, where the two of them are a conversation; else empty.
        roles: how a message's role is told; kinds: how its kind is.
        own: of the message's own id; subject: of what it is about, where nothing else says which messages are together; empty if there is
            none.
        kept: fields called as those that take a message back, which most messages have, so that they take none back.
    """

    texts: tuple[str, ...]
    times: tuple[str, ...]
    names: tuple[str, ...]
    ids: tuple[str, ...]
    thread: str
    party: str
    ends: tuple[str, ...]
    roles: Roles
    kinds: Kinds
    own: str = ""
    subject: str = ""
    kept: tuple[str, ...] = ()

    @property
    def tells_who(self) -> bool:
        """Whether a message says who said it."""
        return bool(self.names or self.ids or self.roles.tells)

    @property
    def is_exchange(self) -> bool:
        """Whether objects by themselves are messages, not people, products or groups with a text about them."""
        spoken = last(self.texts[0]) not in ("description", "note", "notes", "comment", "value", "bio", "about")
        if not self.tells_who:
            return False
        told = bool(self.times) and (self.roles.tells or bool(self.ids or self.names))
        return bool(self.thread or self.ends or self.subject) or (spoken and told)

    def describe(self) -> str:
        """Which field is read as what."""
        who = (*(path for path, *_ in (*self.roles.flags, *self.roles.words)), *filter(None, (self.roles.number,)), *self.names, *self.ids)
        dialogue = tuple(filter(None, (self.thread, self.party)))
        parts = {"text": self.texts, "who": who, "time": self.times, "dialogue": dialogue}
        return ", ".join(f"{name} = {paths[0]!r}" for name, paths in parts.items() if paths)

    def first(self, row: Mapping[str, Leaf], paths: Sequence[str]) -> Leaf:
        """The first of these fields that says something; an empty text if none does."""
        return next((row[path] for path in paths if path in row and row[path] not in ("", None)), "")


def shape_of(rows: Sequence[Mapping[str, Leaf]]) -> Shape | None:
    """The shape of messages, by all that are given (a log's first ones); none if they have no text."""
    paths = Counter(path for row in rows for path in row)
    texts = _texts(rows, paths)
    if not texts:
        return None
    # People, chats and events may stand among the messages, as objects of the same file.
    said = [row for row in rows if any(row.get(path) not in ("", None) for path in texts)]
    thread = thread_of(said)
    names, ids = _people(paths, rows)
    roles = roles_of(rows, texts, (*names, *ids), thread)
    if not (names or ids or roles.tells):
        ids = _codes(rows, paths)
    party = thread_of(said, PARTY) if not thread else ""
    ends = ends_of(said) if not (thread or party) else ()
    subject = subject_of(said, (*names, *ids)) if not (thread or party or ends) else ""
    own, kept = ids_in(said), never_recalling(rows)
    return Shape(texts, _times(rows, paths), names, ids, thread, party, ends, roles, kinds_of(rows, texts), own, subject, kept)


def is_holder(row: Mapping[str, Leaf]) -> bool:
    """Whether an object is a conversation or a person by its own word for what it is."""
    return any(TYPE.match(path) and HOLDER.fullmatch(str(leaf).casefold()) for path, leaf in row.items())


def text_rank(name: str) -> int | None:
    """How sure it is that a field of this name is a message's text; none if it isn't known for one."""
    return 40 + SPEECH.index(name) if name in SPEECH else rank("text", name)


def _texts(rows: Sequence[Mapping[str, Leaf]], paths: Counter[str]) -> tuple[str, ...]:
    offers: list[tuple[bool, int, int, str]] = []
    for path in paths:
        parts = path.split(".")
        known = text_rank(parts[-1])
        about = bool(KIND.match(parts[-1]) or DATED.search(parts[-1])) or parts[-1] in (*PERSON, *NUMBERED, *NAMED)
        ranks = [found for part in (parts[-1:] if about else parts[-2:]) if (found := text_rank(part)) is not None]
        given = [text for row in rows if isinstance(text := row.get(path), str) and text]
        if not ranks or OF_ANOTHER.search(path) or all(map(is_link, given)):
            continue
        offers.append((bool(PREVIEW.search(path)), known if known is not None else 50 + min(ranks), len(parts), path))
    if not offers and all(map(is_holder, rows)):
        return ()
    if not offers:
        shortened = (path for path in paths if SHORTENED.search(last(path)) and not OF_ANOTHER.search(path))
        offers = [(True, 0, 0, path) for path in shortened if _words(rows, path) >= 3][:1]
    if not offers:
        said = (path for path in paths if not PREVIEW.search(path) and not OF_ANOTHER.search(path))
        wordy = sorted(((_words(rows, path), path) for path in said), reverse=True)[:2]
        if wordy and wordy[0][0] >= 3 and (len(wordy) == 1 or wordy[0][0] > 1.5 * wordy[1][0]):
            offers = [(True, 0, 0, wordy[0][1])]
    return tuple(path for *_, path in sorted(offers))


def _words(rows: Sequence[Mapping[str, Leaf]], path: str) -> float:
    texts = [text for row in rows if isinstance(text := row.get(path), str) and text]
    return (
        sum(len(text.split()) + len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", text)) / 2 for text in texts) / len(texts) if texts else 0.0
    )


def _times(rows: Sequence[Mapping[str, Leaf]], paths: Counter[str]) -> tuple[str, ...]:
    offers = []
    for path in paths:
        name = last(path)
        known = rank("date", name) is not None or rank("time", name) is not None
        if (not DATED.search(name) and not known) or name.endswith(("by", "id", "name")):
            continue
        given = [row[path] for row in rows if path in row and not isinstance(row[path], bool) and row[path] != ""]
        if given and sum(parse(value) is not None for value in given) * 5 >= len(given) * 4:
            offers.append((bool(LATER.search(name)), not SENT.search(name), path.count("."), -len(given), path))
    return tuple(path for *_, path in sorted(offers))


def thread_of(rows: Sequence[Mapping[str, Leaf]], wanted: re.Pattern[str] = THREAD, within: bool = False) -> str:
    """The field that says which conversation a message is of: it is the same in several messages; empty if there is none.

    Args:
        rows: the messages.
        wanted: what such a field is called.
        within: whether the messages are of an object with an id of its own.
    """
    offers = []
    ids = frozenset(own_ids(rows))
    for path in dict.fromkeys(path for row in rows for path in row):
        parts = path.split(".")
        listed = wanted is THREAD and parts[-1] not in ("id", "contactid") and rank("dialogue", parts[-1]) is not None
        if not (wanted.search(path) or listed) or any(part in PERSON for part in parts) or (within and WITHIN.search(path)):
            continue
        values = [str(row[path]) for row in rows if row.get(path) not in (None, "")]
        if ANSWERED.search(path) and sum(value in ids for value in values) * 2 > len(values):
            continue
        if len(values) * 10 >= len(rows) * 9 and len(set(values)) < len(values):
            place = next((place for place, part in enumerate(ORDER) if part in path), len(ORDER))
            offers.append((place, path.count("."), path))
    return min(offers)[-1] if offers else ""


def _people(paths: Counter[str], rows: Sequence[Mapping[str, Leaf]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of the speakers' names, and those of their ids."""
    names: list[str] = []
    ids: list[str] = []
    for person in PERSON:
        inside = [path for path in paths if person in path.split(".")[:-1]]
        names += [path for name in NAMED for path in inside if last(path) == name]
        ids += [path for name in NUMBERED for path in inside if last(path) == name]
    own = [path for path in paths if path.count(".") <= 1 and not OF_SEVERAL.match(path)]
    names += [path for name in MESSAGES_OWN for path in own if last(path) == name and path not in names]
    ids += [path for name in MESSAGES_IDS for path in own if last(path) == name and path not in ids]
    # A name that is the same in all messages is the customer's of the whole conversation, or the desk's, unless no other is there.
    several = [path for path in dict.fromkeys((*names, *ids)) if len({row.get(path) for row in rows} - {None, ""}) > 1]
    kept = several or [*names, *ids]
    return tuple(path for path in dict.fromkeys(names) if path in kept), tuple(path for path in dict.fromkeys(ids) if path in kept)


def _codes(rows: Sequence[Mapping[str, Leaf]], paths: Counter[str]) -> tuple[str, ...]:
    """A field that says a role in numbers or words of the log's own: who of them asks is told by who speaks first."""
    named = [path for path in paths if rank("role", last(path)) is not None or last(path).endswith(("type", "role", "direction", "side"))]
    return tuple(path for path in named if 2 <= len({row.get(path) for row in rows} - {None, ""}) <= 6)[:1]
