"""Tells when two answers to the same question contradict each other: other figures for the same thing, or yes against no."""

import re

from data.both_scripts import compiled
from retrieval.lexical.particulars import CLAUSE, NEGATED, SIZES, capitalised, codes_of, denied, figures_of, negated
from retrieval.lexical.words import words

YES = re.compile(r"^(?:yes|yep|sure|of course|certainly|you can|it does|it is|we do)\b|^(?:可以|能|有的|是的|支持)", re.IGNORECASE)
NO = compiled(
    r"^(?:no\b|nope|sadly|unfortunately|i['’]m afraid|you can(?:['’]t|not)|it (?:doesn|isn)['’]t|we (?:don|can)['’]t)"
    r"|^(?:不可以|不能|没有|不支持|不是)",
    re.IGNORECASE,
)
# Each the contrary of the other.
CONTRARIES = [
    (compiled(one, re.IGNORECASE), compiled(other, re.IGNORECASE))
    for one, other in (
        (r"\bopens?\b|开门|营业", r"\bclosed\b|不开|休息|关门"),
        (r"\b(?:possible|allowed)\b|可以", r"\b(?:impossible|forbidden|prohibited)\b|禁止|不可以"),
        (r"\bincluded\b|含在", r"\bextra\b|另购|另外买"),
        (r"\bavailable\b|有货", r"\b(?:unavailable|discontinued|out of stock)\b|停产|下架"),
    )
]
# Answers must share so much of their words (Jaccard similarity) to be about the same thing, and so much to differ by a “not” alone.
SAME_SUBJECT = 0.25
SAME_BUT_NOT = 0.5
# One clause denies another if so many words stand in both, and so large a share of the shorter one's.
SHARED_WORDS, SAME_CLAIM = 2, 0.6
# A clause that says what is kept from happening asserts no more than one with “not”.
PREVENTED = re.compile(
    r"\b(?:stop(?:s|ped)?|keep(?:s|ing)?|prevent(?:s|ed)?|protect(?:s|ed)?) [^,.;:!?]{0,60}\bfrom\b|\bprevents?\b|\btaken off\b|-free\b"
    r"|(?:避免|防止|免得)",
    re.IGNORECASE,
)
# A clause that says when something holds denies nothing.
CONDITION = compiled(
    r"^\W*(?:if|when|unless|whether|in case|so that|otherwise|or)\b|^\W*(?:如果|若|要是|万一|以免|否则|不然)", re.IGNORECASE
)


def contradiction(older: str, newer: str, same_question: bool = True) -> str | None:
    """Why the newer answer contradicts the older one, in words, or None if it doesn't.

    Args:
        older, newer: two answers.
        same_question: whether they may be to the same one; to different ones, yes is no contradiction to no.
    """
    mine, theirs = set(words(older)), set(words(newer))
    shared = len(mine & theirs) / max(1, len(mine | theirs))
    if shared < SAME_SUBJECT or _other_thing(older, newer):
        return None
    if why := other_figure(older, newer):
        return f"{why[0]}, a newer answer {why[1]}"
    for one, other in CONTRARIES:
        for was, now in ((one, other), (other, one)):
            if was.search(older) and not now.search(older) and now.search(newer) and not was.search(newer):
                return "a newer answer says the contrary"
    if same_question and YES.search(older) and NO.search(newer):
        return "it says yes, a newer answer no"
    if same_question and NO.search(older) and YES.search(newer):
        return "it says no, a newer answer yes"
    if shared >= SAME_BUT_NOT and negated(older) != negated(newer):
        return "a newer answer says the contrary"
    return None


def denies(text: str, other: str) -> bool:
    """Whether a text says no to something that another one asserts, as far as words tell: a clause of each has nearly the same ones."""
    asserted = [set(words(clause)) for clause in CLAUSE.split(other) if not (NEGATED.search(clause) or PREVENTED.search(clause))]
    denied_too = [set(words(NEGATED.sub(" ", clause))) for clause in denied(other)]
    for clause in (each for each in denied(text) if not CONDITION.search(each)):
        said = set(words(NEGATED.sub(" ", clause)))
        if any(len(said & both) >= SHARED_WORDS for both in denied_too):  # what both say no to, they agree on
            continue
        for claim in asserted:
            shared = len(said & claim)
            if shared >= SHARED_WORDS and shared >= SAME_CLAIM * min(len(said), len(claim)):
                return True
    return False


def other_figure(one: str, other: str) -> tuple[str, str] | None:
    """What a text says of a unit and what another one says of it, if they have no figure in common."""
    was, now = figures_of(one), figures_of(other)
    for unit in sorted(was.keys() & now.keys()):
        if not was[unit] & now[unit]:
            return f"it says {_list(was[unit])} {unit}", _list(now[unit])
    return None


def _other_thing(one: str, other: str) -> bool:
    """Whether two answers name other models, sizes or names."""
    pairs = [(codes_of(one), codes_of(other)), (capitalised(one), capitalised(other))]
    mine, theirs = figures_of(one), figures_of(other)
    pairs += [(mine[unit], theirs[unit]) for unit in SIZES if unit in mine and unit in theirs]
    return any(ours and its and not ours & its for ours, its in pairs)


def _list(figures: frozenset[str]) -> str:
    return " and ".join(sorted(figures))
