"""Words in the terminal, coloured by what they meant for a reading."""

from collections.abc import Sequence

from rich.text import Text


def highlighted(words: Sequence[tuple[str, float]]) -> Text:
    """Words on green where they spoke for the reading, on red where they spoke against it; the stronger, the brighter."""
    largest = max((abs(effect) for _, effect in words), default=0.0)
    text = Text()
    for word, effect in words:
        share = abs(effect) / largest if largest else 0.0
        shade = round(200 * share)
        colour = f"rgb(0,{shade},0)" if effect >= 0 else f"rgb({shade},0,0)"
        text.append(word, style=f"white on {colour}" if share >= 0.1 else "")
        text.append(" ")
    return text
