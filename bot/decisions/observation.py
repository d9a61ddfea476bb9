"""What is known of a question when it comes to deciding, as numbers that mean the same for every company."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.decisions.log_odds import log_odds
from bot.decisions.own_case import SUREST, own_case
from bot.decisions.ranking import Ranking, answering, likeliest, verified
from bot.domain import CLARIFY, OUT_OF_SCOPE, PERSON, SMALL_TALK
from retrieval.search.beside import NO_TEXTS, Beside
from retrieval.search.entries import Fit, Standing
from retrieval.search.named_things import thing_tokens
from retrieval.search.quoted import NOT_QUOTED, Quoted

if TYPE_CHECKING:
    from finetune.arrays import Floats
    from finetune.classifier.late_interaction import Alignment
    from finetune.classifier.prediction import Match, Prediction
    from retrieval.search.entries import Hit

# Intents that have a meaning of their own: each has features by its name. What examples of `out_of_scope` are like is a matter of chance:
# how near a question is to them misled.
NAMED, NEAR = (CLARIFY, OUT_OF_SCOPE, PERSON), (CLARIFY, PERSON)
# Nothing was found: nothing fits.
NO_FIT = Fit(
    similarity=0.0, answer_similarity=0.0, coverage=0.0, agreement=0.0, shared=0.0, interaction=0.0, weakest=0.0, gap=0.0, lead=0.0
)
# About what a passage's tokens meet of a question's, and what a question says besides the thing that it names, as it is weighed: where that
# isn't known, it counts as much as that.
MEAN_INTERACTION, MEAN_REST = 0.5, 3.5
NO_MATCH = (0.0, 0.0, 0.0, 0.0, 0.0)
# An intent whose examples have so many tokens is known well. One with fewer covers less of any question, and means it all the same:
# `MEAN_COVERAGE` and `MEAN_GAP` are those of a question whose intent is known well.
MANY_TOKENS, MEAN_COVERAGE, MEAN_GAP = 500, 0.75, 2.5
_log_odds = partial(log_odds, least=1e-4)


class SectionSeen(NamedTuple):
    """The best section of a document for a question.

    Attributes:
        fit: how well it fits.
        standing: how it stands among all that was found.
        beside: how what the first intent's template says stands beside the question and the section.
        quoted: how what would be quoted of it meets the question.
    """

    fit: Fit
    standing: Standing
    beside: Beside
    quoted: Quoted


@dataclass(frozen=True)
class Observation:
    """One question beside all that the company has written and said.

    Attributes:
        ranking: intents with their probabilities, the likeliest first, by classifier and templates (`bot.decisions.ranking`).
        matches: for the first intents and the named ones: coverage, weakest, gap, nearest by e5, nearest by the English encoder.
        in_scope: calibrated probability that the message is about anything that was taught.
        fit: how well the best past answer fits; none if none was found.
        template: the intent whose template says what that passage says, if one does.
        information: how much the message says, in nats.
        english: whether the English encoder reads it, 0 to 1.
        quoted: how what would be quoted of the best past answer meets the question.
        own_case: log-odds that it tells of its customer's own case (`bot.decisions.own_case`).
        tokens: how many tokens the examples of the first intent have whose template answers.
        section: the best section of a document; none where there is none.
        besides: coverage, weakest and gap of the first intent besides the things that the question names, which no template is about; none
            where these are as they are in `matches`.
        template_answers: log-odds that the first intent's template answers it, told by what it says.
    """

    ranking: Ranking
    matches: Mapping[str, tuple[float, float, float, float, float]]
    in_scope: float = 0.5
    fit: Fit | None = None
    template: str | None = None
    information: float = 0.0
    english: float = 1.0
    quoted: Quoted = NOT_QUOTED
    own_case: float = -SUREST
    tokens: int = MANY_TOKENS
    section: SectionSeen | None = None
    besides: tuple[float, float, float] | None = None
    template_answers: float = 0.0

    @classmethod
    def of(
        cls,
        prediction: Prediction,
        hits: Sequence[Hit],
        information: float,
        beside: Beside = NO_TEXTS,
        template_answers: Mapping[str, float] = MappingProxyType({}),
    ) -> Observation:
        """What classifier and search found out; of past answers and of sections, the best counts.

        Args:
            prediction, hits, information: of the question.
            beside: how the first template stands beside the best section.
            template_answers: log-odds that the likeliest intents' templates answer the question (`bot.models.search.Templates`).
        """
        said = next((hit for hit in hits if not hit.passage.document), None)
        section = next((hit for hit in hits if hit.passage.document), None)
        ranking = verified(prediction.ranking, template_answers)
        first = likeliest(ranking)
        return cls(
            ranking,
            {intent: _numbers(match) for intent, match in prediction.matches.items()},
            prediction.in_scope,
            said.fit if said else None,
            said.passage.template if said else None,
            information,
            1 - prediction.foreign,
            said.quoted if said else NOT_QUOTED,
            own_case(prediction.sentence),
            prediction.matches[first].alignment.states if first in prediction.matches else MANY_TOKENS,
            SectionSeen(section.fit, section.standing, beside, section.quoted) if section else None,
            _besides(prediction.matches[first].alignment, prediction.reading.states) if first in prediction.matches else None,
            template_answers.get(first, 0.0),
        )

    @property
    def answering(self) -> list[tuple[str, float]]:
        """The intents whose templates answer, the likeliest first."""
        return answering(self.ranking)


def features(observed: Observation) -> dict[str, float]:
    """What the confidence is made of: log-odds, cosines and nats. What isn't there counts as nothing."""
    probabilities = dict(observed.ranking)
    (first, sure), (second, next_best) = (*observed.answering, ("", 0.0), ("", 0.0))[:2]
    coverage, weakest, gap, nearest, english = observed.matches.get(first, NO_MATCH)
    besides_coverage, besides_weakest, besides_gap = observed.besides or (coverage, weakest, gap)
    rival = observed.matches.get(second, NO_MATCH)
    fit = observed.fit or NO_FIT
    quoted, things = observed.quoted, observed.quoted.things
    few = math.log(MANY_TOKENS / min(max(observed.tokens, 1), MANY_TOKENS))
    near = {intent: observed.matches.get(intent, NO_MATCH) for intent in NEAR}
    return {
        "template": _log_odds(sure),
        "lead": sure - next_best,
        "coverage": coverage,
        "coverage_lead": coverage - rival[0],
        "weakest": weakest,
        "gap": gap,
        "besides_coverage": besides_coverage,
        "besides_weakest": besides_weakest,
        "besides_gap": besides_gap,
        "nearest": nearest,
        "nearest_lead": nearest - rival[3],
        "nearest_english": english,
        "template_answers": observed.template_answers,
        "few": few,
        "few_template": few * _log_odds(sure),
        "few_coverage": few * (coverage - MEAN_COVERAGE),
        "few_gap": few * (gap - MEAN_GAP),
        "few_template_answers": few * observed.template_answers,
        "small_talk": float(first in SMALL_TALK),
        **{intent: _log_odds(probabilities.get(intent, 0.0)) for intent in NAMED},
        **{f"{intent}_coverage": match[0] - coverage for intent, match in near.items()},
        **{f"{intent}_nearest": match[3] for intent, match in near.items()},
        "in_scope": _log_odds(observed.in_scope),
        "interaction": fit.interaction,
        "interaction_weakest": fit.weakest,
        "interaction_gap": fit.gap,
        "interaction_lead": fit.lead,
        "interaction_beside_coverage": fit.interaction - coverage,
        "similarity": fit.similarity,
        "answer_similarity": fit.answer_similarity,
        "words": fit.coverage,
        "shared": math.log1p(fit.shared),
        "agreement": fit.agreement,
        "quoted_interaction": quoted.interaction,
        "quoted_weakest": quoted.weakest,
        "quoted_gap": quoted.gap,
        "answers": quoted.answers,
        **quoted.meets,
        "thing": things.named,
        "thing_share": things.share,
        "thing_rest": math.log1p(things.rest) - MEAN_REST if things.rest else 0.0,
        "thing_unmet": things.unmet,
        "thing_met": things.met,
        "thing_of_other_kind": things.named * float(quoted.kind < 0),
        "other_language": quoted.other_language,
        "other_language_interaction": quoted.other_language * (fit.interaction - MEAN_INTERACTION),
        "own_case": observed.own_case,
        "same_template": float(observed.template is not None and observed.template == first),
        "other_template": float(observed.template is not None and observed.template != first),
        "information": math.log1p(observed.information),
        "english": observed.english,
    }


def _numbers(match: Match) -> tuple[float, float, float, float, float]:
    return match.coverage, match.weakest, match.gap, match.nearest_e5, match.nearest_minilm


def _besides(alignment: Alignment, states: Floats) -> tuple[float, float, float]:
    """Coverage, weakest and gap of an intent, of tokens with these states (T, D), by what they say besides the things that they name."""
    rest = alignment._replace(weights=alignment.weights * (1 - thing_tokens(states)))
    return rest.coverage, rest.weakest, rest.gap
