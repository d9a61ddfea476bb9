"""Tells sentences of an agent that answer nobody else's question: courtesies, and promises that hold for one customer.

A sentence is boilerplate by how it begins, if it then says nothing more: “I'm sorry for the delay.” is, “I'm sorry, but
the delay is due to fog.” is not. What is unclear stays. The phrases stand in tables, one a line, each a regular expression.
"""

import re
from typing import Literal

from data.both_scripts import compiled
from data.languages import HAN, HAN_RANGE, sentences_of
from data.redaction.names import MASK

Kind = Literal["hold", "redirect", "apology", "thanks", "wish", "offer", "empathy", "promise"]


def any_of(table: str, flags: re.RegexFlag = re.IGNORECASE, **parts: str) -> re.Pattern[str]:
    """A pattern that finds any line of a table; `<PART>` in it stands for the part of that name."""
    for name, part in parts.items():
        table = table.replace(f"<{name}>", part)
    return compiled("|".join(line.strip() for line in table.strip().splitlines()), flags)


# What makes more of a courtesy than a courtesy: a reason, a condition, an instruction, a figure, an address.
SAYS_MORE = any_of(
    r"""
    \b(?:but|however|because|since|due to|unless|until|unfortunately|except|instead|only)\b
    \b(?:must|need to|have to|should|within|via|visit|go to)\b
    \bif (?!you need|there|we can|i can|you have any|you['’]d like)
    \d|https?:|www\.|\.com\b|[:;]
    不过|但是?|因为|如果|需要|必须|只能|只可以
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
    稍[等候待]|等一?下|等[等阵我]|我(?:先|去|再)?(?:查|看|睇|check|确认)(?:一?下|吓|返|睇|看|查)|马上(?:查|看|帮)
    (?:帮|为|替|同)[您你](?:查|看|睇|问|确认|跟进|check)
    """
)

REDIRECT = any_of(
    r"""
    \b(?:DMs?|direct messages?|PM (?:us|me)|private message)\b
    \b(?:send|drop|shoot|forward|give|provide|share) (?:us|me|over)?\b.{0,25}\b<DETAIL>\b.{0,60}$
    ^(?:please |kindly )*follow (?:us|me)\b
    ^(?:please |kindly )*(?:provide|confirm|send|share|forward) (?:us |me )?(?:with )?your\b
    私[信聊讯]|inbox(?:返)?我|(?:提供|发|传|留|俾|告知|告诉)(?:一?下|返|我们?|我哋|给我们?|俾我哋?){0,2}<THEIRS>
    """,
    DETAIL=r"(?:message|note|confirmation|locator|booking|reference|number|details|info\w*|e-?mail address)",
    THEIRS=r"(?:(?:[您你][的嘅]?)?(?:订单(?:编号|号码|号)?|手机(?:号码|号)?|联[络系]电话|姓名|全名|大名)|[您你][的嘅](?:电话|电邮|信箱|e-?mail))",
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
        ^(?:非常|真的?|实在|十分|很|好|深感)?(?:抱歉|对[不唔]起|对唔住|[不唔]好意思)|^造成[您你]的?(?:不便|困扰)
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
        ^(?:谢谢|感谢|多谢|唔该|[不唔]使?客气|不用谢|应该的|不会(?=[喔哦唷呦]?(?:[，,!！。～~]|$)))
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
        ^祝[您你]?|^欢迎(?:再|下次|[您你])|^(?:再见|拜拜|辛苦(?:[您你]|了))
        """
    ),
    "offer": any_of(
        r"""
        ^(?:please |just |feel free to |do |and )*<CONTACT> ?(?:if|with|when|should|again|any|how|$)
        ^(?:if|should) (?:you|there)\b.{0,12}\b(?:need|have|any(?:thing)?|require|are)\b.*\b(?:let|here|know|tweet|ask|reach|help|touch)\b
        ^(?:we|i)(?:['’](?:re|m)| are| am) (?:always |just )?(?:here|happy|glad) (?:to|for|if)\b
        ^don['’]t hesitate|^feel free
        ^(?:how|what) (?:can|may) (?:we|i)\b
        ^(?:[您你]好[，,]?)?(?:还有|请问)?(?:有)?(?:什么|咩)(?:需要)?(?:可以|能)?帮|^(?:很高兴)?为[您你]服务
        ^(?:如|若)?(?:仲|还)?有(?:任何|其他|咩)?(?:问题|疑问|需要|查询).{0,4}(?:随时|请|欢迎|再|都可以|可以再)
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
        ^(?:能)?(?:理解|明白)[您你][的嘅]|^我们?(?:很|完全|非常|十分)(?:理解|明白)
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
    ^已(?:登记|补[发寄]|备注|取消|退款|刷退|申请|转|发|寄出|出货|更[改新正]|修改|安排|处理|改[为好])(?![的嘅之后]|订单|商品)|已经?(?:为|帮|给|替|同|协助)[您你]
    (?:为|帮|给|替|同)[您你](?:退款|退[了咗]|取消[了咗]?|改[了咗]?|申请[了咗]?|登记[了咗]?|备注[了咗]?|催[了咗]?|补[发寄]|换|刷退|更[改正])
    我(?:已经?|这就|马上|现在就?|而家|依家|即刻|立[刻即])(?!查|看|睇)|[您你][的嘅](?:订单|包裹|退款|快递|货|件)(?:已|刚)
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
LEANS = compiled(
    r"^(?:it|that|this|they|these|those|he|she|and|also|so|then|there)(?:['’]\w+)?\b"
    r"|^(?:它|这|那|嗰|佢(?!哋)|呢[个只件款])",
    re.IGNORECASE,
)

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
