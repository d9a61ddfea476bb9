"""Who said what a table's row holds, by the role's column and by those that say that it was private, or a program."""

from collections.abc import Sequence
from functools import lru_cache

from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import DELETED
from data.formats.structure.kinds import WECHAT, kind_of
from data.formats.tables.case_columns import people_beside, role_beside
from data.formats.tables.cells import COMPANYS, CUSTOMERS
from data.formats.tables.columns import Columns
from data.formats.tables.headers import paths_of
from data.formats.text.message_text import folded
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

# Chatwoot's numbers for who sent a message, as they stand in a table of its database.
CHATWOOT = {"0": CUSTOMER, "1": AGENT, "2": SYSTEM, "3": BOT}
# Salesforce's number for a mail that nobody has sent, and columns of its table of mails.
DRAFT, SALESFORCE = "5", frozenset(("incoming", "textbody", "parentid", "status"))
YES, NO = ("true", "1", "yes", "t"), ("false", "0", "no", "f")


def role_in(row: dict[str, str], columns: Columns, cells: Sequence[str]) -> str:
    """The role of a row, or the log's own word for it; empty if no column says it."""
    word = row.get("role", "")
    name = folded_name(columns.name_of("role"))
    said = word.casefold()
    if name == "messagetype" and said in CHATWOOT:
        word = CHATWOOT[said]
    elif name in CUSTOMERS | COMPANYS and said in (*YES, *NO):
        word = CUSTOMER if (said in YES) == (name in CUSTOMERS) else AGENT
    for position, (column, path) in enumerate(paths_of(columns.names)[: len(cells)]):
        cell = cells[position].strip()
        kind = kind_of({path: cell}, columns.kinds) if position != columns.at.get("text") and cell else ""
        if kind in (NOTE, DELETED):
            return kind
        if column == "status" and cell == DRAFT and _is_salesforce(columns.names):
            return DELETED
        if column == "type" and cell in WECHAT:
            return SYSTEM
        if column in ("isbot", "bot", "automated", "isautomated", "isautomatic") and cell.casefold() in YES:
            return BOT
        if (
            column in ("sendertype", "authortype", "messagetype", "type", "eventtype")
            and role_of(cell) in (NOTE, SYSTEM, BOT)
            and role_of(word) not in (CUSTOMER,)
        ):
            return role_of(cell) or word
    if word or "role" in columns.at:
        return word
    # “OdooBot”, “Visitor 4412”: where no column has words for roles, who is called by one has it, or who stands in a column “Agent”.
    speaker = row.get("speaker", "")
    beside = _columns_beside(columns.names, columns.at.get("speaker", -1))
    return role_of(speaker) or (people_beside(beside, cells).get(folded(speaker)) if any(beside) else None) or ""


@lru_cache(maxsize=64)
def _columns_beside(names: tuple[str, ...], speaker: int) -> tuple[str, ...]:
    """The names of the columns that say who had the conversation, in their places, besides the speaker's; else empty ones."""
    return tuple(name if place != speaker and role_beside(name) is not None else "" for place, name in enumerate(names))


@lru_cache(maxsize=64)
def _is_salesforce(names: tuple[str, ...]) -> bool:
    return set(map(folded_name, names)) >= SALESFORCE
