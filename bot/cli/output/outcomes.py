"""An evaluation of the assistant in the terminal. What customers and agents wrote goes in as text, never as markup."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Counts, Evaluation
from bot.retraining.evaluation.judging import Outcome

# Rows of the worst answers, and of the questions that two models met differently.
SHOWN = 15
# Characters of a question or an answer: enough to know it again.
LENGTH = 160
COLOURS = {"right": "green", "unanswered": "yellow", "wrong_answer": "red"}


def show_evaluation(evaluation: Evaluation, out: Console) -> None:
    """Figures by what was expected, by language and by group, then the worst answers, then the sum."""
    for heading, rows in (("expected", evaluation.by_expected), ("language", evaluation.by_language), ("group", evaluation.by_group)):
        out.print(_counts(heading, rows))
    if evaluation.worst:
        out.print(_worst(evaluation.worst))
    counts, (low, high) = evaluation.all, evaluation.interval
    out.print(
        Text.assemble(
            (f"{counts.right:,} of {counts.questions:,} as expected: {counts.share:.1%}", "bold"),
            f" (with 95 % certainty from {low:.1%} to {high:.1%}); ",
            (f"{counts.wrong_answers:,} wrong and confident", "red" if counts.wrong_answers else ""),
            f", {counts.unanswered:,} asked back or handed over needlessly; calibration error {evaluation.reliability.error:.3f}.",
        ),
        soft_wrap=True,
    )


def show_comparison(comparison: Comparison, out: Console) -> None:
    """Which questions another model met differently, side by side, and whether that may be chance."""
    if comparison.changes:
        table = Table("", "question", "expected", "before", "now", title="Met differently", title_justify="left")
        for change in comparison.changes[:SHOWN]:
            colour = {"better": "green", "worse": "red"}.get(change.kind, "")
            came = [Text(each.came_in_words, style=COLOURS[each.state]) for each in (change.before, change.after)]
            table.add_row(Text(change.kind, style=colour), _asked(change.after), Text(change.after.expected_in_words), *came)
        out.print(table)
    before = comparison.before.all
    out.print(
        Text.assemble(
            (f"{comparison.better:,} better, {comparison.worse:,} worse", "bold"),
            f" than {comparison.before.model} ({before.right:,} of {before.questions:,}, {before.wrong_answers:,} wrong and confident); "
            f"by chance with p = {comparison.p_value:.3f} (McNemar's exact test).",
        ),
        soft_wrap=True,
    )


def _counts(heading: str, rows: Sequence[Counts]) -> Table:
    table = Table(heading, box=None, header_style="bold")
    for name in ("questions", "right", "share", "not answered", "wrong and confident"):
        table.add_column(name, justify="right")
    for row in rows:
        wrong = Text(f"{row.wrong_answers:,}", style="red" if row.wrong_answers else "")
        table.add_row(Text(row.name), f"{row.questions:,}", f"{row.right:,}", f"{row.share:.1%}", f"{row.unanswered:,}", wrong)
    return table


def _worst(worst: Sequence[Outcome]) -> Table:
    title = f"The worst {min(SHOWN, len(worst)):,} of {len(worst):,}"
    table = Table("", "question", "expected", "came", "said", title=title, title_justify="left")
    for outcome in worst[:SHOWN]:
        sure = Text(f"{outcome.confidence:.2f}", style=COLOURS[outcome.state])
        came = Text(outcome.came_in_words, style=COLOURS[outcome.state])
        table.add_row(sure, _asked(outcome), Text(outcome.expected_in_words), came, Text(_short(outcome.text)))
    return table


def _asked(outcome: Outcome) -> Text:
    before = [(f"{_short(text)}\n", "dim") for text in outcome.question.before]
    return Text.assemble(*before, _short(outcome.question.text))


def _short(text: str) -> str:
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"
