"""Logs of language models, as OpenAI, Anthropic, Google and those who proxy or trace them keep: the request holds the conversation so far,
the response what the model said to it. Each request repeats what was said before. Models are programs: nothing of theirs is learnt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from data.formats.fields.field_names import folded_name, pick
from data.formats.files.json_values import value_in
from data.formats.raw_dialogues import CHAT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.formats.structure.rich_text import text_of_pieces
from data.records import BOT, CUSTOMER, SYSTEM, Role

NAME = "completions"
ROLES: Mapping[str, Role] = {
    "user": CUSTOMER, "human": CUSTOMER, "assistant": BOT, "model": BOT, "ai": BOT, "system": SYSTEM, "developer": SYSTEM, "tool": SYSTEM,
    "function": SYSTEM,
}  # fmt: skip
REQUESTS = frozenset("request requestbody requestpayload requestjson input inputs prompt body params llminput".split())
RESPONSES = frozenset("response responsebody responsepayload responsejson output outputs completion choices llmoutput".split())
MESSAGES, CONTENT = ("messages", "input", "contents", "prompt"), ("content", "parts")
# What holds an answer in a response, the surest first.
HOLDERS = ("choices", "candidates", "output", "message", "messages", "body", "response", "content", "output_text", "generated_text", "text")
CONVERSATION = re.compile(r"(?:session|conversation|chat|dialog(?:ue)?|thread)(?:id|key|uuid)|customid")
# What a request and its response are called in the two files of a batch.
BATCH = "customid"
ANSWERED = RESPONSES | {BATCH}
# What only those have that ask a model, beside the messages or in a response.
MODELS = frozenset("model modelid modelname usage choices candidates customid temperature maxtokens systemprompt".split())
# Objects of a log that say of which conversation a request is.
ABOUT = frozenset("metadata properties attributes request requestbody body inputs input context".split())
DEEPEST = 6


def recognises(value: Mapping[str, object]) -> bool:
    names = {folded_name(key) for key in value}
    if names.isdisjoint(ANSWERED):
        return False
    asked, answered = _asked(value), _answered(value)
    if asked and _role(asked[-1]) == BOT:
        return False  # the conversation is whole
    if "messages" in value and not _is_of_a_model(names, value, asked):
        return False  # a desk's, whose field says when it responded
    said = any(_role(mapping(choice.get("message"))) == BOT for choice in mappings(value.get("choices")))
    return bool((asked or _question(value)) and answered) or bool((asked or answered) and (BATCH in names or said))


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    said = [(_role(message) or SYSTEM, _text(message)) for message in _asked(value)]
    alone = not said
    said += [(CUSTOMER, _question(value))] if alone else []
    said += [(BOT, _answered(value))]
    spoken = [(role, text) for role, text in said if role != SYSTEM and text.strip()]
    time = time_of(pick(value, "date")) or time_of(_response(value).get("created"))
    at = time if sum(role == CUSTOMER for role, _ in spoken) < 2 else None  # what is repeated was said before
    # Without an id, what requests repeat says of which conversation they are: `data.formats.structure.repeated_requests`.
    name = _conversation(value) or ("" if alone else CHAT)
    yield RawDialogue(line, name, [Message(line, role, text, at) for role, text in spoken], time)


def _is_of_a_model(names: set[str], value: Mapping[str, object], asked: Sequence[Mapping[str, object]]) -> bool:
    """Whether something says that messages were a model's to answer: its name, what it used, a role that only programs have."""
    if not names.isdisjoint(MODELS) or any(_role(message) != CUSTOMER for message in asked):
        return True
    response = _response(value)
    return response is not value and (_role(response) == BOT or not MODELS.isdisjoint(map(folded_name, response)))


def _asked(value: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The messages that a request holds; none if there is no such list, or another's than a model's."""
    for request in _requests(value):
        for held in [request, *(request.get(key) for key in MESSAGES)] if isinstance(request, dict) else [request]:
            messages = mappings(held)
            roles = set(map(_role, messages))
            if CUSTOMER in roles and None not in roles and isinstance(held, list) and len(messages) == len(held):
                return messages
    return []


def _question(value: Mapping[str, object]) -> str:
    """What was asked, where a request holds a text alone."""
    requests = (mapping(request) for request in _requests(value) if request is not value or "choices" in value)
    return next((text for request in requests for key in MESSAGES if isinstance(text := request.get(key), str)), "")


def _requests(value: Mapping[str, object]) -> Iterator[object]:
    yield value
    yield from (_opened(entry) for key, entry in value.items() if folded_name(key) in REQUESTS)


def _response(value: Mapping[str, object]) -> Mapping[str, object]:
    found = (mapping(_opened(entry)) for key, entry in value.items() if folded_name(key) in RESPONSES)
    return next(filter(None, found), value)


def _answered(value: Mapping[str, object]) -> str:
    """What the model said; of several choices the first was said."""
    answers = (_answer(_opened(entry), 0) for key, entry in value.items() if folded_name(key) in RESPONSES)
    return next(filter(None, answers), "")


def _answer(held: object, depth: int) -> str:
    if isinstance(held, str):
        return held
    if isinstance(held, list):
        some = mappings(held)
        if any(map(_role, some)):  # of messages, the last one that the model wrote
            some = [entry for entry in some if _role(entry) == BOT][-1:]
        return next(filter(None, (_answer(entry, depth + 1) for entry in some)), "") if depth < DEEPEST else ""
    about = mapping(held)
    if text := _text(about):
        return text if _role(about) in (BOT, None) else ""
    return next(filter(None, (_answer(about.get(key), depth + 1) for key in HOLDERS if key in about)), "") if depth < DEEPEST else ""


def _role(message: Mapping[str, object]) -> Role | None:
    return ROLES.get(text_of(message.get("role")) or text_of(message.get("type")))


def _text(message: Mapping[str, object]) -> str:
    """A message's text: as it is, or of its parts those that are texts."""
    for content in (message.get(key) for key in CONTENT):
        if isinstance(content, str):
            return content
        if isinstance(content, list):
            parts = [part for part in mappings(content) if isinstance(part.get("text"), str)]
            return text_of_pieces(parts) if parts else ""
    return ""


def _conversation(value: Mapping[str, object], depth: int = 0) -> str:
    """The conversation's id, where the log says it beside the request, or the request in what it was given along."""
    named = (text_of(entry) for key, entry in value.items() if CONVERSATION.fullmatch(folded_name(key)))
    inner = (mapping(_opened(entry)) for key, entry in value.items() if folded_name(key) in ABOUT) if depth < 2 else ()
    return next(filter(None, named), "") or next(filter(None, (_conversation(entry, depth + 1) for entry in inner)), "")


def _opened(entry: object) -> object:
    """A field that may hold its object as a text."""
    return (value_in(entry) or entry) if isinstance(entry, str) else entry
