"""Takes out of an agent's message what was meant for one customer only: the address by name and the agent's sign-off.

What is left can be quoted to someone else.
"""

import re

from data.both_scripts import compiled
from data.languages import HAN_RANGE

NAME = r"(?:\[name\]|[A-ZÀ-ÖØ-Þ][\w'’-]+(?: [A-Z][\w'’-]+)?)"
TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr)\.? "

GREETING = re.compile(
    rf"^(?:(?i:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|morning|afternoon|evening)(?: there| again)?,? ?)"
    rf"(?P<name>(?:{TITLE})?{NAME})?\s*[,!.:–—-]+\s*"
)
NAME_FIRST = re.compile(
    rf"^(?:(?i:thanks|thank you|sorry|no worries|sure|of course|yes|no|oh no|oh dear|ah),? )(?P<name>{NAME})\s*[,!.:–—]\s*"
)
PART = re.compile(r"\s{0,9}\(?\b[1-9]/[1-9]\)?\s{0,9}$")  # 1/2, of a message that was cut in two
ADDRESSED = re.compile(r",? ?\[name\](?=\s{0,9}(?:[,.!?]|$))")
# Each handle can be read in one way only, or a line of underscores would be read in all of them.
HANDLE = re.compile(r"^(?:\s{0,9}(?:@\w{1,60}(?!\w)|__[^\W_](?:_?[^\W_]){0,60}__(?!\w)))+\s*")
CHINESE_GREETING = compiled(
    rf"^(?:(?:亲(?:爱的)?|您好|你好|哈[喽啰]|嗨|早安|午安|晚安|早晨|在的|在呢|(?:客服)?[{HAN_RANGE}]{{2,3}}(?:为您服务|在)|(?:\[name\]|[{HAN_RANGE}]{{1,3}})(?:先生|女士|小姐|太太?|姐|哥)){{1,3}}[呀哦喔啊哈哒]?[,，!！~～。:：—\s]{{1,9}}){{1,4}}"
)

COMPANY = r"(?:,? (?:from |at )?[A-Z][a-z]+ [A-Z][a-z]+)?"  # , Juniper Lane
CLOSINGS = (
    r"(?i:(?:all the |with )?best(?: wishes| regards)?|kind(?:est)? regards|(?:warm )?regards|cheers|yours|take care"
    r"|(?:many )?thanks)"
)
SIGN_OFF = compiled(
    r"\s{0,9}(?:"
    r"[\^*/]\s?[A-Z][A-Za-z]{0,11}"  # ^PK, *TMT, /Mei
    rf"|[–—-]{{1,2}}\s?(?:\[name\]|[A-Z][a-z]+|[{HAN_RANGE}]{{2,4}}){COMPANY}"  # – Hanna, Juniper Lane
    rf"|{CLOSINGS},?\s{{1,9}}(?:\[name\]|[A-Z][a-z]+){COMPANY}"  # Kind regards, Declan
    r"|(?i:(?<=[.!?] )(?:with )?(?:kind(?:est)?|best|warm) (?:regards|wishes),?)"
    r"|[A-Z][a-z]+ from [A-Z][a-z]+ [A-Z][a-z]+"  # Oskar from Juniper Lane
    rf"|[—–~～-]{{1,5}}\s?(?:客服)?[{HAN_RANGE}]{{2,3}}(?:敬上|为您服务)?|客服[{HAN_RANGE}]{{2,3}}(?:敬上|为您服务)?"
    r")\s{0,9}[.!。！~～]?\s{0,9}$"
)
# “Kind regards, Declan – Juniper Lane 2/2” are three.
MOST_SIGN_OFFS = 5


def strip_courtesies(text: str) -> str:
    """The message without its address and sign-off; empty if it was nothing else."""
    text = PART.sub("", HANDLE.sub("", text.strip()))
    name = None
    for opening in (GREETING, NAME_FIRST, CHINESE_GREETING):
        if match := opening.match(text):
            name = match.groupdict().get("name") or name
            text = text[match.end() :]
    text = text.rstrip()
    for _ in range(MOST_SIGN_OFFS):
        if (shorter := SIGN_OFF.sub("", PART.sub("", text)).rstrip()) == text:
            break
        text = shorter
    if name:
        text = re.sub(rf",? {re.escape(name)}(?=[,.!?]|$)", "", text)
    text = ADDRESSED.sub("", text).strip().lstrip(",;:!. ")
    return text[:1].upper() + text[1:]
