"""What code leans on: the files of our own that a module reaches by imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def reached(*modules: str, root: Path = ROOT) -> list[Path]:
    """The files of these modules and of all that they import, at any place in the code, sorted.

    What a module reads comes with it: the files of a folder beside it that has its name in front, as `chatter_pools/` of `chatter.py`.
    """
    found: set[Path] = set()
    waiting = list(modules)
    while waiting:
        file = _file(waiting.pop(), root)
        if file and file not in found:
            found |= {file, *file.parent.glob(f"{file.stem}_*/*.*")}
            waiting += _imported(file)
    return sorted(found)


def _file(module: str, root: Path) -> Path | None:
    """None where it is a library's, or no module but a name in one."""
    place = root.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:  # none of ours is relative
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
