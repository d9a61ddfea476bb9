"""What the classifier would do: answer, ask back, hand over; how sure it is of that, and what it does with what was never taught."""

from collections.abc import Sequence
from html import escape

from finetune.evaluation.evaluate import Evaluation
from finetune.evaluation.metrics import DecisionScore, OutOfScope, Scores
from finetune.evaluation.report.plots import reliability_plot, risk_coverage_plot, scope_plot
from finetune.evaluation.report.text import intent_name, percent

SAID = {
    "answer": ("Answered", "were read rightly"),
    "clarify": ("Asked back", "had the right intent among those it would offer"),
    "hand_over": ("Handed over", "would have been read wrongly"),
}


def decisions(scores: Scores) -> str:
    return f"""<p>The classifier alone decides here. In a conversation, past answers may still serve what it would hand over.</p>
{_bar(scores.decisions)}"""


def honesty(evaluation: Evaluation) -> str:
    scores = evaluation.scores
    answered = scores.decisions[0]
    wrong = "" if answered.precision is None else f", {percent(1 - answered.precision)} of them wrongly"
    return f"""<div class="columns">
<figure>{reliability_plot(scores.confidence, scores.probability)}
<figcaption>Of messages with a confidence of 80%, about 80% should be right: the dots should lie on the dashed line. Above it, it is
more modest than need be; below it, it boasts. Large dots stand for many messages. The <i>confidence</i> allows for messages about something
else and is what it decides by (error {scores.confidence.error:.3f}); the <i>probability</i> assumes that one of its intents is right
(error {scores.probability.error:.3f}).</figcaption></figure>
<figure>{risk_coverage_plot(scores.risk_coverage, evaluation.answer_at, answered)}
<figcaption>The more it answers, the more is wrong: the curve should stay low as far to the right as can be. The mean over the curve is
{scores.risk_coverage.area:.4f}. From a confidence of {evaluation.answer_at:.2f} on, it answers: {percent(answered.share)} of the
messages{wrong}.</figcaption></figure>
</div>"""


def scope_messages(scope: OutOfScope) -> str:
    rows = "".join(
        f"<tr><td><q>{escape(each.text)}</q></td><td>{intent_name(each.predicted)}</td>"
        f'<td class="number">{percent(each.confidence)}</td></tr>'
        for each in scope.answered
    )
    answered = f"""<h3>Answered all the same</h3>
<table><thead><tr><th>Message</th><th>Read as</th><th class="number">Confidence</th></tr></thead><tbody>{rows}</tbody></table>"""
    return f"""<p>{scope.messages:,} messages belong to no intent. It should hand these over.</p>
<div class="columns">
<figure>{scope_plot(scope)}
<figcaption>How strange it finds messages. The less the two kinds overlap, the better: of one message of each kind, it finds the one
about something else stranger in {percent(scope.auroc)} of cases.</figcaption></figure>
<div>{_bar(scope.decisions, precision=False)}{answered if rows else ""}</div>
</div>"""


def _bar(decisions: Sequence[DecisionScore], precision: bool = True) -> str:
    parts = "".join(f'<i class="{each.decision}" style="flex-grow:{each.share:.4f}"></i>' for each in decisions if each.count)
    rows = []
    for each in decisions:
        name, well = SAID[each.decision]
        meaning = f"; {percent(each.precision)} of these {well}" if precision and each.precision is not None else ""
        rows.append(
            f'<li><i class="{each.decision}"></i><b>{name}</b> {percent(each.share)} '
            f'<span class="muted">({each.count:,}){meaning}</span></li>'
        )
    return f'<div class="bar">{parts}</div><ul class="legend">{"".join(rows)}</ul>'
