"""Which section of the documents goes first: what each is worth beside the others, and how the first one stands."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from data.languages import language_of, language_of_kept
from retrieval.search.entries import Entry, Fit, Query, Standing
from retrieval.search.language_neutral import neutral
from retrieval.search.late_interaction import SCALE, TokenText, TokenTexts
from retrieval.vectors.interface import Floats, VectorIndex, piece_ids

# What a section is worth more for each unit of cosine with what is expected to be said; for each unit by which a past answer that says the
# same meets the question better; and for each unit of cosine with the question by a second encoder.
# Fitted, as a softmax over the sections, on the questions over the help centre of `bench/documents` that aren't its test questions.
EXPECTED, LIFT, SECOND = 0.14, 0.25, 0.46
# By what the worth of sections is multiplied in that softmax.
SHARPNESS = 33.0
# The next section is quoted, too, where it is at least so likely beside the first. Of the 823 questions that all this is fitted on, the
# first is right for 603, one of those that are quoted for 647, and 186 answers have two.
AS_LIKELY = 0.4
# A section and an answer with this cosine say the same.
SAME_ANSWER = 0.55


def sections_in_order(
    query: Query,
    sections: Sequence[int],
    said: Sequence[int],
    found: Mapping[int, Fit],
    entries: Mapping[int, Entry],
    own: Collection[int],
    answers: VectorIndex,
    tokens: TokenTexts,
) -> tuple[dict[int, float], dict[int, Standing]]:
    """What sections are worth, those to the very same question first, then the best, in the unit of `Fit.relevance`; and how the first one
    stands.

    Args:
        query: the question.
        sections: the ids of their entries.
        said: those of past answers, the most relevant first.
        found: how each fits.
        entries: all these, by their ids.
        own: those to the very same question.
        answers: the vectors of what they say.
        tokens: where their tokens come from.
    """
    if not sections:
        return {}, {}
    texts = [entries[number].text for number in sections]
    vectors = _answers(answers, sections)  # (S, D)
    like_said = vectors @ _answers(answers, said).T if said else np.zeros((len(sections), 0), dtype=np.float32)  # (S, P)
    relevances = np.array([found[number].relevance for number in sections])  # (S,)
    met = np.array([found[number].relevance for number in said])  # (P,)
    lifts = np.maximum(np.where(like_said >= SAME_ANSWER, met - relevances[:, None], 0.0).max(axis=1, initial=0.0), 0.0)  # (S,)
    likeness = np.maximum((vectors @ query.expected.T).max(axis=1), 0.0) if query.expected is not None else np.zeros(len(sections))
    neutrals = _neutral_interactions(query, tokens.of(texts))  # (S,)
    second = query.second.cosines(texts) if query.second else np.zeros(len(sections), dtype=np.float32)  # (S,)
    said_as_well = LIFT * lifts + EXPECTED * likeness  # (S,)
    worth = neutrals + said_as_well + SECOND * second
    others = np.array([number not in own for number in sections])
    order = np.lexsort((-worth, others))
    first = order[0]
    lead = max(float(worth[first] - worth[order[1]]), 0.0) if len(order) > 1 else 0.0
    grown = np.exp(SHARPNESS * (worth - worth.max()))
    rival = order[1] if len(order) > 1 and others[first] and grown[order[1]] >= AS_LIKELY * grown[first] else None
    standing = Standing(
        lift=float(lifts[first]),
        lead=lead,
        share=float((grown[first] + (0.0 if rival is None else grown[rival])) / grown.sum()),
        neutral=float(neutrals[first]),
        second=float(second[first]),
        like_said=float(like_said[first, 0]) if said else 0.0,
        same_language=language_of_kept(entries[sections[first]].pair.answer) == language_of(query.text),
        rival=0 if rival is None else sections[rival],
    )
    worth += relevances[first] + said_as_well[first] - worth[first]  # beside past answers, the first one counts by what is known of both
    return {sections[place]: float(worth[place]) for place in order}, {sections[first]: standing}


def _neutral_interactions(query: Query, texts: Sequence[TokenText]) -> Floats:
    """How texts' tokens meet those of a question, as `retrieval.search.late_interaction` has it, without what tells their language (N,)."""
    if not len(query.reading.states):
        return np.zeros(len(texts), dtype=np.float32)
    asked, rarities = neutral(query.reading.states), query.token_weights / query.token_weights.sum()  # (T, D), (T,)
    return np.array(
        [rarities @ (asked @ neutral(each.states.astype(np.float32) / SCALE).T).max(axis=1, initial=0.0) for each in texts],
        dtype=np.float32,
    )


def _answers(answers: VectorIndex, numbers: Sequence[int]) -> Floats:
    return answers.vectors(np.concatenate([piece_ids(number, 1) for number in numbers]))
