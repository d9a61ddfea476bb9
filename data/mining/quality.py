"""How far a mined pair can be trusted: a score in [0, 1]."""

import re
from collections.abc import Sequence

from data.mining.boilerplate import WORDS

# A pair of which nothing is known.
START = 0.5
THANKED = re.compile(
    r"\b(?:thanks?|thx|thank you|ty|perfect|great|brilliant|lovely|awesome|that helps|that worked|works now|solved|sorted|good to know"
    r"|cheers)\b"
    r"|谢谢|感谢|多谢|好的|明白|懂了|可以了|解决了",
    re.IGNORECASE,
)
REJECTED = re.compile(
    r"\b(?:still (?:no|not|nothing|does|doesn|the same|wait)|(?:doesn|didn|don|isn|wasn|can)['’]?t (?:work|help|answer|true|right|find|see)"
    r"|not (?:true|right|helpful|what i|an answer|working)|wrong|useless|that['’]?s not|makes no sense|already (?:tried|did|done))\b"
    r"|还是不|没用|不对|不行|不是这个|没解决",
    re.IGNORECASE,
)
CONCRETE = re.compile(r"\d|https?:|www\.|“|\b(?:click|select|press|settings|within|open the|go to)\b|点击|设置|打开", re.IGNORECASE)
HEDGED = re.compile(
    r"\b(?:i think|i guess|i believe|probably|perhaps|maybe|might be|not (?:quite )?(?:sure|certain)|as far as i know|i assume)\b"
    r"|可能|大概|应该是|好像|不确定",
    re.IGNORECASE,
)
MASKED = re.compile(r"\[(?:name|phone|email|order|booking|number|address|account|card|id)\]")
# With fewer words (or Han characters), a question says little.
FEWEST_WORDS = 3


def judge(question: str, answer: str, after: str = "", left_out: Sequence[str] = ()) -> float:
    """The score of a pair, in [0, 1].

    Args:
        question, answer: the pair.
        after: what the customer said next.
        left_out: the kinds of boilerplate that were taken out of the reply.
    """
    content = bool(THANKED.search(after)) and not REJECTED.search(after)
    question_words = len(WORDS.findall(question))
    score = START + sum(
        weight
        for weight, holds in (
            (0.2, content),
            (-0.3, REJECTED.search(after)),
            (0.15, CONCRETE.search(answer)),
            (0.1, question_words >= 2 * FEWEST_WORDS),
            (-0.2, question_words < FEWEST_WORDS),
            (-0.15, HEDGED.search(answer)),
            (-0.15, re.search("[?？]", answer)),  # it asks back, too
            (-0.1, MASKED.search(answer)),  # personal data was taken out of it
            (-0.2, "promise" in left_out),
        )
        if holds
    )
    return round(min(1.0, max(0.0, score)), 2)
