"""A chat in a page of web components: elements such as `<discord-message profile="7" timestamp="…">`, whose people stand in a script."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import role_of
from data.formats.files.encodings import SAMPLE, encoding_of
from data.formats.raw_dialogues import ATTACHMENT, CHAT, Message, RawDialogue
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

MESSAGE = re.compile(r"[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){0,3}-(?:message|msg|bubble)")
EVENT = re.compile(r"system|event|notice|status|date|typing")
MARK = re.compile(rb"<[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){0,3}-(?:message|msg|bubble)[\s>]")
# Elements inside a message that repeat another one, or aren't said. A card may be all that a program says.
UNSAID = r"-(?:repl(?:y|ied)|reactions?|attachments?|buttons?|actions?|action-row|command|thread|system|time|avatar)(?:$|-)"
SAID, CARDS = re.compile(rf"{UNSAID}|-embeds?(?:$|-)"), re.compile(UNSAID)
WHO = ("author", "authorname", "name", "username", "user", "sender", "sendername", "from", "profile", "authorid", "userid", "senderid")
WHEN = ("timestamp", "time", "datetime", "date", "sentat", "createdat", "ts")
ROLES = ("role", "rolename", "type", "side", "usertype", "authortype", "sendertype")
# Objects of people in a script, by their ids.
PEOPLE = re.compile(r"[\"']?(?:profiles?|users?|members?|authors?|people|participants?)[\"']?\s{0,9}[:=]\s{0,9}(?=\{)")
FEWEST, MOST = 2, 100_000
Person = Mapping[str, object]


def recognises_components(content: bytes) -> bool:
    """Whether a page has elements that are called messages."""
    return len(list(islice(MARK.finditer(content), FEWEST))) == FEWEST


def component_chat(name: str, content: bytes) -> RawDialogue | None:
    """The chat of a page; none if its elements don't say who speaks, or only one does.

    Args:
        name: the page's.
        content: its bytes.
    """
    tree = LexborHTMLParser(content.decode(encoding_of(content[:SAMPLE]), errors="replace"))
    people = dict(person for script in tree.css("script") for person in _people(script.text() or ""))
    nodes = [node for node in (tree.body.traverse() if tree.body else ()) if MESSAGE.fullmatch(node.tag or "")]
    messages = [_message(number, node, people) for number, node in enumerate(nodes[:MOST], start=1)]
    speakers = {message.speaker for message in messages if message.speaker}
    return RawDialogue(1, f"{CHAT}{name}", messages) if len(speakers) > 1 else None


def _people(script: str) -> Iterator[tuple[str, Person]]:
    for match in PEOPLE.finditer(script):
        try:
            found = json.JSONDecoder().raw_decode(script, match.end())[0]
        except (ValueError, RecursionError):
            continue
        yield from ((key, _folded(person)) for key, person in found.items() if isinstance(person, dict))


def _folded(about: Mapping[str, object]) -> Person:
    return {folded_name(key): entry for key, entry in about.items()}


def _message(number: int, node: LexborNode, people: Mapping[str, Person]) -> Message:
    given = _folded(node.attributes)
    person = next((people[str(given[key])] for key in WHO if str(given.get(key)) in people), {})
    who = next((str(about[key]) for about in (person, given) for key in WHO if about.get(key)), "")
    said = [str(about[key]) for about in (person, given) for key in ROLES if about.get(key)]
    role = next((role for word in said if (role := role_of(word)) in (AGENT, CUSTOMER, BOT, SYSTEM)), None) or role_of(who) or ""
    if any(about.get("bot") in (True, "true", "") and "bot" in about for about in (person, given)):
        role = BOT
    text = _text(node, SAID) or _text(node, CARDS)
    kind = SYSTEM if EVENT.search((node.tag or "").rpartition("-")[0]) else role if text else ATTACHMENT
    time = next((str(given[key]) for key in WHEN if given.get(key)), None)
    return Message(number, kind, text, int(time) if time and time.isdigit() else time, who, bool(who) and role_of(who) is None)


def _text(node: LexborNode, without: re.Pattern[str]) -> str:
    """What is said in an element, line by line, without what stands in elements of certain names."""
    lines = [""]
    for child in node.iter(include_text=True):
        if child.is_text_node:
            lines[-1] += child.text(deep=False) or ""
        elif child.tag in ("br", "p", "div"):
            lines.append(_text(child, without))
        elif not without.search(child.tag or ""):
            lines[-1] += _text(child, without)
    return "\n".join(line.strip() for line in lines if line.strip())
