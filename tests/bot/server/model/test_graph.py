"""A graph that is run in an order worked out once gives what Rasa's own runner gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.server.model.graph import run_in_order

ran: list[str] = []


class Adds(GraphComponent):
    """Adds up what it is given, and its own number."""

    def __init__(self, number: int) -> None:
        self.number = number

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Adds:
        return cls(config["number"])

    def add(self, one: int, other: int = 0) -> int:
        ran.append(str(self.number))
        if one < 0:
            raise ValueError(f"it must not be below 0. It was: {one}")
        return one + other + self.number


def node(number: int, target: bool = False, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Adds, "create", "add", {"number": number}, eager=True, is_target=target)


def runner(folder: Path) -> DaskGraphRunner:
    """A diamond, 1 → 10, 100 → 1000, and a node that nobody needs."""
    nodes = {
        "last": node(1000, True, one="left", other="right"),
        "left": node(10, one="first"),
        "right": node(100, one="first", other="given"),
        "first": node(1, one="given"),
        "alone": node(10_000, one="given"),
    }
    schema = GraphSchema(nodes)
    return DaskGraphRunner.create(schema, LocalModelStorage.create(folder), ExecutionContext(schema))


def test_it_gives_what_rasas_runner_gives_and_runs_each_node_once(tmp_path: Path) -> None:
    ours, rasas = runner(tmp_path), runner(tmp_path)
    run_in_order(ours)
    run_in_order(ours)
    for targets in (None, ["last"], ["right", "alone"], ["first"], ["alone", "last"]):
        expected = rasas.run({"given": 5}, targets)
        ran.clear()
        for _ in range(2):
            assert ours.run({"given": 5}, targets) == expected
        assert len(ran) == 2 * len(set(ran))


def test_its_errors_are_those_of_rasas_runner(tmp_path: Path) -> None:
    ours, rasas = runner(tmp_path), runner(tmp_path)
    run_in_order(ours)
    for each in (ours, rasas):
        with pytest.raises(GraphComponentException, match="node first"):
            each.run({"given": -1})
        with pytest.raises(GraphRunError, match="Missing input to run node 'first'"):
            each.run({})


def test_an_input_stands_in_for_a_node_and_is_none_by_its_value(tmp_path: Path) -> None:
    ours, rasas = runner(tmp_path), runner(tmp_path)
    run_in_order(ours)
    given = {"given": 5, "first": 3}
    assert ours.run(given) == rasas.run(given) == {"last": 3 + 10 + 3 + 5 + 100 + 1000}
    for inputs in ({"given": "left"}, {"given": 5, "other": "given"}):
        for each in (ours, rasas):
            with pytest.raises(GraphRunError, match="clashes with a node name"):
                each.run(inputs)
    for each in (ours, rasas):
        assert each.run({"given": 5, "other": "left"}, ["first"]) == {"first": 6}  # no node that is run
