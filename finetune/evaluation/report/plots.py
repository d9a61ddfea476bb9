"""The plots, as SVG in the middle of the page: they take its colours, so they are dark where it is."""

import re
from collections.abc import Callable, Mapping
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from finetune.evaluation.metrics import DecisionScore, OutOfScope
from finetune.evaluation.reliability import Reliability, RiskCoverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# What the plots are drawn with, and the page's colours that take their place.
INK, MUTED, LINE, ACCENT, SECOND = "#010101", "#020202", "#030303", "#040404", "#050505"
COLOURS = {INK: "--ink", MUTED: "--muted", LINE: "--line", ACCENT: "--accent", SECOND: "--second"}


def reliability_plot(series: Mapping[str, Reliability], counted: str) -> str:
    """Confidence beside accuracy, and how much there is of each.

    Args:
        series: one or two, by name; the first stands out.
        counted: what the bins hold, as `messages`.
    """

    def draw(figure: "Figure") -> None:
        curve, counts = figure.subplots(2, sharex=True, gridspec_kw={"height_ratios": (4, 1)})
        curve.plot((0, 1), (0, 1), linestyle="--", color=MUTED, linewidth=1)
        for place, (colour, (name, measured)) in reversed(list(enumerate(zip((ACCENT, SECOND), series.items())))):
            full = [each for each in measured.bins if each.count]
            most = max(each.count for each in full)
            across, up = [each.confidence for each in full], [each.accuracy for each in full]
            curve.scatter(across, up, s=[5 + 150 * each.count / most for each in full], color=colour, linewidth=0, alpha=0.85)
            curve.plot([], [], marker="o", linestyle="", color=colour, label=name)
            width = 1 / len(measured.bins) / len(series)
            lefts = [each.lower + place * width for each in measured.bins]
            counts.bar(lefts, [each.count for each in measured.bins], width / 1.15, 0, align="edge", color=colour)
        curve.set(ylim=(-0.03, 1.03), xlim=(-0.02, 1.02), ylabel="right")
        counts.set(ylabel=counted, xlabel="says to be right with")
        curve.legend(frameon=False, loc="upper left")
        _in_percent(curve, "y")
        _in_percent(counts, "x")

    return _plot("Reliability diagram", draw)


def risk_coverage_plot(curve: RiskCoverage, answer_at: float, answered: DecisionScore) -> str:
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


def scope_plot(scope: OutOfScope) -> str:
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

    return _plot("Probability of being out of scope", draw)


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
