"""Writes an evaluation for people, `report.html`, and for programs, `report.json`.

The page needs nothing beside itself: its style and plots are in it. The plots take the page's colours, so they are dark where it is.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from html import escape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import DataError
from finetune.evaluation import (
    Confusion,
    DecisionScore,
    Evaluation,
    IntentScore,
    OutOfScope,
    Picture,
    Reliability,
    RiskCoverage,
    Scores,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A larger confusion matrix can't be read.
MATRIX = 20
PAIRS = 10
# What the plots are drawn with, and the page's colours that take their place.
INK, MUTED, LINE, ACCENT, SECOND = "#010101", "#020202", "#030303", "#040404", "#050505"
COLOURS = {INK: "--ink", MUTED: "--muted", LINE: "--line", ACCENT: "--accent", SECOND: "--second"}
# An even share of attention is pale; so many times that is the full colour. An effect below `FAINT` stays pale, too.
FULL = 3
FAINT = 0.05
SAID = {
    "answer": ("Answered", "were read rightly"),
    "clarify": ("Asked back", "had the right intent among those it would offer"),
    "hand_over": ("Handed over", "would have been read wrongly"),
}


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
        _section("decisions", "What it would do with these messages", _decisions(scores)),
        _section("confusions", "What it mixes up", _confusions(scores)),
        _section("honesty", "Whether it knows how sure to be", _honesty(evaluation)),
        _section("scope", "Messages about something else", _scope(scores.out_of_scope)) if scores.out_of_scope else "",
        _section("words", "What it looks at", _words(evaluation)),
        _section("intents", "Every intent", _intents(scores)),
    ]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Evaluation of {escape(classifier)}</title>
<style>{STYLE}</style>
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
<script>{SORTING}</script>
</body>
</html>
"""


def _headline(scores: Scores) -> str:
    low, high = scores.accuracy_interval
    answered = scores.decisions[0]
    cards = [
        (
            "Accuracy",
            _percent(scores.accuracy),
            f"of the messages are read rightly. With so many messages, the true figure lies between {_percent(low)} and {_percent(high)}.",
        ),
        (
            "Macro-F1",
            f"{scores.macro_f1:.3f}",
            "of 1: each intent found, and nothing else taken for it. Rare intents count as much as frequent ones.",
        ),
        (
            "Answered",
            _percent(answered.share),
            "of the messages are answered at once; "
            + (f"{_percent(answered.precision)} of these rightly." if answered.precision is not None else "it was never sure enough."),
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


def _decisions(scores: Scores) -> str:
    return f"""<p>The classifier alone decides here. In a conversation, past answers may still serve what it would hand over.</p>
{_bar(scores.decisions)}"""


def _bar(decisions: Sequence[DecisionScore], precision: bool = True) -> str:
    parts = "".join(f'<i class="{each.decision}" style="flex-grow:{each.share:.4f}"></i>' for each in decisions if each.count)
    rows = []
    for each in decisions:
        name, well = SAID[each.decision]
        meaning = f"; {_percent(each.precision)} of these {well}" if precision and each.precision is not None else ""
        rows.append(
            f'<li><i class="{each.decision}"></i><b>{name}</b> {_percent(each.share)} '
            f'<span class="muted">({each.count:,}){meaning}</span></li>'
        )
    return f'<div class="bar">{parts}</div><ul class="legend">{"".join(rows)}</ul>'


def _confusions(scores: Scores) -> str:
    if not scores.confusions:
        return f"<p>Nothing: each message was read rightly.</p>{_matrix(scores, 0)}"
    mistakes = sum(pair.count for pair in scores.confusions)
    rows = "".join(
        f'<tr><td class="number">{pair.count}</td><td><b>{_name(pair.label)}</b><br>'
        f'<span class="muted">read as</span> <b>{_name(pair.predicted)}</b></td><td>{_quotes(pair)}</td></tr>'
        for pair in scores.confusions[:PAIRS]
    )
    return f"""<p>{mistakes:,} of {scores.messages:,} messages were read wrongly. Pairs that are often mixed up may be one intent with
two names, or need examples that tell them apart.</p>
<table class="pairs"><thead><tr><th class="number">Times</th><th>Intent</th><th>Messages, the surest first</th></tr></thead>
<tbody>{rows}</tbody></table>
{_matrix(scores, mistakes)}"""


def _quotes(pair: Confusion) -> str:
    return "".join(f"<q>{escape(text)}</q>" for text in pair.examples)


def _matrix(scores: Scores, mistakes: int) -> str:
    names = scores.confusion_matrix.intents
    chosen = range(len(names)) if len(names) <= MATRIX else _most_confused(scores)
    if not chosen:
        return ""
    counts = [[scores.confusion_matrix.counts[row][column] for column in chosen] for row in chosen]
    shown = sum(count for row, line in enumerate(counts) for column, count in enumerate(line) if row != column)
    largest = max(max(line) for line in counts)
    wrong = max((count for row, line in enumerate(counts) for column, count in enumerate(line) if row != column), default=0)
    body = []
    for row, place in enumerate(chosen):
        cells = []
        for column, count in enumerate(counts[row]):
            share = count / (largest if row == column else wrong) if count else 0.0
            what = f"{names[place]}, read as {names[chosen[column]]}: {count}"
            kind = "hit" if row == column else "miss"
            cells.append(f'<td class="{kind}" style="--share:{share:.2f}" title="{escape(what)}">{count or ""}</td>')
        body.append(f'<tr><th scope="row">{escape(names[place])} <span class="muted">{row + 1}</span></th>{"".join(cells)}</tr>')
    head = "".join(f'<th title="{escape(names[place])}">{column + 1}</th>' for column, place in enumerate(chosen))
    part = (
        "A row is an intent, a column what its messages were read as; the columns have the rows' order."
        if len(names) <= MATRIX
        else f"The {len(chosen)} most confused of {len(names)} intents: a row is an intent, a column what its messages were read as, in "
        f"the rows' order. It shows {shown:,} of the {mistakes:,} mistakes; report.json has the whole matrix."
    )
    return f"""<h3>Confusion matrix</h3><p>{part}</p>
<div class="wide"><table class="matrix"><thead><tr><th></th>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>"""


def _most_confused(scores: Scores) -> list[int]:
    """Places of the intents in the most frequent confusions, those that are mixed up side by side."""
    chosen: list[str] = []
    for pair in scores.confusions:
        new = [name for name in (pair.label, pair.predicted) if name not in chosen]
        if len(chosen) + len(new) <= MATRIX:
            near = next((place + 1 for place, name in enumerate(chosen) if name in (pair.label, pair.predicted)), len(chosen))
            chosen[near:near] = new
    return [scores.confusion_matrix.intents.index(name) for name in chosen]


def _honesty(evaluation: Evaluation) -> str:
    scores = evaluation.scores
    answered = scores.decisions[0]
    wrong = "" if answered.precision is None else f", {_percent(1 - answered.precision)} of them wrongly"
    return f"""<div class="columns">
<figure>{_reliability(scores.confidence, scores.probability)}
<figcaption>Of messages with a confidence of 80%, about 80% should be right: the dots should lie on the dashed line. Above it, it is
more modest than need be; below it, it boasts. Large dots stand for many messages. The <i>confidence</i> allows for messages about something
else and is what it decides by (error {scores.confidence.error:.3f}); the <i>probability</i> assumes that one of its intents is right
(error {scores.probability.error:.3f}).</figcaption></figure>
<figure>{_risk_coverage(scores.risk_coverage, evaluation.answer_at, answered)}
<figcaption>The more it answers, the more is wrong: the curve should stay low as far to the right as can be. The mean over the curve is
{scores.risk_coverage.area:.4f}. From a confidence of {evaluation.answer_at:.2f} on, it answers: {_percent(answered.share)} of the
messages{wrong}.</figcaption></figure>
</div>"""


def _scope(scope: OutOfScope) -> str:
    rows = "".join(
        f'<tr><td><q>{escape(each.text)}</q></td><td>{_name(each.predicted)}</td><td class="number">{_percent(each.confidence)}</td></tr>'
        for each in scope.answered
    )
    answered = f"""<h3>Answered all the same</h3>
<table><thead><tr><th>Message</th><th>Read as</th><th class="number">Confidence</th></tr></thead><tbody>{rows}</tbody></table>"""
    return f"""<p>{scope.messages:,} messages belong to no intent. It should hand these over.</p>
<div class="columns">
<figure>{_scope_plot(scope)}
<figcaption>How strange it finds messages. The less the two kinds overlap, the better: of one message of each kind, it finds the one
about something else stranger in {_percent(scope.auroc)} of cases.</figcaption></figure>
<div>{_bar(scope.decisions, precision=False)}{answered if rows else ""}</div>
</div>"""


def _words(evaluation: Evaluation) -> str:
    faith = evaluation.faithfulness
    wrong = f"<h3>Read wrongly, the surest first</h3>{''.join(map(_picture, evaluation.wrong))}" if evaluation.wrong else ""
    return f"""<p>Each message stands here twice. Above, words are <span class="attention" style="--share:.8">blue</span> where the
classifier's attention fell: full blue is {FULL} times an even share. Below, they are
<span class="for" style="--share:.8">green</span> the more the reading depends on them, and
<span class="against" style="--share:.8">red</span> if they speak against it; for that, each word was left out in turn.</p>
<p>Do these colours explain anything? When the fifth of the words with the most attention is left out, the probability of the reading
falls by {100 * faith.attention:.1f} points; without those with the largest effect, by {100 * faith.effect:.1f}; without words by lot, by
{100 * faith.chance:.1f}. Colours that explain are well above the lot.</p>
<h3>Read rightly</h3>{"".join(map(_picture, evaluation.right))}
{wrong}"""


def _picture(picture: Picture) -> str:
    words = picture.words
    full = max([FULL * sum(word.attention for word in words) / max(len(words), 1), *(word.attention for word in words), 1e-9])
    strongest = max([FAINT, *(abs(word.effect) for word in words)])
    attention = _coloured(picture, [("attention", word.attention / full) for word in words])
    effect = _coloured(picture, [("for" if word.effect >= 0 else "against", abs(word.effect) / strongest) for word in words])
    truth = "" if picture.predicted == picture.label else f'<b>{_name(picture.label)}</b> <span class="muted">read as</span> '
    return f"""<div class="picture"><p>{truth}<b>{_name(picture.predicted)}</b>
<span class="muted">· confidence {_percent(picture.confidence)}, {SAID[picture.decision][0].lower()}</span></p>
<p class="message"><span class="muted">attention</span><span>{attention}</span></p>
<p class="message"><span class="muted">effect</span><span>{effect}</span></p></div>"""


def _coloured(picture: Picture, colours: Sequence[tuple[str, float]]) -> str:
    """The message with its words coloured, by a class and a strength in [0, 1] for each."""
    pieces, end = [], 0
    for word, (kind, share) in zip(picture.words, colours):
        figures = f"attention {word.attention:.2f}, effect {word.effect:+.2f}"
        pieces.append(escape(picture.text[end : word.start]))
        pieces.append(f'<span class="{kind}" style="--share:{share:.2f}" title="{figures}">{escape(word.text)}</span>')
        end = word.start + len(word.text)
    return "".join(pieces) + escape(picture.text[end:])


def _intents(scores: Scores) -> str:
    return f"""<p>The hardest first; a click on a heading sorts. <i>Precision</i>: of the messages read as this intent, the share that is.
<i>Recall</i>: of its messages, the share that was found. <i>F1</i> is high only if both are.</p>
<div class="wide"><table class="sortable"><thead><tr><th>Intent</th><th class="number">Messages</th><th class="number">Precision</th>
<th class="number">Recall</th><th class="number">F1</th><th>Read as, instead</th></tr></thead>
<tbody>{"".join(map(_intent, scores.intents))}</tbody></table></div>"""


def _intent(row: IntentScore) -> str:
    figures = "".join(f'<td class="number">{figure:.3f}</td>' for figure in (row.precision, row.recall, row.f1))
    instead = "".join(
        f"<details><summary>{pair.count} × {_name(pair.predicted)}</summary>{_quotes(pair)}</details>" for pair in row.confusions
    )
    return f'<tr><td><b>{_name(row.intent)}</b></td><td class="number">{row.support}</td>{figures}<td>{instead}</td></tr>\n'


def _name(intent: str) -> str:
    """An intent's name that may be broken after its underscores."""
    return escape(intent).replace("_", "_<wbr>")


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _reliability(confidence: Reliability, probability: Reliability) -> str:
    def draw(figure: "Figure") -> None:
        curve, counts = figure.subplots(2, sharex=True, gridspec_kw={"height_ratios": (4, 1)})
        curve.plot((0, 1), (0, 1), linestyle="--", color=MUTED, linewidth=1)
        for series, colour, name in ((probability, SECOND, "probability"), (confidence, ACCENT, "confidence")):
            full = [each for each in series.bins if each.count]
            most = max(each.count for each in full)
            across, up = [each.confidence for each in full], [each.accuracy for each in full]
            curve.scatter(across, up, s=[5 + 150 * each.count / most for each in full], color=colour, linewidth=0, alpha=0.85)
            curve.plot([], [], marker="o", linestyle="", color=colour, label=name)
        width = 1 / len(confidence.bins)
        for series, colour, shift in ((probability, SECOND, 0.5), (confidence, ACCENT, 0.0)):
            counts.bar(
                [each.lower + shift * width for each in series.bins],
                [each.count for each in series.bins],
                width / 2.3,
                0,
                align="edge",
                color=colour,
            )
        curve.set(ylim=(-0.03, 1.03), xlim=(-0.02, 1.02), ylabel="right")
        counts.set(ylabel="messages", xlabel="says to be right with")
        curve.legend(frameon=False, loc="upper left")
        _in_percent(curve, "y")
        _in_percent(counts, "x")

    return _plot("Reliability diagram", draw)


def _risk_coverage(curve: RiskCoverage, answer_at: float, answered: DecisionScore) -> str:
    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        across, up = [point.coverage for point in curve.points], [point.risk for point in curve.points]
        axes.fill_between(across, up, color=ACCENT, alpha=0.12, linewidth=0)
        axes.plot(across, up, color=ACCENT, linewidth=1.8)
        if answered.precision is not None:
            label = f"answers from {answer_at:.2f} on"
            axes.scatter([answered.share], [1 - answered.precision], s=60, color=SECOND, zorder=3, clip_on=False, label=label)
            axes.legend(frameon=False, loc="upper left")
        axes.set(xlim=(0, 1.02), ylim=(0, max(*up, 0.02) * 1.15), xlabel="answered", ylabel="wrong among the answered")
        _in_percent(axes, "x")
        _in_percent(axes, "y")

    return _plot("Risk-coverage curve", draw)


def _scope_plot(scope: OutOfScope) -> str:
    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        width = scope.edges[1] - scope.edges[0]
        for counts, colour, shift, name in (
            (scope.inside, ACCENT, 0.04, "of an intent"),
            (scope.outside, SECOND, 0.5, "about something else"),
        ):
            total = sum(counts)
            lefts = [edge + shift * width for edge in scope.edges[:-1]]
            axes.bar(lefts, [count / total for count in counts], width * 0.44, 0, align="edge", color=colour, label=name)
        axes.set(xlim=(0, 1), xlabel="probability of being out of scope", ylabel="share of messages")
        axes.legend(frameon=False)
        _in_percent(axes, "x")
        _in_percent(axes, "y")

    return _plot("How strange messages are found", draw)


def _in_percent(axes: "Axes", which: str) -> None:
    from matplotlib.ticker import PercentFormatter

    (axes.xaxis if which == "x" else axes.yaxis).set_major_formatter(PercentFormatter(1, decimals=None))


def _plot(title: str, draw: Callable[["Figure"], None]) -> str:
    """An SVG for the middle of a page."""
    import matplotlib  # takes seconds to import, and only the report needs it
    from matplotlib.figure import Figure

    look = {
        "svg.fonttype": "none",  # text stays text
        "svg.hashsalt": title,  # the same file each time, and no name twice on a page
        "font.size": 10,
        "text.color": INK,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": LINE,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": LINE,
        "grid.linewidth": 0.6,
        "xtick.color": LINE,
        "ytick.color": LINE,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
    }
    written = StringIO()
    with matplotlib.rc_context(look):
        figure = Figure(figsize=(5.4, 4.2), constrained_layout=True)
        draw(figure)
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = written.getvalue()
    svg = re.sub(r' id="[\w.]+_\d+"', "", svg[svg.index("<svg") :])  # matplotlib numbers each plot's parts anew
    svg = re.sub(r' (?:width|height)="[\d.]+pt"', "", svg, count=2)
    for drawn, colour in COLOURS.items():
        svg = svg.replace(drawn, f"var({colour})")
    return svg.replace("<svg", f'<svg class="plot" role="img" aria-label="{escape(title)}"', 1)


STYLE = """
:root {
  --paper: #fff; --raised: #f6f7f9; --ink: #1b2330; --muted: #667085; --line: #dfe3ea;
  --accent: #2463c9; --second: #d9822b; --good: #2d8a57; --bad: #c8453b;
  --accent-rgb: 36 99 201; --good-rgb: 45 138 87; --bad-rgb: 200 69 59;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161d; --raised: #1b212b; --ink: #e6e9ef; --muted: #98a2b3; --line: #303846;
    --accent: #6ea8ff; --second: #f0a45c; --good: #55c08a; --bad: #f07a70;
    --accent-rgb: 78 140 255; --good-rgb: 62 176 117; --bad-rgb: 232 93 82;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 3rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1 { margin: 0; font-size: 2.1rem; line-height: 1.2; letter-spacing: -.02em; }
h2 { margin: 0 0 .6rem; font-size: 1.35rem; letter-spacing: -.01em; }
h3 { margin: 2rem 0 .4rem; font-size: 1rem; }
p { margin: 0 0 .8rem; max-width: 46rem; }
.about, .muted, footer { color: var(--muted); }
.about b { color: var(--ink); font-weight: 600; }
section { margin-top: 3.2rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: 1rem; margin-top: 2rem; }
.card { padding: 1rem 1.1rem; border-radius: .7rem; background: var(--raised); }
.card h2 { margin: 0; font-size: .9rem; font-weight: 600; letter-spacing: 0; color: var(--muted); }
.card .figure { margin: .1rem 0 .3rem; font-size: 2rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.card p { margin: 0; font-size: .86rem; line-height: 1.45; }
.bar { display: flex; gap: 2px; height: 1.1rem; margin: 1rem 0; border-radius: .55rem; overflow: hidden; }
.bar i, .legend i { display: block; flex-basis: 0; }
.legend { margin: 0 0 1.5rem; padding: 0; list-style: none; }
.legend li { padding-left: 1.25rem; text-indent: -1.25rem; }
.legend i { display: inline-block; width: .75rem; height: .75rem; margin-right: .5rem; border-radius: .2rem; }
i.answer { background: var(--good); } i.clarify { background: var(--second); } i.hand_over { background: var(--muted); }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { font-weight: 600; color: var(--muted); vertical-align: bottom; }
.number { padding-right: 1.2rem; text-align: right; font-variant-numeric: tabular-nums; }
td { overflow-wrap: break-word; } td b { font-weight: 600; }
q { display: block; margin: .1rem 0; color: var(--muted); } q::before { content: "“"; } q::after { content: "”"; }
.pairs th:first-child { width: 4rem; } .pairs td:nth-child(2) { width: 36%; }
.wide { overflow-x: auto; }
.matrix { width: auto; border-spacing: 2px; border-collapse: separate; font-size: .8rem; }
.matrix th, .matrix td { padding: 0 .3rem; border: 0; text-align: center; vertical-align: middle; font-variant-numeric: tabular-nums; }
.matrix td { min-width: 1.9rem; height: 1.9rem; border-radius: .2rem; background: var(--raised); }
.matrix tbody th { padding-right: .6rem; font-weight: 500; text-align: right; white-space: nowrap; }
.matrix td.hit { background: rgb(var(--accent-rgb) / calc(.1 + var(--share) * .35)); }
.matrix td.miss[style*="--share:0.00"] { background: var(--raised); }
.matrix td.miss { background: rgb(var(--bad-rgb) / calc(.12 + var(--share) * .5)); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 2rem; align-items: start; }
figure { margin: 0; }
figcaption { font-size: .88rem; color: var(--muted); }
.plot { display: block; width: 100%; height: auto; }
.plot text { font-family: inherit !important; }
.picture { margin: .8rem 0; padding: .8rem 1.1rem; border-radius: .7rem; background: var(--raised); }
.picture p { max-width: none; margin: 0 0 .25rem; }
.message { display: grid; grid-template-columns: 5rem 1fr; font-size: 1.05rem; line-height: 1.8; }
.message > .muted { font-size: .82rem; line-height: 2.3; }
.attention, .for, .against { padding: .1rem .2rem; margin: 0 -.1rem; border-radius: .25rem; }
.attention { background: rgb(var(--accent-rgb) / calc(var(--share) * .5)); }
.for { background: rgb(var(--good-rgb) / calc(var(--share) * .55)); }
.against { background: rgb(var(--bad-rgb) / calc(var(--share) * .55)); }
summary { cursor: pointer; }
.sortable th { cursor: pointer; }
.sortable th[aria-sort=ascending]::after { content: " ↑"; } .sortable th[aria-sort=descending]::after { content: " ↓"; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .88rem; }
@media print { body { padding: 0; } section { break-inside: auto; } .card, .picture, figure { break-inside: avoid; } }
"""

SORTING = """
for (const heading of document.querySelectorAll(".sortable th")) {
  heading.addEventListener("click", () => {
    const ascending = heading.ariaSort !== "ascending";
    for (const other of heading.parentElement.children) other.ariaSort = null;
    heading.ariaSort = ascending ? "ascending" : "descending";
    const rows = heading.closest("table").tBodies[0];
    const key = (row) => row.cells[heading.cellIndex].textContent;
    const compare = (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true });
    rows.append(...[...rows.rows].sort((a, b) => (ascending ? compare(a, b) : compare(b, a))));
  });
}
"""
