"""Trains without Rasa's cache: of what a first model is made of, nothing was ever kept, and to hash it takes seconds."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNodeHook
from rasa.engine.training import graph_trainer


class _NothingKept(GraphNodeHook):
    """In the place of the hook that hashes what goes into each step of a training, and what comes out."""

    def __init__(self, **_: Any) -> None:
        """Takes what Rasa's own is given."""

    def on_before_node(
        self, node_name: str, execution_context: ExecutionContext, config: dict[str, Any], received_inputs: dict[str, Any]
    ) -> dict[str, Any]:
        return {}

    def on_after_node(
        self, node_name: str, execution_context: ExecutionContext, config: dict[str, Any], output: Any, input_hook_data: dict[str, Any]
    ) -> None:
        """Keeps nothing."""


def train_uncached() -> None:
    """Has the trainings of this process keep nothing for later ones; `rasa train --force` looks for nothing kept."""
    graph_trainer.TrainingHook = _NothingKept
