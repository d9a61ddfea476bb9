"""What a table with a case a row says beside its transcript: who is who, by columns with their names, and what the customer wrote first."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from data.both_scripts import in_both_scripts
from data.formats.fields.field_names import QUALIFIED, folded_name
from data.formats.fields.times import parse
from data.formats.raw_dialogues import Message
from data.formats.structure.people import role_by_name
from data.formats.tables.cells import words
from data.formats.text.message_text import folded
from data.records import AGENT, CUSTOMER, Role

# Columns with what the customer wrote when he opened the case.
OPENING = in_both_scripts(
    "description initialmessage firstmessage openingmessage problemdescription issuedescription request question customermessage details "
    "beschreibung problembeschreibung erstnachricht anfrage fehlerbeschreibung descripción descripcion mensajeinicial primermensaje "
    "consulta "
    "descrição descricao mensageminicial description messageinitial premiermessage demande descrizione omschrijving opis описание 描述 "
    "问题描述 首条消息 问题内容 内容描述 説明 問い合わせ内容 お問い合わせ内容 문의내용 설명".split()
)
FEWEST_WORDS, LONGEST = 3, 120
# Who a case was given to, and who opened it, as no word for a role says it.
GIVEN_TO = in_both_scripts(
    "assignedto assignedagent handledby closedby resolvedby owner ownername bearbeiter zuständig asignadoa atribuídoa attribuéà "
    "经办人 处理人".split()
)
OPENED_BY = in_both_scripts(
    "openedby calleridname callerid caller createdfor requestedfor gemeldetvon melder solicitante demandeur richiedente aanvrager "
    "报单人 申请人 提交人".split()
)


def people_beside(names: Sequence[str], cells: Sequence[str]) -> dict[str, Role]:
    """The people whom a row names in columns that say who they are (“Operator”, “Visitor name”), as `folded` names, to their roles."""
    found: dict[str, Role] = {}
    both: set[str] = set()
    for name, cell in zip(names, cells):
        role = role_beside(name)
        if role is None or len(cell) > LONGEST:
            continue
        for person in filter(None, map(folded, cell.split(";"))):
            if found.setdefault(person, role) != role:
                both.add(person)
    return {person: role for person, role in found.items() if person not in both}


def opening_of(line: int, row: Mapping[str, str], name: str, time: str | float | None, messages: Sequence[Message]) -> list[Message]:
    """The customer's first message, where it stands in a column of its own and not in the transcript, too.

    Where it isn't known who speaks in the transcript, it may not be said whose it is: who speaks there would be taken for who answers.

    Args:
        line: where the row stands.
        row: its cells by our names.
        name: what the column of its text is called.
        time: of the row; if it has none, it was before the others.
        messages: of the transcript.
    """
    text = row.get("text", "")
    if not text or folded_name(QUALIFIED.sub("", name)) not in OPENING or any(text[:80] in message.text for message in messages):
        return []
    if not all(message.role for message in messages) or words(0, [[text]]) < FEWEST_WORDS:
        return []
    told = [(moment, message.time) for message in messages if (moment := parse(message.time)) is not None]
    return [Message(line, CUSTOMER, text, time if time is not None or not told else min(told, key=lambda pair: pair[0])[1])]


# Behind a German word for somebody: “Kunde/in”, “Mitarbeiter:in”, “Berater(in)”.
GENDERED = re.compile(r"(?<=[^\W\d_])[/:*_(]-?in(?:nen)?\)?$", re.IGNORECASE)


@lru_cache(maxsize=1_000)  # each row has the same columns
def role_beside(name: str) -> Role | None:
    """Whose the people are that a column names: a customer's or an agent's; none if its name doesn't say it. “Kunde/in” is a “Kunde”."""
    name = folded_name(QUALIFIED.sub("", GENDERED.sub("", name.strip())))
    return AGENT if name in GIVEN_TO else CUSTOMER if name in OPENED_BY else role_by_name(name)
