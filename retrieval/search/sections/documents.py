"""Sections of documents beside what agents said: how the two are compared, and which goes first.

A past question has the words that customers use, a section has a heading, so that what is asked meets it less. What a company has
published outweighs what one of its agents said: where both say the same, the section is quoted, which has a link.
"""

from collections.abc import Iterable, Mapping, Sequence

from data.languages import language_of
from retrieval.search.entries import Entry, Fit, Query, Standing
from retrieval.search.filters import DOCUMENT, Filter
from retrieval.search.late_interaction import TokenTexts
from retrieval.search.sections.order import sections_in_order
from retrieval.vectors.interface import VectorIndex

DOCUMENTS = Filter(source=DOCUMENT)
# Sections, the first by fused rank, whose relevance is looked at closely beside that of as many passages as without any.
COMPARED_SECTIONS = 24
# So much less a section meets what is asked than an answer that is as right; and so much less still where the best answer is in the
# language of the question and the best section isn't. Measured on `bench/documents/development.jsonl` and on the passages of
# `data/questions/`: with more, sections begin to displace right answers that say something else.
HANDICAP = 0.12
OTHER_LANGUAGE = 0.1


def in_order(
    query: Query,
    found: Mapping[int, Fit],
    entries: Mapping[int, Entry],
    own: Iterable[int],
    answers: VectorIndex,
    tokens: TokenTexts,
) -> tuple[list[int], dict[int, Standing]]:
    """Entries, the most relevant first, and how the first section stands; where it says what some answer says, it goes before that.

    Args:
        query: the question.
        found: how each fits.
        entries: by their ids.
        own: those to the very same question, which come before all others.
        answers: the vectors of what they say.
        tokens: where their tokens come from.
    """
    own = set(own)
    said = sorted((number for number in found if not entries[number].pair.document), key=lambda number: -found[number].relevance)
    unordered = [number for number in found if entries[number].pair.document]
    sections, standing = sections_in_order(query, unordered, said, found, entries, own, answers, tokens)
    first = next(iter(sections), None)
    handicap = _handicap(query.text, [_best(each, found, entries) for each in (unordered, said) if each])
    worth = {number: found[number].relevance for number in said} | {number: mine + handicap for number, mine in sections.items()}
    if first is not None:
        worth[first] = max(worth[first], found[first].relevance + standing[first].lift)
    before = sorted(found, key=lambda number: (number not in own, -round(worth[number], 6), entries[number].pair.document is None))
    return before, standing


def both_kinds(ordered: Sequence[int], k: int, entries: Mapping[int, Entry]) -> list[int]:
    """The first k entries; the best past answer and the best section are always among them, if there are two places."""
    chosen = list(ordered[:k])
    for document in (True, False):
        best = next((number for number in ordered if is_section(entries[number]) == document), None)
        if best is not None and best not in chosen and k > 1:
            chosen[-1] = best
    return chosen


def is_section(entry: Entry | None) -> bool:
    """Whether an entry, if it is there, stands in a document."""
    return entry is not None and entry.pair.document is not None


def comparable(fit: Fit, entry: Entry) -> Fit:
    """How an entry fits, in numbers that mean the same for both: a section has no past question, so that what it says counts for that."""
    if entry.pair.document is None:
        return fit
    nearest = max(fit.similarity, fit.answer_similarity)
    return fit._replace(similarity=nearest)


def _handicap(asked: str, best: Sequence[Entry]) -> float:
    """What makes up for how little sections meet a question.

    Args:
        asked: the question.
        best: the section and the answer that meet it best; without both, there is nothing to compare.
    """
    if len(best) < 2:
        return 0.0
    language = language_of(asked)
    of_section, of_answer = (language_of(entry.pair.answer) for entry in best)
    return HANDICAP + (OTHER_LANGUAGE if of_section != language == of_answer else 0.0)


def _best(numbers: Sequence[int], found: Mapping[int, Fit], entries: Mapping[int, Entry]) -> Entry:
    return entries[max(numbers, key=lambda number: found[number].relevance)]
