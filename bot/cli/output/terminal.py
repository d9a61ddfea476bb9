"""The terminal: what is shown is text. Much of it was written by customers, agents and whoever wrote to them.

So no text is read as Rich's markup (`[/red]` would be an error, `[link=…]` a link), and none reaches the terminal with signs that steer
it, or that reverse or hide a part. Where something is to be bold or coloured, it is given as `Text`.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.control import Control
from rich.segment import ControlType, Segment
from rich.text import Text

from data.hidden import escaped_json, without_hidden


class Terminal(Console):
    """A console that takes texts as they are, less what nobody would see."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, highlight=False, emoji=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(without_hidden(segment.text), segment.style)


def styled(*parts: str | tuple[str, str]) -> Text:
    """A line of texts, each by itself or with its style: `styled(("Error:", "bold red"), " no such file")`."""
    return Text.assemble(*parts)


@contextmanager
def sign_of_life(doing: str) -> Iterator[None]:
    """Says what takes a while, in a line on standard error that is gone afterwards; only where a person looks at it."""
    err = Terminal(stderr=True)
    if not err.is_terminal:
        yield
        return
    err.print(f"{doing} …", style="dim", end="", overflow="crop", no_wrap=True)
    try:
        yield
    finally:
        err.control(Control((ControlType.ERASE_IN_LINE, 2), ControlType.CARRIAGE_RETURN))


def print_json(value: object) -> None:
    """Prints a value as one line of JSON, for a program; what a terminal shows of it hides nothing, either."""
    typer.echo(escaped_json(json.dumps(value, ensure_ascii=False)))
