"""Runs a served model's graph node by node, in an order that is worked out once.

Rasa has Dask find that order anew for each message and each prediction, three times a turn, which takes as long as a search in the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner

from bot.server.model.rules import look_rules_up


def run_in_order(runner: GraphRunner) -> None:
    """Has a loaded model's runner run as this file says, from now on; twice is once."""
    if isinstance(runner, DaskGraphRunner) and "run" not in vars(runner):
        runner.run = InOrder(runner._graph_schema, runner._instantiated_nodes).run
        for node in runner._instantiated_nodes.values():
            look_rules_up(node._component)


class InOrder:
    """The nodes of a graph, which stay loaded."""

    def __init__(self, schema: GraphSchema, nodes: Mapping[str, GraphNode]) -> None:
        self._needs = {name: list(node.needs.values()) for name, node in schema.nodes.items()}
        self._targets = schema.target_names
        self._nodes = nodes
        self._orders: dict[tuple[str, ...], list[str]] = {}

    def run(self, inputs: Mapping[str, Any] | None = None, targets: Sequence[str] | None = None) -> dict[str, Any]:
        """What the target nodes give; the arguments, the result and the errors are those of Rasa's `GraphRunner.run`.

        An input that is named like a node stands in for it.

        Raises:
            GraphRunError: a node lacks an input; or an input is a text that is also the name of a node, which Rasa would take it for.
        """
        wanted = tuple(targets or self._targets)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        found: dict[str, Any] = {}
        for name, value in (inputs or {}).items():
            if isinstance(value, str) and (value in self._orders[wanted] or value in found):
                raise GraphRunError(f"Input value '{value}' clashes with a node name; an input must be no node's name.")
            found[name] = (name, value)
        try:
            for name in self._orders[wanted]:
                if name in found:
                    continue
                found[name] = self._nodes[name](*(found.get(need, need) for need in self._needs[name]))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(found[name] for name in wanted)

    def _order(self, targets: Sequence[str]) -> list[str]:
        """The nodes that the targets need, each after those that it needs itself."""
        order: list[str] = []
        for name in targets:
            before = [*self._order([need for need in self._needs[name] if need in self._needs]), name]
            order += [each for each in before if each not in order]
        return order
