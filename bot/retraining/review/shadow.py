"""What the decisions change, measured beside the assistant that runs: classifiers with and without them, on what people decided.

The second is asked each question as if it had never seen it (`finetune.training.cross_fit`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from bot.retraining.suggestions.reading import read, worth_learning
from bot.reviews.log import read_decisions
from bot.reviews.outcome import outcome
from bot.reviews.writing import NAME
from bot.workspace import Workspace
from data.errors import HeedError
from data.folding import folded
from data.formats.examples.rasa_yaml import read_examples
from data.records import Example
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader


class Shadow:
    """Measures in a thread of its own, one measurement at a time."""

    def __init__(self, workspace: Workspace, reader: RememberingReader | None = None) -> None:
        """`reader` is of the encoders; they are loaded when they are first needed if it isn't given."""
        self._workspace, self._reader = workspace, reader
        self._thread: threading.Thread | None = None
        self._said = ""

    def start(self) -> None:
        """Begins to measure, unless it does already."""
        if self._thread is None or not self._thread.is_alive():
            self._said = "measuring…"
            self._thread = threading.Thread(target=self._measure, daemon=True)
            self._thread.start()

    def said(self) -> str:
        """The last result in a sentence; empty before the first."""
        return self._said

    def wait(self) -> None:
        """Waits until it is measured."""
        if self._thread:
            self._thread.join()

    def _measure(self) -> None:
        try:
            self._said = self._result()
        except HeedError as error:
            self._said = f"can't be measured: {error}"

    def _result(self) -> str:
        folder = self._workspace.data / "nlu"
        files = sorted(folder.glob("*.yml"))
        written = [example for file in files if file.name != NAME for example in read_examples(file)]
        decided = [Example(*each) for each in outcome(read_decisions(self._workspace)).labels.values()]
        if not decided:
            return "no question was decided on yet"
        before, after = self._without(written, decided), self._with([*written, *decided], decided)
        return f"of {len(decided):,} decided questions, {before:.0%} are read rightly without the decisions, {after:.0%} with them"

    def _without(self, written: Sequence[Example], decided: Sequence[Example]) -> float:
        """How many decided questions are read rightly by what learns from the written examples alone."""
        likeliest = read([each.text for each in decided], written, self._workspace.encoders, self._encoders).likeliest
        return sum(intent == each.intent for intent, each in zip(likeliest, decided)) / len(decided)

    def _with(self, examples: Sequence[Example], decided: Sequence[Example]) -> float:
        """How many are read rightly by what learns from all examples, each question as if it had never been seen."""
        from finetune.training.cross_fit import cross_fit  # scikit-learn takes a second to import

        usable = worth_learning(examples)
        predictions = cross_fit(usable, self._workspace.encoders, TrainingSettings(), self._encoders)
        intents = {folded(example.text): prediction.intent for example, prediction in zip(usable, predictions)}
        return sum(intents.get(folded(each.text)) == each.intent for each in decided) / len(decided)

    @property
    def _encoders(self) -> RememberingReader:
        if self._reader is None:
            self._reader = RememberingReader.load(self._workspace.encoders, TrainingSettings().encoder)
        return self._reader
