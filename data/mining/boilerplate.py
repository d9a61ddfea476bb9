"""Tells sentences of an agent that answer nobody else's question: courtesies, and promises that hold for one customer.

A sentence is boilerplate by how it begins, if it then says nothing more: “I'm sorry for the delay.” is, “I'm sorry, but
the delay is due to fog.” is not. What is unclear stays. The phrases stand in tables, one a line, each a regular expression.
"""

import re
from typing import Literal

from data.languages import HAN, HAN_RANGE, sentences_of
from data.redaction.names import MASK

Kind = Literal["hold", "redirect", "apology", "thanks", "wish", "offer", "empathy", "promise"]


def any_of(table: str, flags: re.RegexFlag = re.IGNORECASE, **parts: str) -> re.Pattern[str]:
    """A pattern that finds any line of a table; `<PART>` in it stands for the part of that name."""
    for name, part in parts.items():
        table = table.replace(f"<{name}>", part)
    return re.compile("|".join(line.strip() for line in table.strip().splitlines()), flags)


# What makes more of a courtesy than a courtesy: a reason, a condition, an instruction, a figure, an address.
SAYS_MORE = any_of(
    r"""
    \b(?:but|however|because|since|due to|unless|until|unfortunately|except|instead|only)\b
    \b(?:must|need to|have to|should|within|via|visit|go to)\b
    \bif (?!you need|there|we can|i can|you have any|you['’]d like)
    \d|https?:|www\.|\.com\b|[:;]
    不过|但是?|因为|如果|需要|必须|只能
    """
)

HOLD = any_of(
    r"""
    \b(?:one|a|1) (?:moment|mo|sec(?:ond)?)\b
    \b(?:give|allow) me .{0,12}(?:moments?|minutes?)\b
    \bbear with (?:me|us)\b
    \b(?:let|allow) me (?:(?:to )?(?:check|look|see|ask|find out|review|take a look)|a)\b
    \b(?:i|we)['’]?ll (?:check|look into|find out|ask|take a look|see what|get back)\b
    \b(?:hang|hold) on\b
    \b(?:still|just) checking\b|\bchecking (?:on |into )?(?:this|that|it)\b
    稍等|等一下|等下|我查一下|帮您查|帮你查|我看一下|马上(?:查|看)
    """
)

REDIRECT = any_of(
    r"""
    \b(?:DMs?|direct messages?|PM (?:us|me)|private message)\b
    \b(?:send|drop|shoot|forward|give|provide|share) (?:us|me|over)?\b.{0,25}\b<DETAIL>\b.{0,60}$
    ^(?:please |kindly )*follow (?:us|me)\b
    ^(?:please |kindly )*(?:provide|confirm|send|share|forward) (?:us |me )?(?:with )?your\b
    私信|私聊|(?:提供|发)一?下?(?:您的)?(?:订单号?|手机号?|姓名)
    """,
    DETAIL=r"(?:message|note|confirmation|locator|booking|reference|number|details|info\w*|e-?mail address)",
)

I_AM = r"(?:(?:we|i)(?:['’](?:re|m)| are| am)? ?(?:do|can only|just|must|want to|would like to)? ?)"
SO = (
    r"(?:(?:so|very|really|truly|deeply|sincerely|terribly|most|just|again|also|and|oh|ah|ok|okay|well|yes|no|hi|hello|hey|sure"
    r"|definitely|absolutely)[,!]? )*"
)

COURTESIES: dict[Kind, re.Pattern[str]] = {
    "apology": any_of(
        r"""
        ^<SO><I_AM>?<SO>(?:sorry|apologi[sz]e|regret|apologies|hate|dislike)\b
        ^(?:my|our|please accept (?:my|our)|with) (?:\w+ )?(?:\w+ )?apolog
        ^(?:yikes|ouch|oh no|oh dear|oops|uh oh|drat|bummer)\b
        ^(?:非常|真的?|实在|十分|很)?(?:抱歉|对不起|不好意思)
        """,
        SO=SO,
        I_AM=I_AM,
    ),
    "thanks": any_of(
        r"""
        ^<SO>(?:many |much |big |a big )?(?:<I_AM><SO>)?<GLAD>\b(?! to (?:confirm|say|inform|report))
        ^(?:you(?:['’]re| are)|it['’]?s|it was|is)? ?(?:so |very |most |always )*(?:welcome|(?:my|our|a) pleasure)\b
        ^your (?:feedback|kind words|comments|patience|loyalty|business|input) (?:is|are|means)\b
        ^(?:this|that)(?:['’]s| is) (?:great|awesome|wonderful|good|fantastic|what we like)\b
        ^(?:great|awesome|wonderful|yay|woohoo|wow|fantastic|perfect|excellent|congratulations|congrats|cheers|way to go)\b
        ^(?:you bet|no problem|no worries|anytime)\b
        ^(?:谢谢|感谢|多谢|不客气|不用谢|应该的)
        """,
        SO=SO,
        I_AM=I_AM,
        GLAD=r"(?:thanks?|thx|appreciate|grateful|appreciated|welcome|glad|happy|delighted|thrilled|pleased|stoked)",
    ),
    "wish": any_of(
        r"""
        ^(?:have an?|enjoy (?:the|your|it|that|every)|safe travels|see (?:you|ya)|take care|hang in there|stay tuned)\b
        ^(?:enjoy$|(?:bon voyage|good luck|all the best|talk soon)\b)
        ^happy (?:travels|holidays|thanksgiving|birthday|friday|new)\b
        ^(?:we|i)?(?:['’](?:re|m|ll|d)| will| can['’]t| are| am)? ?(?:hope|wish|look(?:ing)? forward|wait to|see you|love to)\b
        ^hope (?:this|that|to|you|it)\b
        ^祝您?|^欢迎(?:再|下次|您)|^再见
        """
    ),
    "offer": any_of(
        r"""
        ^(?:please |just |feel free to |do |and )*<CONTACT> ?(?:if|with|when|should|again|any|how|$)
        ^(?:if|should) (?:you|there)\b.{0,12}\b(?:need|have|any(?:thing)?|require|are)\b.*\b(?:let|here|know|tweet|ask|reach|help|touch)\b
        ^(?:we|i)(?:['’](?:re|m)| are| am) (?:always |just )?(?:here|happy|glad) (?:to|for|if)\b
        ^don['’]t hesitate|^feel free
        ^(?:how|what) (?:can|may) (?:we|i)\b
        ^(?:还有|请问)?(?:什么|有什么)(?:可以|能)帮|^有(?:任何)?问题(?:随时|请)
        """,
        CONTACT=r"(?:let (?:us|me) know|reach out|tweet us|get in touch|contact us|come back to us|keep us posted|ask away)",
    ),
    "empathy": any_of(
        r"""
        ^(?:we|i) (?:completely |totally |truly |certainly |can |do )*(?:understand|know (?:how|your|you)|hear you|get it|feel|imagine)\b
        ^(?:we|i)(?:['’]ll| will) have you (?:on|up|there|moving)\b
        ^(?:we|i)(?:['’]ll| will| would| certainly| definitely| can)* <PASS_ON>\b.*\b<PRAISE>
        \b(?:not|never) (?:our goal|our intention|the experience|what we like|the kind|the impression|acceptable)\b
        ^we (?:must|can|should|strive to|aim to|know we can) (?:do )?better
        \bfrustrat(?:ing|ion|ed)\b|\bdisappoint(?:ed|ing|ment)\b.*\bhear\b
        ^(?:we|i)(?:['’]re| are) (?:working|doing)\b.*\b(?:asap|soon|quickly|way|possible|best|hard)\b
        ^(?:能)?理解您的|^我(?:很|完全|非常)理解
        """,
        PASS_ON=r"(?:pass|forward|share|send|relay|make sure (?:to|they|this))",
        PRAISE=r"(?:along|feedback|comments?|team|kudos|review|management|leadership|concerns?|words)",
    ),
}

# Case matters here: an answer may begin with “Cancelled orders …”, a report with “Cancelled.”
PROMISED = any_of(
    r"""
    \b(?:I|we|We)(?:['’]ve| have| had)(?: \w+ly| just| now| already| also| gone ahead and| since)* <DONE>\b
    \b(?:I|we|We) (?:just |now |already |also |have )*<DONE> (?:you|your|it|this|that|the|a|an|him|her|them)\b
    \bI (?:can |do )?(?:now )?see (?:the|your|that|it|one|here)\b
    \b(?:[Yy]our|[Tt]he|[Tt]his|[Tt]hat|[Ii]t)(?: \w+){0,2} (?:has|have)(?: just| now| already| also)* been <DONE>\b
    \b[Yy]ou(?:['’]ve| have)(?: now| just| already)* been <DONE>\b
    \b[Yy]our [\w ]{2,30}\b(?:was|were|is now|are now|is being|are being) (?:<DONE>|delivered|on (?:its|the) way)\b
    ^(?:Done|Ordered|Cancelled|Booked|Refunded|Noted)\b(?= ?[:,.!–—-]|$)
    ^已(?:登记|补发|备注|取消|退款|申请|转|发)|已经?(?:为|帮|给|替)[您你]
    (?:为|帮|给|替)[您你](?:退款|退了|取消了?|改了?|申请了?|登记了?|备注了?|催了?|补发|换)
    我(?:已经|这就|马上|现在就?)(?!查|看)|[您你]的(?:订单|包裹|退款|快递|件)(?:已|刚)
    """,
    re.UNICODE,
    DONE=(
        r"(?:refunded|cancel{1,2}ed|credited|re-?booked|booked|ordered|reserved|sent|re-?sent|issued|re-?issued|updated|changed|added"
        r"|removed|noted|asked|reset|unlocked|extended|waived|processed|arranged|moved|put|placed|reported|opened|passed|escalated"
        r"|submitted|filed|started|set|rung|called|e-?mailed|written|replaced|exchanged|corrected|confirmed|released|transferred"
        r"|deleted|closed|stopped|blocked|handed|given|made|taken|found|checked|looked|packed|shipped|dispatched|upgraded|charged"
        r"|applied|registered|signed|shared|forwarded|notified|requested|documented|linked|fixed|merged|redirected|switched|kept|marked)"
    ),
)
# “If you send it back, we'll refund you.” holds for everybody.
PROMISES = any_of(
    r"\b(?:i|we)(?:['’]ll| will)(?: \w+ly| just| now| also| go ahead and| have)* <DO> <IT>\b",
    DO=(
        r"(?:refund|cancel|credit|rebook|book|order|reserve|send|issue|update|change|add|remove|note|extend|waive|process|arrange|move"
        r"|put|place|report|open|escalate|submit|file|call|ring|e-?mail|write|replace|correct|confirm|transfer|pack|ship|upgrade|apply"
        r"|register|keep|mark|follow up)"
    ),
    IT=r"(?:you|your|it|this|that|these|those|one|them|him|her|the (?:refund|money|order|parcel|new|other|label))",
)
CONDITION = re.compile(r"\bif\b", re.IGNORECASE)
# A sentence that speaks of the one before it, and falls with it: “I've refunded you. It takes 5 days.”
LEANS = re.compile(r"^(?:it|that|this|they|these|those|he|she|and|also|so|then|there)(?:['’]\w+)?\b|^(?:它|这|那)", re.IGNORECASE)

WORDS = re.compile(rf"[{HAN_RANGE}]|[^\W_]+(?:['’][^\W_]+)*")
# A courtesy is short; with more words (or Han characters) it says something besides.
LONGEST_COURTESY = 22
LONGEST_CHINESE_COURTESY = 10
LONGEST_HOLD = 14


def kind_of(sentence: str) -> Kind | None:
    """Which kind of boilerplate a sentence is, or None if it may answer somebody else, too."""
    text = sentence.replace(MASK, "").strip(" ,!.–—-")
    if not WORDS.search(text):
        return "wish"
    if PROMISED.search(text) or (PROMISES.search(text) and not CONDITION.search(text)):
        return "promise"
    if REDIRECT.search(text):
        return "redirect"
    length = len(WORDS.findall(text))
    if HOLD.search(text) and length <= LONGEST_HOLD:
        return "hold"
    if length > (LONGEST_CHINESE_COURTESY if HAN.search(text) else LONGEST_COURTESY) or SAYS_MORE.search(text):
        return None
    return next((kind for kind, pattern in COURTESIES.items() if pattern.search(text)), None)


def without_boilerplate(text: str) -> tuple[str, list[Kind]]:
    """What of a reply may answer somebody else, and the kinds of the sentences that were left out."""
    kept: list[str] = []
    left_out: list[Kind] = []
    after_promise = False
    for sentence in sentences_of(text):
        kind = kind_of(sentence)
        if kind is None and after_promise and LEANS.search(sentence):
            kind = "promise"
        if kind is None:
            kept.append(sentence)
        else:
            left_out.append(kind)
        after_promise = kind == "promise"
    return ("" if HAN.search(text) else " ").join(kept), left_out
