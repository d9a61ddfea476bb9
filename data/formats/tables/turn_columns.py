"""Tables with a column for each turn of a dialogue: `turn_1`, `turn_2`; `customer_1`, `agent_1`, `customer_2`."""

import re
from collections import Counter
from collections.abc import Sequence

from data.both_scripts import in_both_scripts
from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import Message
from data.formats.tables.cells import words
from data.records import AGENT, BOT, CUSTOMER

NUMBERED = re.compile(r"^(?P<base>.*?)[\s_.#-]{0,3}(?P<number>\d{1,3})$", re.DOTALL)
# What a turn is called where its column doesn't say whose it is.
TURNS = in_both_scripts(
    "turn message msg text utterance line exchange nachricht äußerung mensaje "
    " turno réplique tour mensagem messaggio bericht 消息 轮次 第轮 发言".split()
)
SIDES = {
    **dict.fromkeys(("q", "question", "query", "frage", "pregunta", "pergunta"), CUSTOMER),
    **dict.fromkeys(("a", "answer", "antwort"), AGENT),
}
FEWEST = 3
# Who speaks, where a cell of such a column says it.
WHO = re.compile(r"^\s*(?P<who>[^\W\d_][^:：\n]{0,30}?)\s?[:：]\s+(?=\S)")
# Of a column that doesn't say whose turn it is: who speaks first, and who answers.
FIRST, SECOND = "first speaker", "second speaker"


def turn_columns(names: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[tuple[int, str], ...]:
    """The columns that hold a turn each, in their order, with the role of those that say it; none if there are fewer than three.

    Args:
        names: the header's cells.
        sample: rows below it; without any the names alone tell.
    """
    found: list[tuple[int, int, str, str]] = []
    for position, name in enumerate(names):
        match = NUMBERED.match(name.strip()[:60])
        base = folded_name(match["base"]) if match else ""
        role = SIDES.get(base) or role_of(match["base"]) if match else None
        if match and (base in TURNS or role in (CUSTOMER, AGENT, BOT)):
            found.append((int(match["number"]), position, base, role or ""))
    bases = Counter(base for _, _, base, _ in found)
    found = sorted(each for each in found if bases[each[2]] > 1 or len(bases) > 1)
    full = [each for each in found if not sample or any(each[1] < len(row) and row[each[1]].strip() for row in sample)]
    if len(full) < FEWEST or (sample and words(full[0][1], sample) < 2):
        return ()
    return tuple((position, role) for _, position, _, role in full)


def messages_of_turns(line: int, cells: Sequence[str], turns: Sequence[tuple[int, str]], time: str | float | None) -> list[Message]:
    """The messages of a row with a turn a cell; of cells that name nobody the first, third ... are one's, the others another's."""
    messages = []
    for place, (position, role) in enumerate(turns):
        text = cells[position].strip() if position < len(cells) else ""
        if not text:
            continue
        if not role and (who := WHO.match(text)) and (said := role_of(who["who"])):
            role, text = said, text[who.end() :]
        messages.append(Message(line, role, text, time, "" if role else (FIRST, SECOND)[place % 2]))
    return messages
