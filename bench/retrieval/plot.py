"""How the cost of a vector index grows with what is in it: `python -m bench.retrieval.plot`.

Reads the figures of the scale part in `bench/results/retrieval.json`, and draws `retrieval_scale.png` beside them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from bench.results import FOLDER, Result, read
from bench.retrieval.scale import DATASET

RESULTS = FOLDER / "retrieval.json"
COUNT = re.compile(r"([\d,]+) vectors of 384 dimensions, one thread")
# A metric, what it is called, and whether its axis is logarithmic.
PANELS = (
    ("p50", "Search, median, ms", True),
    ("recall@10", "Recall of the 10 nearest", False),
    ("build", "Build, s", True),
    ("size", "Bytes a vector", False),
)
# Okabe & Ito's colours, which the colour-blind can tell apart (https://jfly.uni-koeln.de/color/).
COLOURS = ("#0072B2", "#56B4E9", "#000000", "#D55E00", "#009E73", "#CC79A7", "#E69F00")
MARKS = "osD^vPX"
# How far apart labels stand, as a share of the axis' height.
LABEL_STEP = 0.075

# Metric to system to points (vectors, value), by vectors.
Lines = Mapping[str, Mapping[str, list[tuple[int, float]]]]


def main() -> None:
    lines = lines_of(read(RESULTS))
    if not lines:
        raise SystemExit(f"{RESULTS} holds no figure of the scale part; run `python -m bench.retrieval scale` first")
    draw(lines, RESULTS.with_name("retrieval_scale.png"))


def lines_of(results: Iterable[Result]) -> Lines:
    """The points of the scale part."""
    lines: dict[str, dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        if result.test == DATASET and (match := COUNT.fullmatch(result.condition)):
            lines[result.metric][result.system].append((int(match[1].replace(",", "")), result.value))
    return {metric: {system: sorted(points) for system, points in of.items()} for metric, of in lines.items()}


def draw(lines: Lines, to: Path) -> None:
    systems = sorted({system for of in lines.values() for system in of}, key=lambda system: (not system.startswith("heed"), system))
    figure, panels = pyplot.subplots(2, 2, figsize=(10, 6.5), constrained_layout=True)
    for axes, (metric, title, logarithmic) in zip(panels.flat, PANELS):
        of = lines.get(metric, {})
        for system, colour, mark in zip(systems, COLOURS, MARKS):
            if points := of.get(system):
                axes.plot(*zip(*points), color=colour, marker=mark, markersize=5, linewidth=2 if system.startswith("heed") else 1.2)
        if metric == "recall@10":
            axes.set_ylim(top=1.002)
        elif not logarithmic:
            axes.set_ylim(bottom=0)
        _dress(axes, title, logarithmic, sorted({count for points in of.values() for count, _ in points}))
        _label(axes, {system: of[system][-1] for system in systems if system in of}, dict(zip(systems, COLOURS)))
    figure.suptitle("Vectors of 384 dimensions, one thread", x=0.01, ha="left", fontsize=11)
    figure.savefig(to, dpi=150)
    pyplot.close(figure)


def _dress(axes: Axes, title: str, logarithmic: bool, counts: list[int]) -> None:
    axes.set_title(title, loc="left", fontsize=11)
    axes.set_xscale("log")
    axes.set_xticks(counts)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())
    if logarithmic:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5), numticks=8))  # within one decade, powers of ten alone would be one label
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.4g}"))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.8)
    axes.set_axisbelow(True)


def _label(axes: Axes, ends: Mapping[str, tuple[int, float]], colours: Mapping[str, str]) -> None:
    """Each line's name at its end; where ends lie close together, the names are moved apart, and none above the axis' top."""
    to_axes = axes.transData + axes.transAxes.inverted()
    heights = {system: float(to_axes.transform(end)[1]) for system, end in ends.items()}
    upwards = sorted(heights, key=heights.__getitem__)
    for below, above in pairwise(upwards):
        heights[above] = max(heights[above], heights[below] + LABEL_STEP)
    ceiling = 1.0
    for system in reversed(upwards):
        heights[system] = min(heights[system], ceiling)
        ceiling = heights[system] - LABEL_STEP
        axes.text(1.03, heights[system], system, color=colours[system], transform=axes.transAxes, va="center", fontsize=9)


if __name__ == "__main__":
    main()
