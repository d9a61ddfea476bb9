"""Finds the names of people in a dialogue, so that they can be taken out of all of it.

No list of names is complete, and no list tells “May” from May. So a name is known by how it is said: it follows a title or
“my name is”, a customer signs with it, an agent addresses with it. Once found, it goes wherever it stands in the dialogue.
"""

import re
from collections.abc import Iterable, Iterator

from data.records import AGENT, CUSTOMER, Role
from data.script import HAN, HAN_RANGE

MASK = "[name]"

WORD = r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*"
NAME = rf"(?P<name>{WORD}(?: (?:{WORD}|[A-Z]\.|van|von|de|der|la|bin|al)){{0,3}})"
END = r"(?=\s*(?:[.,!?;:)…\n]|[–—-]\s|$))"

TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Madam|Herr|Frau)\.? {NAME}")
INTRODUCED = re.compile(
    r"(?:\b(?i:my (?:full |first |last |sur)?name(?:['’]s| is|:)|(?:the )?name(?:['’]s| is|:)|i(?:['’]m| am) called"
    r"|(?:in|under) the name(?: of)?|(?:passenger|guest|recipient|addressee|cardholder|account holder)(?: name)?(?: is|:)?)) "
    rf"{NAME}"
)
SPEAKING = re.compile(rf"\b(?i:this is|it['’]s|i['’]m|i am) {NAME}(?= (?:here|speaking|again|from|with|calling)\b)")
SIGNED = re.compile(
    rf"(?:\b(?i:thanks|thank you|thx|cheers|regards|best|yours(?: \w+)?|sincerely|love),? |(?:^|\s)[–—-]\s?){NAME}\s*[.!]?\s*$"
)
GREETED = re.compile(
    r"^(?:\s*(?:@\w+|__\w+__))*\s*(?i:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|morning|afternoon|evening"
    rf"|thanks|thank you|sorry|no worries|sure|of course|oh no|oh dear|ah)(?: there| again)?,? {NAME}{END}"
)
# “I hope this helps, Riley.”; behind a capital, a place would follow: “Dallas, Texas”.
ADDRESSED = re.compile(rf"\b[a-z’']+, (?P<name>{WORD})(?=\s*(?:[.!?]|$))")
# “…, Riley, and …” after a courtesy.
SORRY_NAME = re.compile(rf"(?i:sorry|apologi[sz]e|thanks|thank you|welcome|understand|hear this|hear that),? (?P<name>{WORD}){END}")

CHINESE_TITLE = "(?:先生|女士|小姐)"
SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
)
CHINESE = (
    re.compile(rf"(?P<name>{SURNAME}[{HAN_RANGE}]{{0,2}}?)(?={CHINESE_TITLE})"),
    re.compile(
        rf"(?:我叫|我的名字(?:叫|是)|姓名[是:：]?|名字[是叫:：]|收件人[是:：]?|收货人[是:：]?)\s*(?P<name>{SURNAME}[{HAN_RANGE}]{{1,2}})"
    ),
)

EITHER = (TITLED, INTRODUCED, SPEAKING, *CHINESE)
SAID_BY: dict[Role, tuple[re.Pattern[str], ...]] = {
    CUSTOMER: (*EITHER, SIGNED),
    AGENT: (*EITHER, GREETED, ADDRESSED, SORRY_NAME),
}
# Capitalised where a name could stand, and no name.
NO_NAMES = frozenset(
    """
    I It Its We You Your Yes No Not Our My The This That There These Those A An And But Or So If As At In On To For Of From With Please
    Thanks Thank Sorry Hi Hello Hey Dear Good Morning Afternoon Evening Sure All Any Again Also Just Then Now Here Hope Is Are Do Does Did
    Can Could Will Would Should Have Has Had Let He She They What When Where Which Who Why How Best Kind Warm Regards Cheers Team Customer
    Sir Madam Mr Mrs Ms Miss Mx Dr Prof Professor Herr Frau Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April June July August September October November December
    Christmas Easter English German French Chinese DM OK Okay Twitter Facebook Instagram Wi-Fi PayPal Visa
    """.split()
)


def names_in(text: str, role: Role) -> Iterator[str]:
    """The names that a turn gives away, each of its words that could stand alone, too: “Ann Lee” is also “Ann” and “Lee”."""
    if not _worth_a_look(text):
        return
    for pattern in SAID_BY[role]:
        for match in pattern.finditer(text):
            words = [word for word in match["name"].split() if word not in NO_NAMES]
            if words and words[0] == match["name"].split()[0] and (len(words[0]) > 1 or HAN.match(words[0])):
                yield " ".join(words)
                yield from (word for word in words if len(word.rstrip(".")) > 2 and word[0].isupper())


def mask_names(text: str, names: Iterable[str]) -> tuple[str, int]:
    """The text with each name replaced by `[name]`, and how many were. Case counts: “Will” is a name, “will” is none."""
    found = sorted(set(names), key=len, reverse=True)
    if not found:
        return text, 0
    return re.subn("|".join(map(_pattern, found)), MASK, text)


def _pattern(name: str) -> str:
    """A Latin name has borders; a Han character has none, so a lone surname must stand before a title."""
    if not HAN.match(name):
        return rf"\b{re.escape(name)}\b"
    return name if len(name) > 1 else f"{name}(?={CHINESE_TITLE})"


def _worth_a_look(text: str) -> bool:
    """A text all in lower case and without Han characters names nobody that these patterns could find."""
    return any(char.isupper() or char > "\u3000" for char in text)
