"""Tells when an agent takes back what was said before, by him or a colleague: what was wrong must never be quoted."""

from collections.abc import Sequence

from data.languages import HAN, sentences_of
from data.mining.boilerplate import any_of

CORRECTS = any_of(
    r"""
    \bcorrect (?:myself|ourselves|my|that|this|what)\b|\bcorrection\b|\b(?:stand|be) corrected\b
    \b(?:i|we) (?:was|were) (?:wrong|mistaken|too (?:quick|fast|hasty|soon)|ahead of)\b|\bspoke(?:n)? too soon\b|\bmisspoke\b|\bmistaken\b
    \b(?:that|this|it) was (?:wrong|a mistake|wishful|my mistake|incorrect|not (?:right|true|correct))\b|\bmy mistake\b
    \bwhat (?:i|we|he|she|my colleague|\w+) (?:said|wrote|told you|gave you)(?: \w+)* was\b
    \b(?:i|we|he|she|colleague) (?:told|gave) you (?:something |the )?wrong\b|\bwrong (?:information|info)\b|\bscratch that\b
    \b(?:take|took) (?:that|this|it) back\b|\bput (?:that|this|it|my colleague|me) (?:right|straight)\b
    \b(?:mixed|got|muddled) (?:that|this|it|them|something)(?: \w+)? (?:up|wrong)\b
    更正|纠正|说错|搞错|弄错|看错|记错|说得太满|说反
    """
)


def without_withdrawn(said: Sequence[str]) -> tuple[list[str], list[str] | None]:
    """What of messages in a row still holds, and the messages among them that are taken back; None if nothing is corrected.

    A message that corrects takes back those before it, and a sentence that corrects those before it in its message.
    """
    at = max((position for position, text in enumerate(said) if CORRECTS.search(text)), default=None)
    if at is None:
        return list(said), None
    sentences = sentences_of(said[at])
    begins = next(position for position, sentence in enumerate(sentences) if CORRECTS.search(sentence))
    glue = "" if HAN.search(said[at]) else " "
    return [glue.join(sentences[begins:]), *said[at + 1 :]], list(said[:at])
