"""Cues in an agent's sentence for or against its being true for another customer, too: what is a rule, and what speaks of one case.

Each cue is a table of regular expressions, one a line, in English and Chinese. Which way and how much a cue speaks is not said here but
learned (`retrieval.building.standing`), save for those in `NEVER`: a sentence that has one of them was meant for one customer.
"""

import re

import numpy as np
from numpy.typing import NDArray

from data.languages import HAN, HAN_RANGE
from data.mining.boilerplate import any_of

NEVER = {
    "asks": any_of(
        r"""
        [?？][\s～~”"]*$
        ^(?:could|can|may|would) (?:you|i)\b
        请问|方便.{0,12}[吗嘛]|^(?:麻烦)?(?:请|[您你])(?:您|你)?(?:报|留|发|传|俾|提供)(?:一?下|个|返)|可唔可以.{0,10}[我俾]|麻烦(?:您|你)
        """
    ),
    "day": any_of(
        r"""
        \b(?:today|tonight|tomorrow|yesterday|this (?:morning|week)|by the \d+(?:st|nd|rd|th)|(?:un)?till? the \d+(?:st|nd|rd|th))\b
        \b(?:today|tonight|tomorrow|yesterday|this (?:weekend)|by the \d+(?:st|nd|rd|th)|(?:un)?till? the \d+(?:st|nd|rd|th))\b
        \b(?:today|tonight|tomorrow|yesterday|this (?:evening)|by the \d+(?:st|nd|rd|th)|(?:un)?till? the \d+(?:st|nd|rd|th))\b
        \b(?:today|tonight|tomorrow|yesterday|this (?:afternoon)|by the \d+(?:st|nd|rd|th)|(?:un)?till? the \d+(?:st|nd|rd|th))\b
        \b(?:last|next|this) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b
        \b(?:hours?|minutes|days|weeks) ago\b
        今[天日晚早朝]|明[天早日]|昨[天晚日]|听[日晚朝]|[寻琴]日|后[天日]|刚[才刚]|头先|下午|下昼|本周|下周|上周|这周|[上下这](?:个)?(?:星期|礼拜)
        """
    ),
    "order": any_of(r"\b[A-Z]{2}[- ]?\d{4,}|#?\b\d{6,}\b|\[(?:order|phone|e-?mail|name|card|address|account|booking)\]", re.UNICODE),
    "agent_did": any_of(
        r"""
        \b(?:I|we|We)(?:['’]ve| have| had) (?:\w+ly |just |now |already |also )?(?!to\b)\w+
        \b(?:I|i)(?:['’]ll|['’]d| will| would|['’]m \w+ing| see| looked| asked| think| guess| feel| expect| suppose| bet| don['’]t know)\b
        \bwe(?:['’]ll| will) (?:write|ring|call|mail|e-?mail|check|ask|look|let)\b
        \byou(?:['’]ll| will) hear from\b
        我(?![们哋])(?:已|去|帮|给|来|马上|现在|这就|再|先|问|查|看|刚|同|睇|即刻|立[刻即]|而家|依家)|帮[您你]|[给为同][您你](?:加|补|改|退|登记|备注|发|换|转|查|跟|确认|安排)
        稍[等候待]|同事|组长|主管|专员|已经?(?:登记|备注|补[发寄]|退款|刷退|申请|转|取消|查|加|并|寄出|出货|更[改新]|修改|处理|协助)
        """,
        re.UNICODE,
    ),
    "agent": any_of(r"\bI\b(?!['’]m (?:afraid|sorry))|\b(?:my|me|myself)\b|我(?![们哋])", re.UNICODE),
    "date": any_of(
        r"""
        \b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2} <MONTH>\b|\b<MONTH> \d{1,2}\b|\d月\d|\d[号日](?:前|之前|就|到)
        (?<!to )(?<!and )(?<!or )(?<!-)(?<!–)\b<WEEKDAY>\b(?! (?:to|and|or|–)|-)
        """,
        re.UNICODE,
        MONTH=r"(?:January|February|March|April|May|June|July|August|September|October|November|December)",
        WEEKDAY=r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    ),
    "one_thing": any_of(
        r"""
        \b(?:the|that|this) (?:grey|green|white|red|black|blue|first|second|third|fourth|fifth|sixth|other|wrong|next) one\b
        \b(?:number|no\.) \d
        ^(?:as for|or,|for (?:that|this) one|first:|\(?\d\)|\d:|two:|one:)|\bin case the\b|\bat \d[\d.,]* (?:the|delivery|you)\b
        \b(?:once more|this time|meanwhile|from here)\b|[两这那呢嗰]笔|还剩|赶得上|赶上|嚟得切
        """
    ),
    "was_charged": any_of(r"\b(?:was|were) (?:charged|taken|paid|placed|ordered|booked|collected|received|lost|sent|put)\b"),
    "third_person": any_of(r"\b(?:he|she|his|her|him|hers)\b|他们?(?!的?人)|她|佢"),
    "relative": any_of(
        r"""
        \byour (?:\w+ )?(?:mum|mother|dad|father|daughter|son|niece|nephew|aunt\w*|uncle|friend|brother|sister)\b
        \byour (?:\w+ )?(?:mate|partner|husband|wife|cousin|neighbour|flatmate|guests?|colleague|boss|nan|gran\w*)\b
        您(?:的)?(?:女儿|儿子|妈|爸|老公|老婆|姐妹|朋友|先生|太太|家)
        """
    ),
    "yours": any_of(
        r"\byours\b"
        r"|您(?:第|这|那|刚|已|赶)|[您你](?:[的嘅])?(?:订单|包裹|退款|快递|货|件)(?:已|刚|是|系)|咱们这边|[这那呢嗰](?:[笔张]订)?单"
    ),
    "unsure": any_of(
        r"""
        \b(?:not (?:sure|certain)|no idea|can['’]t (?:promise)|couldn['’]t say|have to ask|rather not|as far as i|i['’]m guessing)\b
        \b(?:not (?:sure)|no idea|can['’]t (?:guarantee)|couldn['’]t say|have to ask|rather not|as far as i|i['’]m guessing)\b
        \b(?:not (?:certain)|no idea|can['’]t (?:guarantee)|couldn['’]t say|have to ask|rather not|as far as i|i['’]m guessing)\b
        \b(?:not (?:sure)|no idea|can['’]t (?:say|see|tell)|couldn['’]t say|have to ask|rather not|as far as i|i['’]m guessing)\b
        \b(?:not (?:certain)|no idea|can['’]t (?:say|see|tell)|couldn['’]t say|have to ask|rather not|as far as i|i['’]m guessing)\b
        [不唔](?:确定|肯定|敢|清楚)|查[不唔]到|说不准|唔知
        """
    ),
    "correction": any_of(
        r"""
        \b(?:correct (?:myself|ourselves)|take that back|mistaken|spoke too soon|too quick|put (?:that|my colleague) right|was wrong)\b
        更正|纠正|说错|看错|搞错|弄错
        """
    ),
    "sold_out": any_of(
        r"\b(?:sold out|out of stock|at the moment|right now|for now|so far|currently|not yet)\b"
        r"|目前|暂时|现在(?!的)|卖完|售[罄完]|完售|断货|缺货|冇货|沽清|而家|依家"
    ),
}

LEARNED = {
    "future": any_of(r"\bwe['’]ll\b|\bwill\b|会"),
    "we": any_of(r"\bwe\b|我[们哋]|咱"),
    "so": any_of(r",\s*so\b|所以|因此"),
    "reason": any_of(r"\b(?:as|since|because|now that) (?:you|your|it|the|there|that)\b|既然|因为"),
    "state": any_of(
        r"\b(?:your|the|that|this) (?:parcel|order|refund|\w+) (?:is|was|has|left|went|leaves|goes|came|will|arrived|reached)\b|您的"
    ),
    "your_thing": any_of(
        r"\byour (?!(?:own )?(?:<ANYBODYS>)\b)\w+",
        ANYBODYS=(
            "accounts?|bank|orders?|basket|cart|dispatch|e-?mail|mail|inbox|phone|carrier|name|number|address|password|country|data|purchase"
            "|money|refund|card|invoice|newsletter|browser|profile|gift card|payment|parcel|settings"
        ),
    ),
    "past": any_of(
        r"\b(?:was|were|went|came|left|arrived|got|did|had|been|ordered|bought|sent|said|saw|found|reached)\b|[了咗][。，！,.!～~]?$"
    ),
    "perfect": any_of(
        r"\b(?:has|have|had) (?:been|just|already|now|left|gone|come)\b|\bis (?:on (?:its|the) way|set aside|put by)\b|已经?"
    ),
    "again": any_of(r"\b(?:this time|meanwhile|again|still|in this case|now|yet|already|this year)\b|还在|又|这次|这两|今年"),
    "weekday": any_of(r"\b(?:by|on|until|it's) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|周[一二三四五六日天](?!至|到)"),
    "month": any_of(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\d月", re.UNICODE),
    "clock": any_of(r"\b\d{1,2}[:.]\d\d\b|\b(?:noon|midnight)\b|\d点"),
    "pointing": any_of(
        r"""
        \b(?:the|that|this|these|those) (?:two|three|four|five|first|second|third|grey|green|white)\b
        \b(?:the|that|this|these|those) (?:red|black|blue|other|wrong|new|old|right|one|ones)\b
        """
    ),
    "leans": any_of(
        r"""
        ^(?:it|its|they|their|that|these|those|then|afterwards|otherwise|if not|if so|this|only|in that case)\b
        ^(?:both|neither|either|from then)\b|^(?:它|那|这|就|不然|否则|拿出来)
        """
    ),
    "joins": any_of(r"^(?:and|but|so|also|or|then)\b|^(?:还有|另外|不过|但)"),
    "it": any_of(r"\b(?:it|its|it['’]s|they|them|their|they['’]re)\b|它"),
    "yes": any_of(r"^(?:yes|no|not|neither|both|exactly|sure|of course|nearly|either|right)\b|^(?:是的|不是|能|可以|对|没有|有的|不行)"),
    "courtesy": any_of(
        r"""
        \b(?:bet|promise|afraid|hope|wish|glad|happy|pleased|lovely|nice|congratulations|poor|thanks?|sorry|welcome|laugh\w*|honest\w*)\b
        希望|祝|恭喜|谢谢|多谢|唔该|抱歉|[不唔]好意思|对唔住|哈哈|放心|别担心|唔使担心|没关系|唔紧要
        """
    ),
    "vocative": any_of(r"^(?:hi|hello|dear|hey|good (?:morning|afternoon|evening)|oh|ah|ha)\b|^亲|您好|你好|先生|女士|小姐|阿姨"),
    "sign_off": any_of(r"^(?:best|kind regards|regards|\^|/|–|—|\*)|^[\[\w]+$"),
    "exclaims": any_of(r"[!！～~]|[\U0001F300-\U0001FAFF]"),
    "you": any_of(r"\byou(?:['’]\w+)?\b|您|亲"),
    "condition": any_of(r"\b(?:if|when|once|as long as|unless|until|as soon as)\b|如[果需欲有]|只要|要是|[的嘅]话|(?:^|，)若"),
    "rule": any_of(
        r"""
        \b(?:within|after|from|up to|each|every|per|always|never|only|can|must|should|may|at most|at least)\b
        以内|之内|最多|只[能可]|都|一般|必须|可以
        """
    ),
    "anybody": any_of(
        r"""
        \b(?:orders|parcels|returns|items|codes|cards|refunds|vouchers|labels|customers|anyone|everyone|all|any|things|goods)\b
        收到后|签收后|所有
        """
    ),
    "imperative": any_of(
        r"""
        ^(?:please |just )?(?:use|rub|wash|open|press|click|put|take|send|choose|log|go|let|keep|turn|rinse|fill|cut)\b
        ^(?:please |just )?(?:clean|descale|oil|write|enter|pick|wait|ask|look|check|dry|wipe|set|hold|give|store|leave)\b
        ^请
        """
    ),
    "quoted": any_of(r"[“”\"「『]"),
    "figure": any_of(r"\d"),
    "unit": any_of(
        r"""
        \d ?(?:%|°|cm|kg|g|ml|l|euros?|pounds?|£|€|days?|hours?|years?|months?|watts?|working)\b
        \d(?:天|个|年|公[斤分升]|度|℃|小时|镑|元|蚊)
        """
    ),
    "listed": any_of(r"^\(?\d\)?[:：.)]|^(?:first|second|one more thing|done|noted)\b[:,]?"),
    "colon": any_of(r"^[^:：]{3,40}[:：]"),
    "weighs_in": any_of(r"\b(?:at|with) (?:your )?\d[\d.,]*\b"),
}

WORD = re.compile(rf"[{HAN_RANGE}]|[^\W_]+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
NUMBER_WORDS = {
    word: str(number)
    for words in ("one two three four five six seven eight nine ten", "一 二 三 四 五 六 七 八 九 十")
    for number, word in enumerate(words.split(), start=1)
}
# Shorter sentences answer nothing by themselves: “One spoon is a start!”
FEWEST_WORDS = 6
NAMED = re.compile(r"(?<=[a-z,;’'0-9] )[A-Z][a-z]+")
FEATURES = (*NEVER, *LEARNED, "length", "short", "chinese", "figures", "echoed_figure", "echoed_words", "names")


def never_stands(sentence: str) -> str | None:
    """The name of a cue that says that a sentence was meant for one customer, if it has one."""
    return next((name for name, pattern in NEVER.items() if pattern.search(sentence)), None)


def leans(sentence: str) -> bool:
    """Whether a sentence begins with a word for what the sentence before named."""
    return LEARNED["leans"].search(sentence) is not None


def says_little(sentence: str) -> bool:
    """Whether a sentence asks, greets, consoles or exclaims, or is too short to answer anything."""
    courtesy = any(LEARNED[cue].search(sentence) for cue in ("courtesy", "vocative", "sign_off"))
    return courtesy or NEVER["asks"].search(sentence) is not None or len(WORD.findall(sentence)) < FEWEST_WORDS


def cues(sentence: str, question: str) -> NDArray[np.float32]:
    """What the wording of a sentence says of it (F,), in the order of `FEATURES`.

    Args:
        sentence: from an agent's answer.
        question: what was asked; a figure that both have may be this customer's.
    """
    said = WORD.findall(sentence.casefold())
    asked = set(WORD.findall(question.casefold()))
    words = [word for word in said if len(word) > 3 or HAN.match(word)]
    figures = {NUMBER_WORDS.get(word, word) for word in said} & {str(number) for number in range(1, 11)} | set(NUMBER.findall(sentence))
    theirs = {NUMBER_WORDS.get(word, word) for word in asked} | set(NUMBER.findall(question))
    length = len(said) / (1.7 if HAN.search(sentence) else 1)
    return np.array(
        [
            *(pattern.search(sentence) is not None for pattern in (*NEVER.values(), *LEARNED.values())),
            np.log1p(length),
            length < 5,
            HAN.search(sentence) is not None,
            min(3, len(NUMBER.findall(sentence))),
            bool(figures & theirs),
            sum(word in asked for word in words) / max(1, len(words)),
            min(3, len(NAMED.findall(sentence))),
        ],
        dtype=np.float32,
    )
