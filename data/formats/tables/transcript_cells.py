"""A whole conversation in one cell of a table: as JSON, or as text (`data.formats.text.transcripts`)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from data.both_scripts import compiled
from data.formats.desks import plain_json
from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.files.json_values import value_in
from data.formats.raw_dialogues import Message
from data.formats.structure.flattening import flat
from data.formats.structure.paths import last
from data.formats.structure.shape import text_rank
from data.formats.text.announcements import announced
from data.formats.text.html_text import text_of_html
from data.formats.text.transcript_lines import CLOCK, DAY
from data.formats.text.transcripts import Said, pattern_of, pattern_of_one, said_in
from data.records import SYSTEM

# Who speaks, where the cell of a message says it.
WHO = re.compile(r"^\s*(?P<who>[^\W\d_][^:：\n]{0,30}?)\s?[:：]\s*(?=\S)")
# Who may speak inside a line of a conversation that was put into one: a word or two before a colon, a time perhaps before them.
INLINE = compiled(
    rf"(?:^|(?<=[\s。！？!?]))(?P<time>[\[(]?{CLOCK}[\])]?\s?)?(?P<who>[^\W\d_][^\W_]{{0,23}}(?: [^\W_]{{1,23}})?)\s?[:：](?=\s?\S)"
)
BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</li>|</tr>", re.IGNORECASE)
TAG = re.compile(r"</?(?:p|div|span|b|i|strong|em|li|ul|tr|td|table|tbody|font)(?:\s[^<>]{0,400})?>", re.IGNORECASE)
# What a page sets in the middle between messages, or calls a word of the desk's: who was connected, and when.
APART = re.compile(
    r"<(?P<tag>p|div|center)\b(?:(?<=center)|(?=[^<>]{0,200}(?:align\s?=\s?[\"']?center|text-align:\s?center"
    r"|class\s?=\s?[\"'][^\"'<>]{0,80}\b(?:system|event|notice))))[^<>]{0,400}>(?:(?!</?(?P=tag)\b).){0,2000}</(?P=tag)\s?>\s{0,20}",
    re.IGNORECASE | re.DOTALL,
)
# How objects begin, as JSON or as Python prints them: a list of messages, or one that holds it.
OBJECTS, OBJECT = re.compile(r"\s{0,20}[\[{]\s{0,20}[\[{\"']"), re.compile(r"\s{0,20}(?:\[\s{0,20})?\{\s{0,20}[\"']")
SHORTEST, LONGEST = 12, 200_000


def holds_transcript(cell: str) -> bool:
    """Whether a cell holds several messages and who said them."""
    if len(cell) < SHORTEST:
        return False
    return _holds_messages(cell) if OBJECT.match(cell) else pattern_of(_lines(cell)) is not None


def holds_entry(cell: str) -> bool:
    """Whether a cell holds one message below a line that says who wrote it and when."""
    return "\n" in cell and pattern_of_one(cell.split("\n")) is not None


def messages_of_cell(line: int, cell: str, time: str | float | None) -> list[Message]:
    """The messages of a cell.

    Args:
        line: where its row stands.
        cell: the cell.
        time: of the row, for messages that have none, or no day.
    """
    if OBJECTS.match(cell) and (messages := _of_json(line, cell)):
        return [message if message.time is not None else message._replace(time=time) for message in messages]
    lines = _lines(cell)
    pattern = pattern_of(lines) or pattern_of_one(lines)
    if pattern is None:
        return [Message(line, "", cell.strip(), time)] if cell.strip() else []
    messages = [_message(line, said, time) for said in said_in(enumerate(lines, start=1), pattern)]
    between = [text_of_html(found[0]) for found in APART.finditer(cell)] if "<" in cell else []
    names = {message.speaker for message in messages if not message.role} if between else ()
    # The desk's own lines that say who is who go along: they are weighed beside what all dialogues tell of these people.
    return [*messages, *(Message(line, SYSTEM, text) for text in between if announced([text], names))]


def text_in_json(cell: str) -> str:
    """The text of a message whose cell holds it as an object of JSON; a cell that is no such as it is."""
    if not (cell.endswith("}") and cell.startswith("{") and OBJECT.match(cell)):
        return cell
    value = value_in(cell)
    texts = ((text_rank(last(path)), str(leaf)) for path, leaf in (flat(value) if isinstance(value, dict) else {}).items())
    return min(((rank, text) for rank, text in texts if rank is not None), default=(0, cell))[1]


def names_speakers(cells: Sequence[str]) -> bool:
    """Whether each message of a column begins with who said it: a few names that come again, or words for roles."""
    said = [match["who"].strip() for cell in cells if (match := WHO.match(cell))]
    if len(said) < 2 or len(said) * 5 < len(cells) * 4:
        return False
    roles = sum(role_of(who) is not None for who in said) * 5 >= len(said) * 4
    return len(set(said)) > 1 and (roles or len(set(said)) * 3 <= len(said))


def _holds_messages(cell: str) -> bool:
    """Whether objects are messages, and no people or products; of those that can't be read, nobody knows."""
    value = value_in(cell)
    return value is None or _wrapped(value) is not None


def _of_json(line: int, cell: str) -> list[Message]:
    wrapped = _wrapped(value_in(cell))
    return [message for raw in plain_json.dialogues(line, wrapped) for message in raw.messages] if wrapped is not None else []


def _wrapped(value: object) -> dict[str, object] | None:
    """A list of messages, or an object that holds one, as an object; none if it holds none."""
    wrapped = {"messages": value} if isinstance(value, list) else value
    return wrapped if isinstance(wrapped, dict) and plain_json.recognises(wrapped) else None


def _lines(cell: str) -> list[str]:
    text = cell.replace("\\n", "\n") if "\n" not in cell else cell
    lines = _of_html(text) if "<" in text else text.split("\n")
    text = "\n".join(lines)
    if len(lines) == 1 or pattern_of(lines) is None:
        inline = _parted(text)
        return inline if len(inline) > len(lines) else lines
    return lines


def _of_html(text: str) -> list[str]:
    """The lines of a conversation in HTML, without the desk's own between its messages; those above the first say when it was."""
    begin = 0
    while (above := APART.match(text, begin)) is not None:
        begin = above.end()
    for said in (text[:begin] + APART.sub("\n", text[begin:]), text):
        lines = TAG.sub("", BREAK.sub("\n", said)).split("\n")
        if pattern_of(lines) is not None:
            break
    return lines


def _parted(text: str) -> list[str]:
    """The lines of a conversation whose line ends were lost: a new one begins with a word for a role, if there are several of these."""
    starts = [start for match in INLINE.finditer(text[:LONGEST]) if (start := _start(match)) is not None]
    places = sorted({0, *starts, len(text)})
    return [text[place:end].strip() for place, end in pairwise(places)] if len(starts) > 1 else [text]


def _start(match: re.Match[str]) -> int | None:
    """Where a message begins that a word for a role stands before; none if none does. Of “brewing Agent:” the last word does."""
    *before, word = match["who"].split()
    if role_of(word) is None:
        return match.start() if before and role_of(before[0]) is not None else None
    return match.start("who") + len(before[0]) + 1 if before and role_of(before[0]) is None else match.start()


def _message(line: int, said: Said, time: str | float | None) -> Message:
    role = said.role or ""
    return Message(line, role, said.text, _time(said.time, time), said.who, role_of(said.who) is None)


def _time(own: str, row: str | float | None) -> str | float | None:
    """The message's time; on the day of the row, if it has none of its own."""
    if not own or re.search(DAY, own):
        return own or row
    day = parse(row)
    return f"{day.date().isoformat()} {own}" if day else row
