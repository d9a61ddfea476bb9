"""Writes an evaluation for people, `report.html`, and for programs, `report.json`.

The page needs nothing beside itself: its style and plots are in it. `page.html.j2` is its text.
"""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from data.errors import DataError
from finetune.evaluation.evaluate import Evaluation
from finetune.evaluation.report.matrix import matrix
from finetune.evaluation.report.plots import reliability_plot, risk_coverage_plot, scope_plot
from finetune.evaluation.report.words import FULL, pieces

# Pairs of intents that are shown with the messages that were mixed up.
PAIRS = 10


def write_report(evaluation: Evaluation, folder: Path, classifier: str, test: str) -> Path:
    """Writes both files into `folder`, and returns the page's path; `classifier` and `test` say what was evaluated on what.

    Raises:
        DataError: the folder can't be written to.
    """
    page = folder / "report.html"
    about = {"classifier": classifier, "test": test, "date": date.today().isoformat()}
    fields = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in {**about, **asdict(evaluation)}.items()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text("{\n" + ",\n".join(fields) + "\n}\n", encoding="utf-8")
        page.write_text(_page(evaluation, about), encoding="utf-8")
    except OSError as error:
        raise DataError(f"the report can't be written to {folder}: {error.strerror}; name another folder with --out") from error
    return page


def _page(evaluation: Evaluation, about: dict[str, str]) -> str:
    scores = evaluation.scores
    plots = {
        "reliability": reliability_plot(scores.confidence, scores.probability),
        "risk_coverage": risk_coverage_plot(scores.risk_coverage, evaluation.answer_at, scores.decisions[0]),
        "scope": scope_plot(scores.out_of_scope) if scores.out_of_scope else "",
    }
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            **about,
            evaluation=evaluation,
            mistakes=sum(pair.count for pair in scores.confusions),
            most_pairs=PAIRS,
            matrix=matrix(scores),
            plots={name: Markup(plot) for name, plot in plots.items()},  # our own SVG
            full=FULL,
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"percent": _percent, "thousands": "{:,}".format, "breakable": _breakable, "pieces": pieces}
    return environment


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _breakable(intent: str) -> Markup:
    """An intent's name that may be broken after its underscores."""
    return escape(intent).replace("_", Markup("_<wbr>"))
