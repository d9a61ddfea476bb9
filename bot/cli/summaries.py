"""What a command says of itself, read from its source: to import all of them for a list of their names would take a second and a half."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@lru_cache
def summary(place: str) -> str:
    """The first paragraph of a command's help.

    Args:
        place: module and name of a function, or of a `typer.Typer`, as `bot.cli.run:run`.
    """
    module, _, name = place.partition(":")
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    return next(said for node in tree.body if (said := _said(node, name))).split("\n\n")[0]


def _said(node: ast.stmt, name: str) -> str:
    if isinstance(node, ast.FunctionDef):
        is_callback = any(ast.unparse(each).startswith(f"{name}.callback(") for each in node.decorator_list)
        return ast.get_docstring(node) or "" if node.name == name or is_callback else ""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.targets[0]) == name:
        return next((str(ast.literal_eval(each.value)) for each in node.value.keywords if each.arg == "help"), "")
    return ""
