"""The lists of messages in an object, wherever they stand in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from data.both_scripts import compiled
from data.formats.fields.field_names import folded_name, rank
from data.formats.fields.privacy import names_notes
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import mappings
from data.formats.structure.flattening import BESIDE, Leaf, flat
from data.formats.structure.kinds import KIND
from data.formats.structure.paths import PERSON, is_anothers, last, says_where
from data.formats.structure.rich_text import is_document
from data.formats.structure.shape import DATED, MESSAGES_IDS, MESSAGES_OWN, SHORTENED, is_holder, text_rank
from data.records import AGENT, BOT, CUSTOMER

DEEPEST = 5
# Messages of a list that are looked at to tell that it is one.
LOOKED_AT = 4
# Lists of what happened at one moment, or to one conversation; longer ones are messages, or none.
EVENTS, MOST_EVENTS = re.compile(r"(?:event|activit(?:y|ie)|change|audit|action|operation)s?$"), 60
# Lists inside a message of messages that answer it.
ANSWERS = ("replies", "responses", "children", "comments", "answers", "threadreplies")
# What the lists of one conversation are called where it has several: its messages, and what was said on it besides.
PART = compiled(
    r"messag|comment|notes?$|replies|parts?$|posts?$|threads?$|events?$|transcript|phrases|articles?$|results?$|conversations?$"
    r"|nachricht|mitteilung|kommentar|mensaje|comentario|mensage[mn]|messaggi|bericht|réponses$|respuestas$|antworten$|сообщени|消息|訊息|回复|评论|メッセージ|コメント|메시지"
)
COMMENTS = compiled(r"comment|kommentar|comentario|comentário|commenti$|评论|評論|コメント")
# Beside lists of these names one of comments isn't the conversation, however long it is.
SAID = re.compile(r"messag|thread|mail|chat|repl|nachricht|mensaje|mensage[mn]|antwort|respuesta|消息|訊息|メッセージ|메시지|сообщени")
PARTS = re.compile(r"transcripts?$|parts?$|pages?$|segments?$|legs?$|groups?$")
OWN_ID = re.compile(r"(?:call|conversation|chat|ticket|dialog(?:ue)?|session)s?(?:id|key|number)")
# Texts about something that is no message: a product, a group, an article.
DESCRIBES = ("description", "desc", "summary")
# Lists of what two people say by turns, where nothing tells who; and what the two are called then.
TURNS = ("dialog", "dialogue", "dialogs", "dialogues", "utterances", "turns", "log", "conversation", "exchange")
BY_TURNS = ("first speaker", "second speaker")
# Messages by their ids have names like these.
ID = re.compile(r"\d")
Row = Mapping[str, object]


class Found(NamedTuple):
    """A list of messages: what it is called, its messages, and the object that it stands in."""

    name: str
    messages: list[Row]
    holder: Mapping[str, object]
    held: object

    @property
    def is_notes(self) -> bool:
        """Whether it holds what colleagues said among themselves, by its name."""
        return names_notes(folded_name(self.name))

    @property
    def is_comments(self) -> bool:
        """Whether it holds comments, by its name: beside messages, these are among colleagues."""
        return COMMENTS.search(folded_name(self.name)) is not None


def lists_in(value: Mapping[str, object], depth: int = 0) -> list[Found]:
    """The lists of messages of one conversation, nearest to the top of its object: one, or several beside each other.

    None if there is no such list, or if the object holds conversations, each with messages of its own.
    """
    if is_document(value):
        return []
    found = [Found(key, messages, value, entry) for key, entry in value.items() if (messages := _messages(key, entry))]
    if found:
        return _chosen(found)
    if depth >= DEEPEST:
        return []
    inner = [
        (key, lists)
        for key, entry in value.items()
        if isinstance(entry, (dict, list)) and not BESIDE.search(folded_name(key))
        for lists in ([lists_in(entry, depth + 1)] if isinstance(entry, dict) else _in_parts(key, entry, depth))
        if lists
    ]
    if len(inner) > 1 and not all(PART.search(folded_name(key)) for key, _ in inner):
        return []
    return _chosen([each._replace(name=_name(key, each, len(inner) == 1)) for key, lists in inner for each in lists]) if inner else []


def apart(value: Mapping[str, object]) -> list[tuple[str, object]]:
    """The conversations of an object that has each under a name of its own, whom it is with: their names and lists; none if it has one."""
    found = [Found(key, messages, value, entry) for key, entry in value.items() if (messages := _messages(key, entry))]
    alike = len({frozenset(each.messages[0]) if isinstance(each.held, list) else frozenset() for each in found}) == 1
    parts = any(PART.search(folded_name(each.name)) or each.is_notes for each in found)
    if parts or not alike or len(found) < 2 or len(found) * 5 < len(value) * 4:
        return []
    return [(each.name, each.held) for each in found]


def _name(key: str, each: Found, alone: bool) -> str:
    """What a list in an object is called: as the object where it is one of several, or where that says that these are notes."""
    return key if names_notes(folded_name(key)) or not (alone or each.is_notes or each.is_comments) else each.name


def _in_parts(key: str, entry: object, depth: int) -> Iterator[list[Found]]:
    """The lists in the parts of one conversation, as those of a call that was transferred."""
    if isinstance(entry, list) and PARTS.search(folded_name(key)) and not _are_others(mappings(entry)):
        yield from (lists for each in mappings(entry) if (lists := lists_in(each, depth + 1)))


def _are_others(entries: Sequence[Row]) -> bool:
    """Whether entries are conversations by themselves: each has an id of a conversation of its own."""
    ids = [str(entry[key]) for entry in entries for key in entry if OWN_ID.fullmatch(folded_name(key))]
    return len(ids) == len(entries) == len(set(ids)) > 1


def _chosen(found: list[Found]) -> list[Found]:
    """Of lists beside each other the longest, with those that hold notes or comments on it.

    Comments are the conversation only where nothing beside them is called messages.
    """
    spoken = [each for each in found if not each.is_notes]
    messages = [each for each in spoken if not each.is_comments and SAID.search(folded_name(each.name))]
    candidates = [each for each in spoken if not each.is_comments] if messages else spoken
    main = max(candidates, key=lambda each: len(each.messages), default=found[0])
    beside = (each for each in found if each is not main)
    return [main, *(each for each in beside if each.is_notes or PART.search(folded_name(each.name)))]


def _messages(key: str, entry: object) -> list[Row]:
    """The messages of a list, of an object by their ids, or of pairs of who and what; none if these are no messages."""
    if not (isinstance(entry, (list, dict)) and entry) or (BESIDE.search(folded_name(key)) and folded_name(key) != "history"):
        return []
    messages: list[Row] = mappings(entry)
    if (
        folded_name(key) in TURNS
        and len(messages) > 1
        and all(isinstance(each.get("text"), str) and not _names_any(each) for each in messages)
    ):
        return [{**each, "speaker": BY_TURNS[place % 2]} for place, each in enumerate(messages)]
    if not messages and isinstance(entry, list):
        messages = _of_pairs(entry)
        messages = messages or _by_turns(key, entry)
    elif isinstance(entry, dict) and len(entry) > 1 and all(isinstance(each, dict) and ID.search(key) for key, each in entry.items()):
        messages = list(entry.values())
    looked = messages if len(messages) <= 2 * LOOKED_AT else [*messages[:LOOKED_AT], *messages[-LOOKED_AT:]]
    if sum(map(is_message, looked)) * 2 < max(1, len(looked)) and not _are_events(key, messages):
        return []
    if sum(bool(lists_in(message, DEEPEST - 3)) for message in looked) * 2 >= len(looked):
        return []  # conversations, each with messages of its own
    return list(_with_answers(messages))


def _are_events(key: str, entries: Sequence[Row]) -> bool:
    """Whether entries are what happened, by their list's name, and a message is among them: the others have no text at all."""
    if EVENTS.search(folded_name(key)) is None or len(entries) > MOST_EVENTS:
        return False
    texts = [any(isinstance(leaf, str) and text_rank(last(path)) is not None for path, leaf in flat(entry).items()) for entry in entries]
    return any(texts) and all(is_message(entry) for entry, text in zip(entries, texts) if text)


def _names_any(message: Row) -> bool:
    return any(_tells(path, leaf) for path, leaf in flat(message).items())


def _of_pairs(entry: Sequence[object]) -> list[Row]:
    pairs = [each for each in entry if isinstance(each, list) and 2 <= len(each) <= 4 and all(isinstance(part, str) for part in each[:2])]
    return [{"speaker": pair[0], "text": pair[1]} for pair in pairs] if len(pairs) == len(entry) else []


def _by_turns(key: str, entry: Sequence[object]) -> list[Row]:
    """Texts of which nothing says whose they are, in a list that is called a dialogue: two people speak by turns."""
    texts = [each for each in entry if isinstance(each, str)]
    if (
        folded_name(key) not in TURNS
        or len(texts) < max(2, len(entry))
        or sum(" " in text or text > "\u3040" for text in texts) * 2 < len(texts)
    ):
        return []
    return [{"speaker": BY_TURNS[place % 2], "text": text} for place, text in enumerate(texts)]


def _with_answers(messages: Sequence[Row]) -> Iterator[Row]:
    for message in messages:
        answers = next((mappings(entry) for key, entry in message.items() if folded_name(key) in ANSWERS and isinstance(entry, list)), [])
        if answers and sum(map(is_message, answers[:LOOKED_AT])):
            yield {key: entry for key, entry in message.items() if folded_name(key) not in ANSWERS}
            yield from answers
        else:
            yield message


def is_message(message: Row) -> bool:
    """Whether an object has a text, and says who said it, or when."""
    row = flat(message)
    if not any(isinstance(leaf, str) for leaf in row.values()):
        return False
    shortened = not is_holder(row)
    text = any(
        isinstance(leaf, str)
        and last(path) not in DESCRIBES
        and not is_anothers(path)
        and not says_where(path, leaf)
        and ((shortened and SHORTENED.search(last(path))) or any(text_rank(part) is not None for part in path.split(".")[-2:]))
        for path, leaf in row.items()
    )
    return text and any(_tells(path, leaf) for path, leaf in row.items())


def _tells(path: str, leaf: Leaf) -> bool:
    parts = path.split(".")
    name = parts[-1]
    return (
        name in MESSAGES_OWN[:11]
        or name in MESSAGES_IDS
        or any(part in PERSON for part in parts)
        or bool(KIND.match(name) and role_of(str(leaf)) in (CUSTOMER, AGENT, BOT))
        or rank("role", name) is not None
        or bool(DATED.search(name))
        or name in ("incoming", "isinbound", "isincoming", "isrequester", "fromagent", "participantpurpose", "participantrole")
    )
