"""“People also asked”: titles of templates near this question. From the evidence of the answer; nothing is searched again.

What another customer wrote is never shown: only what the company itself has written.
"""

from collections.abc import Callable, Collection

from bot.decisions.evidence import Evidence
from data.folding import folded

# Cosine similarity to the customer's message. Below it, a hit is merely the best of a bad lot.
NEAR = 0.4
MOST = 2

Button = dict[str, str]


def also_asked(evidence: Evidence, typed: Collection[str], offer: Callable[[str], list[Button]]) -> list[Button]:
    """Buttons for the templates that the neighbouring hits were answered with.

    Args:
        typed: what the customer has typed in this session, which is not proposed to them.
        offer: the button for an intent, if it has a title.
    """
    answered = {evidence.intent} if evidence.decision == "template" else set()
    neighbours = evidence.passages[1:] if evidence.decision == "passage" else evidence.passages
    known = set(map(folded, typed))
    buttons: list[Button] = []
    for passage in neighbours:
        template = passage.get("template")
        if not template or template in answered or passage.get("similarity", 0.0) < NEAR:
            continue
        for button in offer(template):
            if folded(button["title"]) not in known:
                buttons.append(button)
                known.add(folded(button["title"]))
    return buttons[:MOST]
