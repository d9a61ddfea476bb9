"""What no answer may hold, whoever asks: personal data, and a short list of contents that harm. An owner may add to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from bot.retraining.gate.new_answers import NewAnswer
from data.both_scripts import compiled
from data.folding import folded, simplified
from data.records import Pair
from data.redaction.output_filter import scan
from retrieval.lexical.words import words

# Contents that a company's assistant has no reason to say: what it is called, and how it reads.
REFUSED = {
    "an insult": (
        r"\b(?:idiots?|morons?|stupid|dumb(?:ass)?|imbeciles?|losers?|bastards?|bitch(?:es)?|assholes?|f+u+c+k\w*|shut up|piss off)\b",
        r"\b(?:go to hell|retard(?:ed)?|scum|wankers?|idioten?|arschl\w+|dummkopf|blödmann|imbécil|idiota|connard)\b",
        r"傻[逼瓜子]|白痴|智障|蠢[货材]|滚蛋|[混王]八?蛋|仆街|扑街|死蠢|戆居",
    ),
    "asking for a secret": (
        r"\b(?:send|tell|give|enter|reply with|e-?mail|text|share)\b[^.!?]{0,40}\b(?:passwords?|pin(?: code| number)?|cvv|cvc|tan)\b",
        r"\b(?:send|tell|give|enter|reply with|e-?mail|text|share)\b[^.!?]{0,40}\b(?:security codes?|card numbers?|one-time codes?)\b",
        r"(?:发|告诉|告知|提供|传|俾)[^。！？]{0,12}(?:密码|[验认]证码|安全码|卡号|末三码)",
    ),
    "paying past the company": (
        r"\b(?:gift ?cards? codes?|bitcoins?|western union|crypto(?:currency)? wallet|wire (?:it|the money) to)\b",
    ),
    "advice against the law or one's health": (
        r"\b(?:kill yourself|harm yourself|make a bomb|evade tax(?:es)?|bleach (?:it )?(?:cures|drink))\b",
    ),
}
_REFUSED = {what: compiled("|".join(patterns), re.IGNORECASE) for what, patterns in REFUSED.items()}
# Signs that hide what a text says: none of them is seen.
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# A number that is spelt out or pulled apart: seven and more digits with only blanks and marks between them, or as words.
DIGITS = re.compile(r"(?:\d[\s.\-–/()_*]{0,3}){7,}")
SPELT = re.compile(
    r"(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun)\b[\s,.-]*){6,}",
    re.I,
)
CHINESE_DIGITS = re.compile(r"[零〇一二三四五六七八九]{7,}")
LOOKALIKES = str.maketrans("0134578@$!аеорсухіѕ", "oieastbasiaeopcyxis")
SINGLE_LETTERS = re.compile(r"\b\w(?: \w\b)+")
NO_LETTER = re.compile(r"[\W_]+")
# Dialogues that came within so many days of one another are one voice if they are all that carries an answer: so do forged ones.
AT_ONCE = timedelta(days=3)
SAME_WORDS = 0.7


def harms(text: str, more: Iterable[str] = ()) -> Iterator[str]:
    """Why a text may not be said, in words; nothing if it may.

    Args:
        text: the answer.
        more: words and phrases that the company refuses besides.
    """
    seen = INVISIBLE.sub("", text)
    if seen != text:
        yield "signs that nobody sees"
    if scan(seen) != seen or any(found.search(seen) for found in (DIGITS, SPELT, CHINESE_DIGITS)):
        yield "personal data, or a number like it"
    variants = _variants(seen)
    for what, pattern in _REFUSED.items():
        if any(pattern.search(variant) for variant in variants):
            yield what
    for phrase in more:
        if folded(phrase) in folded(seen):
            yield f"“{phrase}”, which promotion.yml refuses"


def _variants(text: str) -> tuple[str, ...]:
    """A text, and what it would be without signs between its letters, and with letters in place of what looks like them."""
    plain = simplified(unicodedata.normalize("NFKC", text).casefold())
    spaced = NO_LETTER.sub(" ", plain)
    joined = SINGLE_LETTERS.sub(lambda run: run[0].replace(" ", ""), spaced)
    after_a_word = SINGLE_LETTERS.sub(lambda run: run[0][:2] + run[0][2:].replace(" ", ""), spaced)  # such a l.o.s.e.r
    return text, spaced, NO_LETTER.sub(" ", plain.translate(LOOKALIKES)), joined, after_a_word


def voices(pairs: Sequence[Pair]) -> int:
    """How many dialogues carry an answer that may be of different customers.

    Those that ask in nearly the same words count once, and so do all of them if they came within three days.
    """
    dates = [pair.date for pair in pairs if pair.date]
    if len({pair.dialogue for pair in pairs}) < 2 or not dates or max(dates) - min(dates) <= AT_ONCE:
        return 1
    distinct: list[tuple[str, set[str]]] = []
    for pair in pairs:
        own = set(words(pair.question))
        if all(pair.dialogue != dialogue and len(own & other) < SAME_WORDS * len(own | other) for dialogue, other in distinct):
            distinct.append((pair.dialogue, own))
    return len(distinct)


def objections(answers: Sequence[NewAnswer], fewest: int, more: Iterable[str] = ()) -> list[str]:
    """Why new answers may not be said, a sentence each."""
    found = []
    for answer in answers:
        said = f"“{answer.text[:160]}”"
        found += [f"A new answer holds {why}: {said}" for why in harms(answer.text, more)]
        if answer.approved:
            continue
        if answer.contradicts:
            found.append(f"A new answer states other facts than today's ({answer.contradicts}), and nobody has approved it: {said}")
        elif answer.instead_of and (carried := voices(answer.pairs)) < fewest:
            found.append(
                f"A new answer would be said in place of “{answer.instead_of[:80]}”, but only {carried} independent "
                f"{'dialogue carries' if carried == 1 else 'dialogues carry'} it, and {fewest} are needed: {said}"
            )
    return found
