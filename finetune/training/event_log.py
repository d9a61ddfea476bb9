"""A training's figures as TensorBoard reads them: loss and held-out accuracy, by phase."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from data.errors import SettingsError
from finetune.training.progress import TrainingProgress


class EventLog:
    """Writes into a folder; is called as a training's `report`."""

    def __init__(self, folder: Path) -> None:
        """
        Raises:
            SettingsError: TensorBoard is not installed.
        """
        if find_spec("tensorboard") is None:
            raise SettingsError("--tensorboard needs TensorBoard, which comes with Rasa's TensorFlow; `pip install tensorboard` brings it")
        # Where it finds this, it writes the same without TensorFlow, which takes seconds to import.
        sys.modules.setdefault("tensorboard.compat.notf", ModuleType("notf"))
        from tensorboard.summary import Writer  # takes a second to import

        self._writer = Writer(str(folder))
        self._steps: dict[str, int] = defaultdict(int)

    def __call__(self, progress: TrainingProgress) -> None:
        """Notes what a step says; one that says neither loss nor accuracy isn't noted."""
        if progress.loss is None and progress.accuracy is None:
            return
        step = self._steps[progress.phase] = self._steps[progress.phase] + 1
        for name, figure in (("loss", progress.loss), ("held-out accuracy", progress.accuracy)):
            if figure is not None:
                self._writer.add_scalar(f"{progress.phase}/{name}", figure, step)

    def close(self) -> None:
        """Puts all of it on the disk."""
        self._writer.close()


@contextmanager
def event_log(folder: Path) -> Iterator[EventLog]:
    """An event log that is closed when the block ends.

    Raises:
        SettingsError: TensorBoard is not installed.
    """
    log = EventLog(folder)
    try:
        yield log
    finally:
        log.close()
