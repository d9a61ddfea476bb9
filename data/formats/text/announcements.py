"""Who is who by what a desk writes between messages: “Agent Giulia”, “Giulia (agent) joined”, “Chat transferred from Giulia to Davide”.

Only what can't be meant otherwise: “You are now chatting with Maria” tells the customer of an agent in one program, and the agent of a
customer in another; “Refund transferred to Maria” and “Please contact Bob” say nothing of either.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from data.both_scripts import compiled
from data.formats.fields.side_words import side_of
from data.records import AGENT, SYSTEM, Role

# Longer texts are no such line, and more names than this are none of one conversation.
LONGEST, MOST_NAMES = 160, 20
ARTICLE = r"(?:(?:the|your|der|die|ihr|ihre|il|la|lo|le|votre|el|su|o|a|de|het|uw)\s|l['’])?"
# What somebody is stands before the name where the line begins, “Agent Giulia joined”, “Agent: Giulia”, or behind it, “Giulia (agent)”.
BEFORE = re.compile(rf"^\W{{0,3}}{ARTICLE}(?P<word>[^\W\d_]{{2,24}})(?P<colon>\s?[:：])?\s{{0,2}}[\"“„«]?$", re.IGNORECASE)
BEHIND = re.compile(r"^\s?[(（\[]\s?(?P<word>[^\W\d_]{2,24})\s?[)）\]]")
# Who hands a chat on, and to whom: both answer. An order, a refund, a wish may go from one to another, too.
NAME = r"\S{1,30}(?:\s\S{1,30}){0,2}"
FROM = r"(?:from|by|von|durch|de|da|dal|dalla|par|por|van|door|z|od|от|dari)"
HANDED_ON = compiled(
    rf"^\W{{0,3}}{ARTICLE}(?:chat|chat session|conversation|gespräch|discussion|conversazione|conversación|conversa|gesprek|czat|rozmowa"
    rf"|konverzace|чат|диалог|obrolan|percakapan)"
    rf"(?:\s(?:was|has been|wurde|a été|est|è stat[oa]|ha sido|fue|foi|is|werd|został[ao]?|byl[ao]?|был|telah))?"
    rf"\s(?:transferred|handed (?:over|off)|weitergeleitet|übergeben|transférée?|trasferit[oa]|transferid[oa]|doorverbonden|overgedragen"
    rf"|przekazan[aey]|předán[ao]?|přesměrován[ao]?|передан|перевед[её]н|dialihkan)"
    rf"\s(?:{FROM}\s{NAME}\s)?(?:{FROM}|to|an|à|a|al|alla|para|ao|naar|aan|do|na|к|ke)\s[\"“„«]?$"
    rf"|^\W{{0,3}}(?:会话|对话|聊天)已?(?:[由从]\s?{NAME}\s?)?已?(?:转接|转给|转交)[给至到]?\s?$",
    re.IGNORECASE,
)
OF_SOMETHING = re.compile(r"['’]s?\s")  # “to Maria's account”


def announced(lines: Iterable[str], names: Collection[str]) -> Mapping[str, Role]:
    """The roles of those who speak, by a desk's own lines between the messages; none for whom they say nothing, or two things.

    Args:
        lines: what the desk wrote.
        names: those who speak, as they are called.
    """
    told: dict[str, set[Role]] = {}
    if len(names) > MOST_NAMES:
        return {}
    for line in lines:
        for name in names if len(line) <= LONGEST else ():
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE) if name else ():
                if (role := _role(line[: found.start()], line[found.end() :])) is not None:
                    told.setdefault(name, set()).add(role)
    return {name: role for name, (role, *others) in told.items() if not others}


def _role(before: str, behind: str) -> Role | None:
    """The role of somebody named in a line, by what stands before and behind the name."""
    if OF_SOMETHING.match(behind):
        return None
    if HANDED_ON.match(before):
        return AGENT
    found = BEHIND.match(behind) or BEFORE.match(before)
    # Behind a colon may stand what an agent writes of somebody: “Agent: Maria asks for a refund”.
    if found is None or (found.groupdict().get("colon") and re.search(r"\w", behind)):
        return None
    role = side_of(found["word"])
    return None if role == SYSTEM else role
