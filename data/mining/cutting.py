"""Cuts from an agent's sentence what was meant for one customer only, so that the rest may be said to another.

That are the address by name, the sign-off, the “yes” that answers this customer's words, the excuse before a correction, and a clause at
the end that applies the rule to this case: “You have 14 days, so until the 20th.” The phrases stand in tables, one a line, each a
regular expression.
"""

import re

from data.languages import HAN, HAN_RANGE
from data.mining.boilerplate import any_of
from data.mining.courtesies import strip_courtesies

# What may stand before the sentence that answers; taken off as often as one is found.
FRONTS = any_of(
    r"""
    ^(?:<YES>)(?: please)?\s*[,:!–—-]+\s*(?:(?:and|but|so)\b\s*)?
    ^(?:(?:i['’]m |we['’]re )?(?:so |very |really )?sorry|apologies|my apologies|pardon)(?:,? (?:<NAME>))?\s*[,:!–—-]+\s*(?:but\b\s*)?
    ^.{0,60}?\b(?:correct (?:myself)|take that back|put (?:that) right|was (?:mistaken)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:myself)|take that back|put (?:my colleague) right|was (?:mistaken)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:ourselves|that)|take that back|put (?:that) right|was (?:mistaken)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:ourselves)|take that back|put (?:my colleague) right|was (?:mistaken)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:that)|take that back|put (?:my colleague) right|was (?:mistaken)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:myself)|take that back|put (?:that) right|was (?:too quick|wrong)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:myself)|take that back|put (?:my colleague) right|was (?:too quick)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:myself)|take that back|put (?:my colleague) right|was (?:wrong)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:ourselves|that)|take that back|put (?:that) right|was (?:too quick)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:ourselves|that)|take that back|put (?:that) right|was (?:wrong)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:ourselves)|take that back|put (?:my colleague) right|was (?:too quick)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:that)|take that back|put (?:my colleague) right|was (?:too quick)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:ourselves)|take that back|put (?:my colleague) right|was (?:wrong)|spoke too soon)[^:.]{0,20}:\s*
    ^.{0,60}?\b(?:correct (?:that)|take that back|put (?:my colleague) right|was (?:wrong)|spoke too soon)[^:.]{0,20}:\s*
    ^i(?:['’]d)? (?:understand|see|know|wish|hear|do see|love to)\b[^.;:]{0,40}, (?:but|only) (?=\w+ \w+ \w+)
    ^(?:please note|note|by the way|also|one more thing|in short|to be clear)\s*[,:–—-]\s*
    ^(?:(?:and|but|so),? )(?=(?:if|when|please|we|you|the|a|an|orders|for)\b)
    ^(?:i['’]m afraid|unfortunately|sadly|luckily|happily|fortunately),? (?:that )?(?=\w+ \w+ \w+)
    ^(?:亲亲?|您好|你好|好的?|好嘞|是的|对的?|嗯+|没错|当然|抱歉|不好意思|很抱歉|非常抱歉|别担心|放心|哈哈+|嗨|哈[啰喽]|收到|了解|明白<SAID>
    ^(?:系[呀啊]|冇错|冇问题|好呀|得[呀嘅]?|唔好意思|对唔住|唔使担心|唔紧要<SAID>
    ^[^：:，。]{0,16}(?:更正|纠正|说错|看错)[^：:，。]{0,12}[：:，,]\s*
    """,
    SAID=r")(?:哦|呢|哈|呀|啊|的|喔|唷|嘅|啦)?[，,！!～~。：:\s]+",
    YES=("yes|no|yep|nope|ok(?:ay)?|sure|certainly|of course|exactly|right|indeed|good news|with pleasure|gladly|absolutely|ah|oh|well"),
    NAME=r"[A-ZÀ-ÖØ-Þ][\w'’-]+|\[name\]",
)
# A clause at the end that speaks of this customer. What stands before it has to be a sentence by itself.
ENDS = any_of(
    r"""
    ,? and so .*$
    , (?:so|which means(?: that)?|that is|i\.e\.),? (?!please\b|that (?!['’]?s\b))(?:(?![;:]).)*$
    , (?:and|but) (?:you['’]re|yours|i['’]ll|i['’]ve|we['’]ve|that['’]s|it['’]s (?:only)|at \w+ (?:months))\b(?:(?![;:]).)*$
    , (?:and|but) (?:you['’]re|yours|i['’]ll|i['’]ve|we['’]ve|that['’]s|it['’]s (?:still)|at \w+ (?:months))\b(?:(?![;:]).)*$
    , (?:and|but) (?:you['’]re|yours|i['’]ll|i['’]ve|we['’]ve|that['’]s|it['’]s (?:only)|at \w+ (?:weeks|days))\b(?:(?![;:]).)*$
    , (?:and|but) (?:you['’]re|yours|i['’]ll|i['’]ve|we['’]ve|that['’]s|it['’]s (?:still)|at \w+ (?:weeks|days))\b(?:(?![;:]).)*$
    , (?:and|but) (?:you['’]re|yours|i['’]ll|i['’]ve|we['’]ve|that['’]s|it['’]s (?:already)|at \w+ (?:months))\b(?:(?![;:]).)*$
    , (?:and|but) (?:you['’]re|yours|i['’]ll|i['’]ve|we['’]ve|that['’]s|it['’]s (?:already)|at \w+ (?:weeks))\b(?:(?![;:]).)*$
    , (?:and|but) (?:you['’]re|yours|i['’]ll|i['’]ve|we['’]ve|that['’]s|it['’]s (?:already)|at \w+ (?:days))\b(?:(?![;:]).)*$
    (?:,| –| —) (?:as|since|because|given that|now that) (?:you|your|yours|that|this|it|there)\b(?:(?![;:]).)*$
    ;[^;]*\b(?:yours|your (?!account|order|bank)\w+|i['’]ll|i['’]ve|today|tomorrow|tonight|yesterday|this (?:week|morning|time))\b[^;]*$
    [，,](?:您(?!的?(?:账户|订单|支付|银行))|咱|那您|所以|那就|现在|今天|明天|昨天|正好|刚好|还来得及|赶得上)[^，,。；：]*(?:[，,][^，,。；：]*)?[。！～]?$
    """
)
END = re.compile(r"(?<![.!?。！？…～~\s])[.!?。！？…～~\s]+$")
FEWEST, FEWEST_CHINESE = 4, 8


def without_front(sentence: str) -> str:
    """The sentence without address, sign-off and what leads up to it; empty if nothing is left."""
    text = strip_courtesies(sentence).strip()
    while (shorter := FRONTS.sub("", text, count=1).strip()) != text and _says(shorter):
        text = shorter
    return text[:1].upper() + text[1:]


def without_end(sentence: str) -> str | None:
    """The sentence without the clause at its end that speaks of one case, if it has one."""
    whole = END.sub("", sentence)
    shorter = ENDS.sub("", whole)
    if shorter == whole or not _says(shorter):
        return None
    return shorter.rstrip(" ,，;；–—-") + ("。" if HAN.search(shorter) else ".")


def _says(text: str) -> bool:
    """Whether enough is left to be a sentence."""
    if HAN.search(text):
        return len(re.findall(f"[{HAN_RANGE}]", text)) >= FEWEST_CHINESE
    return len(text.split()) >= FEWEST
