"""What the classifier looked at: messages with their words coloured."""

from collections.abc import Sequence
from html import escape

from finetune.evaluation.evaluate import Evaluation, Picture
from finetune.evaluation.report.decisions import SAID
from finetune.evaluation.report.text import intent_name, percent

# An even share of attention is pale; so many times that is the full colour. An effect below `FAINT` stays pale, too.
FULL = 3
FAINT = 0.05


def words(evaluation: Evaluation) -> str:
    faith = evaluation.faithfulness
    wrong = f"<h3>Read wrongly, the surest first</h3>{''.join(map(_picture, evaluation.wrong))}" if evaluation.wrong else ""
    return f"""<p>Each message stands here twice. Above, words are <span class="attention" style="--share:.8">blue</span> where the
classifier's attention fell: full blue is {FULL} times an even share. Below, they are
<span class="for" style="--share:.8">green</span> the more the reading depends on them, and
<span class="against" style="--share:.8">red</span> if they speak against it; for that, each word was left out in turn.</p>
<p>Do these colours explain anything? When the fifth of the words with the most attention is left out, the probability of the reading
falls by {100 * faith.attention:.1f} points; without those with the largest effect, by {100 * faith.effect:.1f}; without words by lot, by
{100 * faith.random:.1f}. Colours that explain are well above the lot.</p>
<h3>Read rightly</h3>{"".join(map(_picture, evaluation.right))}
{wrong}"""


def _picture(picture: Picture) -> str:
    words = picture.words
    full = max([FULL * sum(word.attention for word in words) / max(len(words), 1), *(word.attention for word in words), 1e-9])
    strongest = max([FAINT, *(abs(word.effect) for word in words)])
    attention = _coloured(picture, [("attention", word.attention / full) for word in words])
    effect = _coloured(picture, [("for" if word.effect >= 0 else "against", abs(word.effect) / strongest) for word in words])
    truth = "" if picture.predicted == picture.label else f'<b>{intent_name(picture.label)}</b> <span class="muted">read as</span> '
    return f"""<div class="picture"><p>{truth}<b>{intent_name(picture.predicted)}</b>
<span class="muted">· confidence {percent(picture.confidence)}, {SAID[picture.decision][0].lower()}</span></p>
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
