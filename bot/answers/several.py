"""The answer to a message that asks several things: each by its template or its passage, in the order in which it was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.answers.links import CompanyLinks
from bot.answers.quoting import quotable, quote, sources_of
from bot.decisions.evidence import Answered

Reply = dict[str, Any]
UNKNOWN = "utter_unknown_part"


def answer_several(
    lead: Reply,
    parts: Sequence[Answered],
    template: Callable[[str], Reply | None],
    language: str,
    introduce: Callable[[str], str],
    name_sources: bool,
    links: CompanyLinks,
) -> Reply:
    """One reply with all answers.

    Args:
        lead: the reply that stands before them.
        parts: the questions, and what each is answered from.
        template: a response of the domain by its name, filled.
        language: of the sources' names.
        introduce: the sentence before a quoted text in another language than the answers around it; else empty.
        name_sources: whether the text names them, since the channel has no place of its own for them.
        links: that what is quoted may have.

    Returns:
        `lead` with their texts; with the buttons of the part that isn't known, if there is one, else with each button once;
        with the `sources` of what was quoted; and as `parts` what each was: `[{"decision", "intent", "sources", "confidence"}]`.
    """
    texts = [lead.get("text", "")]
    buttons: list[dict[str, str]] = []
    quoted = []
    told = []
    for part in parts:
        sources: list[dict[str, Any]] = []
        if part.decision == "passage":
            passage = quotable(part.passages[0], links)
            quoted.append(passage)
            sources = sources_of([passage])
            texts.append(quote(introduce(passage["text"]), passage, language, name_sources))
        else:
            said = template(f"utter_{part.intent}" if part.decision == "template" else UNKNOWN) or {}
            texts.append(said.get("text", ""))
            buttons += [button for button in said.get("buttons") or [] if button not in buttons]
        told.append({"decision": part.decision, "intent": part.intent, "sources": sources, "confidence": part.confidence})
    reply = {**lead, "text": "\n\n".join(text for text in texts if text), "buttons": buttons, "parts": told}
    return {**reply, "sources": sources_of(quoted)} if quoted else reply
