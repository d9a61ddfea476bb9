"""Writes an evaluation for people, `report.html`, and for programs, `report.json`.

The page needs nothing beside itself: its style and plots are in it. `page.html.j2` is its text.
"""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from markupsafe import Markup

from data.errors import DataError
from finetune.evaluation.evaluate import Evaluation
from finetune.evaluation.report.environment import environment
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
        "reliability": reliability_plot({"confidence": scores.confidence, "probability": scores.probability}, "messages"),
        "risk_coverage": risk_coverage_plot(scores.risk_coverage, evaluation.answer_at, scores.decisions[0]),
        "scope": scope_plot(scores.out_of_scope) if scores.out_of_scope else "",
    }
    return (
        environment(Path(__file__).parent)
        .get_template("page.html.j2")
        .render(
            **about,
            evaluation=evaluation,
            mistakes=sum(pair.count for pair in scores.confusions),
            most_pairs=PAIRS,
            matrix=matrix(scores),
            plots={name: Markup(plot) for name, plot in plots.items()},  # our own SVG
            full=FULL,
            pieces=pieces,
        )
    )
