"""How far a mined pair can be trusted: a score in [0, 1]."""

import re
from collections.abc import Sequence

from data.both_scripts import compiled
from data.mining.boilerplate import WORDS

# A pair of which nothing is known.
START = 0.5
THANKED = compiled(
    r"\b(?:thanks?|thx|thank you|ty|perfect|great|brilliant|lovely|awesome|that helps|that worked|works now|solved|sorted|good to know"
    r"|cheers)\b"
    r"|谢谢|感谢|多谢|唔该|好的|明白|了解|收到|懂了|可以了|解决了|搞[定掂]",
    re.IGNORECASE,
)
REJECTED = compiled(
    r"\b(?:still (?:no|not|nothing|does|doesn|the same|wait)|(?:doesn|didn|don|isn|wasn|can)['’]?t (?:work|help|answer|true|right|find|see)"
    r"|not (?:true|right|helpful|what i|an answer|working)|wrong|useless|that['’]?s not|makes no sense|already (?:tried|did|done))\b"
    r"|还是不|没用|不对|不行|不是这个|没解决|仲系(?:唔|冇)|冇用|唔(?:得[^闲]|啱|work)|唔系呢个",
    re.IGNORECASE,
)
CONCRETE = compiled(
    r"\d|https?:|www\.|“|\b(?:click|select|press|settings|within|open the|go to)\b"
    r"|点[击选]|设[置定]|打开|开启|撳",
    re.IGNORECASE,
)
HEDGED = compiled(
    r"\b(?:i think|i guess|i believe|probably|perhaps|maybe|might be|not (?:quite )?(?:sure|certain)|as far as i know|i assume)\b"
    r"|可能|大概|应该[是系]|好[像似]|[不唔](?:确定|肯定)",
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
