"""What is still to be decided: suggestions less what was decided on, merged and split as somebody wanted it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

import msgspec

from bot.retraining.suggestions.groups import joined, part_of
from bot.reviews.outcome import Outcome
from bot.reviews.records import Labels, NewIntent, Suggestion, Unsure, texts_of
from data.folding import folded

# A page asks for the same texts again and again.
_key = lru_cache(1 << 16)(folded)


def pending(suggestions: Sequence[Suggestion], result: Outcome) -> list[Suggestion]:
    """The suggestions that somebody has still to decide on, in their order; parts of a split one stand where it stood."""
    rearranged = _split(_merged(_split(suggestions, result), result), result)
    known = result.known
    return [left for each in rearranged if each.id not in result.settled and (left := _left(each, known))]


def _split(suggestions: Sequence[Suggestion], result: Outcome) -> list[Suggestion]:
    """With the parts of those that were split in their place, and the parts' parts in theirs."""
    done: list[Suggestion] = []
    todo = list(suggestions)
    while todo:
        each = todo.pop(0)
        if isinstance(each, NewIntent) and each.id in result.split:
            todo[:0] = [part_of(each, texts) for texts in result.split[each.id]]
        else:
            done.append(each)
    return done


def _merged(suggestions: Sequence[Suggestion], result: Outcome) -> list[Suggestion]:
    """With each merged one in the place of its first part."""
    found = list(suggestions)
    for ids in result.merged:
        members = [each for each in found if isinstance(each, NewIntent) and each.id in ids]
        if len(members) > 1:
            place = found.index(members[0])
            found[place] = joined(members)
            found = [each for each in found if each not in members[1:]]
    return found


def _left(suggestion: Suggestion, known: Collection[str]) -> Suggestion | None:
    """What is left of a suggestion when texts that were decided on are taken out; none if nothing is."""
    texts = [text for text in texts_of(suggestion) if _key(text) not in known]
    if len(texts) == len(texts_of(suggestion)):
        return suggestion
    if isinstance(suggestion, NewIntent):
        return msgspec.structs.replace(part_of(suggestion, texts), id=suggestion.id, name=suggestion.name) if texts else None
    if isinstance(suggestion, Labels):
        kept = [place for place, each in enumerate(suggestion.questions) if each.text in set(texts)]
        questions, sureness = suggestion.questions, suggestion.sureness
        left = msgspec.structs.replace(
            suggestion, questions=tuple(questions[place] for place in kept), sureness=tuple(sureness[place] for place in kept)
        )
        return left if kept else None
    return None if isinstance(suggestion, Unsure) else suggestion
