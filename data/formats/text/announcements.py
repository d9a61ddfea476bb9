"""Who is who by what a desk writes between messages: “Agent Giulia”, “Chat transferred from Giulia to Davide”, “You are now chatting with
Giulia”.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from data.both_scripts import compiled
from data.formats.fields.role_words import role_of
from data.records import AGENT, BOT, CUSTOMER, Role

# Longer texts are no such line, and more names than this are none of one conversation.
LONGEST, MOST_NAMES = 160, 20
# What somebody is stands beside the name: “Agent: Giulia”, “l'operatore Giulia”, “Giulia (agent)”.
BEFORE, BEHIND = (
    re.compile(r"(?P<word>[^\W\d_]{4,24})[\s:：]{1,3}[\"“„«]?$"),
    re.compile(r"^\s?[(（\[][\s]?(?P<word>[^\W\d_]{2,24})\s?[)）\]]"),
)
# Who hands a chat on, and to whom: both answer.
HANDED_ON = compiled(
    r"transfer|trasferit|handed over|weitergeleitet|übergeben|überwiesen|transférée?|transferid[ao]|doorverbonden|overgedragen"
    r"|przekazan|přesměrov|передан|переведен|aktarıl|dialihkan|转接|转给|转交|転送|引き継",
    re.IGNORECASE,
)
FROM_OR_TO = compiled(
    r"(?<!\w)(?:from|to|by|von|an|zu|durch|de|da|dal|dalla|a|al|alla|à|par|para|por|van|naar|door|z|do|od|от|к|ke|dari)\s$|[从由给至到]\s?$",
    re.IGNORECASE,
)
# Whom the customer speaks with, as the desk tells him.
NOW_WITH = re.compile(
    r"(?<!\w)(?:now|connected|jetzt|nun|verbunden|ora|adesso|ahora|conectad[ao]|maintenant|agora|nu|teraz|сейчас)\b.{0,40}"
    r"(?<!\w)(?:with|to|mit|con|avec|com|met|z|с)\s$",
    re.IGNORECASE,
)


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
    if (HANDED_ON.search(before) and FROM_OR_TO.search(before)) or NOW_WITH.search(before):
        return AGENT
    beside = (match["word"] for match in (BEFORE.search(before), BEHIND.search(behind)) if match)
    roles = (role_of(word) for word in beside)
    return next((role for role in roles if role in (CUSTOMER, AGENT, BOT)), None)
