"""Writes an evaluation for people, `report.html`, and for programs, `report.json`.

The page needs nothing beside itself: its style and plots are in it.
"""

import json
from dataclasses import asdict
from datetime import date
from html import escape
from pathlib import Path

from data.errors import DataError
from finetune.evaluation.evaluate import Evaluation
from finetune.evaluation.metrics import Scores
from finetune.evaluation.report.confusions import confusions, intents
from finetune.evaluation.report.decisions import decisions, honesty, scope_messages
from finetune.evaluation.report.text import percent
from finetune.evaluation.report.words import words

STYLE = Path(__file__).with_name("page.css")
SORTING = Path(__file__).with_name("sorting.js")


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
        page.write_text(_page(evaluation, **about), encoding="utf-8")
    except OSError as error:
        raise DataError(f"the report can't be written to {folder}: {error.strerror}; name another folder with --out") from error
    return page


def _page(evaluation: Evaluation, classifier: str, test: str, date: str) -> str:
    scores = evaluation.scores
    sections = [
        _headline(scores),
        _section("decisions", "What it would do with these messages", decisions(scores)),
        _section("confusions", "What it mixes up", confusions(scores)),
        _section("honesty", "Whether it knows how sure to be", honesty(evaluation)),
        _section("scope", "Messages about something else", scope_messages(scores.out_of_scope)) if scores.out_of_scope else "",
        _section("words", "What it looks at", words(evaluation)),
        _section("intents", "Every intent", intents(scores)),
    ]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Evaluation of {escape(classifier)}</title>
<style>{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header>
<h1>How well it reads</h1>
<p class="about">The classifier <b>{escape(classifier)}</b> on {scores.messages:,} messages of {scores.tested_intents:,} intents
from <b>{escape(test)}</b>, {date}.</p>
</header>
<main>
{"".join(sections)}
</main>
<footer>This page and report.json beside it quote messages of the test: share them as carefully as the test itself.</footer>
<script>{SORTING.read_text(encoding="utf-8")}</script>
</body>
</html>
"""


def _headline(scores: Scores) -> str:
    low, high = scores.accuracy_interval
    answered = scores.decisions[0]
    cards = [
        (
            "Accuracy",
            percent(scores.accuracy),
            f"of the messages are read rightly. With so many messages, the true figure lies between {percent(low)} and {percent(high)}.",
        ),
        (
            "Macro-F1",
            f"{scores.macro_f1:.3f}",
            "of 1: each intent found, and nothing else taken for it. Rare intents count as much as frequent ones.",
        ),
        (
            "Answered",
            percent(answered.share),
            "of the messages are answered at once; "
            + (f"{percent(answered.precision)} of these rightly." if answered.precision is not None else "it was never sure enough."),
        ),
        ("Calibration error", f"{scores.confidence.error:.3f}", "is how far its confidence is from how often it is right. 0 is perfect."),
    ]
    if scores.out_of_scope:
        cards.append(
            (
                "Out of scope",
                f"{scores.out_of_scope.auroc:.3f}",
                "AUROC: how often it finds a message about something else stranger than one of an intent. 0.5 is chance.",
            )
        )
    return '<div class="cards">' + "".join(_card(*card) for card in cards) + "</div>"


def _card(name: str, figure: str, meaning: str) -> str:
    return f'<div class="card"><h2>{name}</h2><p class="figure">{figure}</p><p>{escape(meaning)}</p></div>'


def _section(name: str, title: str, body: str) -> str:
    return f'<section id="{name}">\n<h2>{title}</h2>\n{body}\n</section>\n'
