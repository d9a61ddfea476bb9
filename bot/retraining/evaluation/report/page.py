"""Writes an evaluation of the assistant for people, `report.html`, and for programs, `report.json`.

The page needs nothing beside itself. `page.html.j2` is its text; its style is that of the classifier's report.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Counts, Evaluation
from bot.retraining.evaluation.judging import Outcome
from data.errors import DataError
from finetune.evaluation.report.environment import environment
from finetune.evaluation.report.plots import reliability_plot


def write_report(evaluation: Evaluation, folder: Path, comparison: Comparison | None = None, reasons: Sequence[str] | None = None) -> Path:
    """Writes both files into `folder`, and returns the page's path.

    Args:
        evaluation: what the report is about.
        folder: made if it is missing.
        comparison: with another model.
        reasons: why the gate refuses the model; empty if it doesn't, none if it wasn't asked.

    Raises:
        DataError: the folder can't be written to.
    """
    page = folder / "report.html"
    fields = {**summary(evaluation, comparison), "date": date.today().isoformat(), "outcomes": list(map(_record, evaluation.outcomes))}
    if reasons is not None:
        fields = {"accepted": not reasons, "reasons": list(reasons), **fields}
    if comparison:
        fields["changes"] = [
            {"kind": change.kind, "before": _record(change.before), "after": _record(change.after)} for change in comparison.changes
        ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text(_json(fields), encoding="utf-8")
        page.write_text(_page(evaluation, comparison, reasons), encoding="utf-8")
    except OSError as error:
        raise DataError(f"the report can't be written to {folder}: {error.strerror}; name another folder with --out") from error
    return page


def summary(evaluation: Evaluation, comparison: Comparison | None = None) -> dict[str, Any]:
    """The headline figures, for programs; shares are in [0, 1]."""
    figures: dict[str, Any] = {
        "model": evaluation.model,
        **_figures(evaluation.all),
        "share_interval": [round(bound, 4) for bound in evaluation.interval],
        "calibration_error": round(evaluation.reliability.error, 4),
        "by_expected": _by_name(evaluation.by_expected),
        "by_language": _by_name(evaluation.by_language),
        "by_group": _by_name(evaluation.by_group),
    }
    if comparison:
        figures["against"] = {
            "model": comparison.before.model,
            **_figures(comparison.before.all),
            "better": comparison.better,
            "worse": comparison.worse,
            "p_value": round(comparison.p_value, 4),
        }
    return figures


def _figures(counts: Counts) -> dict[str, Any]:
    figures = {name: value for name, value in asdict(counts).items() if name != "name"}
    return {**figures, "share": round(counts.share, 4)}


def _by_name(rows: Sequence[Counts]) -> dict[str, Any]:
    return {counts.name: _figures(counts) for counts in rows}


def _record(outcome: Outcome) -> dict[str, Any]:
    question = asdict(outcome.question)
    return {
        "state": outcome.state,
        "text": question.pop("text"),
        "expected": question.pop("parts"),
        "came": [asdict(part) for part in outcome.came],
        "confidence": round(outcome.confidence, 4),
        "answer": outcome.text,
        **question,
    }


def _json(fields: dict[str, Any]) -> str:
    """An object with a field a line, and of its lists of records a record a line."""

    def written(value: Any) -> str:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n" + ",\n".join(json.dumps(record, ensure_ascii=False) for record in value) + "\n]"
        return json.dumps(value, ensure_ascii=False)

    return "{\n" + ",\n".join(f"{json.dumps(name)}: {written(value)}" for name, value in fields.items()) + "\n}\n"


def _page(evaluation: Evaluation, comparison: Comparison | None, reasons: Sequence[str] | None) -> str:
    series = {evaluation.model: evaluation.reliability}
    if comparison and comparison.before.model != evaluation.model:
        series[comparison.before.model] = comparison.before.reliability
    return (
        environment(Path(__file__).parent)
        .get_template("page.html.j2")
        .render(
            evaluation=evaluation,
            comparison=comparison,
            reasons=reasons,
            date=date.today().isoformat(),
            plot=Markup(reliability_plot(series, "questions")),  # our own SVG
        )
    )
