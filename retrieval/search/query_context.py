"""A short question that leans on the one before it is searched for together with that: “and how long does that take?”"""

import re
from collections.abc import Sequence

from data.both_scripts import compiled
from data.languages import is_chinese

# Longer questions say themselves what they are about.
LONGEST = 60
LONGEST_CHINESE = 16
# Words that begin a message which goes on with the one before, and words that stand for what was named in it, by language.
GOES_ON = (
    r"and|but|or|so|then|also|what about|how about|what if|why|really|even|only|ok(?:ay)?,? (?:and|but|so)",
    r"und|aber|oder|dann|auch|was ist mit|wie (?:ist|sieht) es|warum|wieso",
    r"[¿\s]{0,3}(?:y|pero|o|entonces|también|qué tal|por qué)",
    r"et|mais|ou|alors|aussi|pourquoi",
)
STANDS_FOR = (
    r"it|its|it['’]s|that|that['’]s|this|they|them|these|those|there|one|ones|he|she|him|her|same|else|instead|again",
    r"(?:dauert|kostet|geht|ist|gilt|kann|muss) (?:das|es|die)|(?:das|es) (?:dauert|kostet|geht|gilt)"
    r"|davon|dafür|damit|dort|dahin|ihn|ihm|diese[rsmn]?",
    r"eso|esto|ese|esa|esos|esas|allí|ahí|lo mismo",
    r"ça|cela|celui|celle|celui-ci|celle-ci|là-bas",
)
LEANS = compiled(
    rf"^(?:{'|'.join(GOES_ON)})\b|\b(?:{'|'.join(STANDS_FOR)})\b"
    r"|^(?:那么?|还有|然后|而且|但是?|所以|为什么|咁|仲有|同埋|点解)|[它这那嗰]|呢[个只件款部张]"
    r"|^(?:では|じゃあ?|それ|あと|また)|(?:それ|これ)(?:は|も|を|だと|なら)"
    r"|^(?:و(?:هل|كم|متى|ماذا|ما|إلى|بال)|لكن|طيب|ماذا عن)|\b(?:هذا|هذه|ذلك|تلك)\b",
    re.IGNORECASE,
)
# How many earlier questions may be needed to understand one.
REACH = 2


def leans(text: str) -> bool:
    """Whether a question can't be understood without what was said before."""
    longest = LONGEST_CHINESE if is_chinese(text) else LONGEST
    return len(text) <= longest and LEANS.search(text) is not None


def in_context(text: str, earlier: Sequence[str]) -> str:
    """The question with those of the customer's earlier messages that it leans on, as pairs are mined, too.

    Args:
        text: what is asked now.
        earlier: what the customer said before in this conversation, the oldest first.
    """
    said = [text]
    for before in reversed(earlier[-REACH:]):
        if not leans(said[0]):
            break
        said.insert(0, before)
    return " ".join(said)
