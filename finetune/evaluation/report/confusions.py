"""What is mixed up: the most frequent pairs, the matrix, and a table of all intents."""

from html import escape

from finetune.evaluation.metrics import Confusion, IntentScore, Scores
from finetune.evaluation.report.text import intent_name

# A larger confusion matrix can't be read.
MATRIX = 20
PAIRS = 10


def confusions(scores: Scores) -> str:
    if not scores.confusions:
        return f"<p>Nothing: each message was read rightly.</p>{matrix(scores, 0)}"
    mistakes = sum(pair.count for pair in scores.confusions)
    rows = "".join(
        f'<tr><td class="number">{pair.count}</td><td><b>{intent_name(pair.label)}</b><br>'
        f'<span class="muted">read as</span> <b>{intent_name(pair.predicted)}</b></td><td>{quotes(pair)}</td></tr>'
        for pair in scores.confusions[:PAIRS]
    )
    return f"""<p>{mistakes:,} of {scores.messages:,} messages were read wrongly. Pairs that are often mixed up may be one intent with
two names, or need examples that tell them apart.</p>
<table class="pairs"><thead><tr><th class="number">Times</th><th>Intent</th><th>Messages, the surest first</th></tr></thead>
<tbody>{rows}</tbody></table>
{matrix(scores, mistakes)}"""


def intents(scores: Scores) -> str:
    return f"""<p>The hardest first; a click on a heading sorts. <i>Precision</i>: of the messages read as this intent, the share that is.
<i>Recall</i>: of its messages, the share that was found. <i>F1</i> is high only if both are.</p>
<div class="wide"><table class="sortable"><thead><tr><th>Intent</th><th class="number">Messages</th><th class="number">Precision</th>
<th class="number">Recall</th><th class="number">F1</th><th>Read as, instead</th></tr></thead>
<tbody>{"".join(map(_intent, scores.intents))}</tbody></table></div>"""


def _intent(row: IntentScore) -> str:
    figures = "".join(f'<td class="number">{figure:.3f}</td>' for figure in (row.precision, row.recall, row.f1))
    instead = "".join(
        f"<details><summary>{pair.count} × {intent_name(pair.predicted)}</summary>{quotes(pair)}</details>" for pair in row.confusions
    )
    return f'<tr><td><b>{intent_name(row.intent)}</b></td><td class="number">{row.support}</td>{figures}<td>{instead}</td></tr>\n'


def quotes(pair: Confusion) -> str:
    return "".join(f"<q>{escape(text)}</q>" for text in pair.examples)


def matrix(scores: Scores, mistakes: int) -> str:
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
