"""How what would be quoted of a hit meets a question, in numbers."""

from typing import NamedTuple

from retrieval.search.answer_verifier import SUREST
from retrieval.search.named_things import NamedThings


class Quoted(NamedTuple):
    """What would be quoted, beside a question.

    Attributes:
        interaction, weakest, gap: how its tokens meet those of the question (`retrieval.search.late_interaction`).
        answers: log-odds that it answers the question (`retrieval.search.answer_verifier`); 0 for a section, on which nothing was learnt.
        amount: 1 if it says an amount of the kind that is asked for, -1 if it says none, 0 if no amount is asked for.
        named: 1 if it, or the past question, names something of the company's that the question names, -1 if neither does, 0 if the
            question names nothing.
        names_more: 1 if it names something that the question doesn't, else 0.
        kind: 1 if the question has a word for what it speaks of (“kettle” for the Fjord), -1 if it has none, 0 if the question names it, or
            no such words are known.
        things: that the question names, beside all that is known of the dialogue.
        other_language: 1 if it is in another language than the question, else 0.
    """

    interaction: float = 0.0
    weakest: float = 0.0
    gap: float = 0.0
    answers: float = -SUREST
    amount: float = 0.0
    named: float = 0.0
    names_more: float = 0.0
    kind: float = 0.0
    things: NamedThings = NamedThings()
    other_language: float = 0.0

    @property
    def meets(self) -> dict[str, float]:
        """Whether amounts, names and things are those that are asked for, as features of a regression: 0 or 1 each."""
        return {
            "amount_said": float(self.amount > 0),
            "amount_missing": float(self.amount < 0),
            "named": float(self.named > 0),
            "not_named": float(self.named < 0),
            "names_more": self.names_more,
            "same_kind": float(self.kind > 0),
            "other_kind": float(self.kind < 0),
        }


NOT_QUOTED = Quoted()
