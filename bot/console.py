"""Progress bars for long work, on standard error, so that a command's output stays clean."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from finetune.training.event_log import event_log
from finetune.training.progress import TrainingProgress

console = Console(stderr=True)
# Names the folder in which the trainings that a command starts leave their figures for TensorBoard.
EVENTS = "HEED_TENSORBOARD"


def bar() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )


@contextmanager
def training_bar() -> Iterator[Callable[[TrainingProgress], None]]:
    """A bar for training, with the loss and the accuracy on held-out examples; where `EVENTS` is set, TensorBoard gets them, too.

    Raises:
        SettingsError: TensorBoard is to get them, but isn't installed.
    """
    folder = os.environ.get(EVENTS)
    with bar() as progress, event_log(Path(folder)) if folder else nullcontext() as events:
        task = progress.add_task("Learning", total=None)

        def report(now: TrainingProgress) -> None:
            accuracy = "" if now.accuracy is None else f" · held-out accuracy {now.accuracy:.3f}"
            loss = "" if now.loss is None else f" · loss {now.loss:.3f}"
            progress.update(task, total=now.steps, completed=now.step, description=f"{now.phase}{loss}{accuracy}")
            if events:
                events(now)

        yield report


@contextmanager
def counting_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that is counted: called with how much is done, and with how much there is."""
    with bar() as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
