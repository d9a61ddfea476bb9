"""Every regular expression of the product, found by walking its modules: what they hold, and what their functions compile."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "retrieval", "finetune", "data")
WAYS = {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}
# What is read all the way, however it is asked.
ALL_THROUGH = {"finditer", "findall", "sub", "subn", "split"}


@dataclass
class Found:
    """A pattern, where it stands, and the methods that the product calls on it."""

    pattern: re.Pattern[str]
    places: set[str] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)


def patterns() -> dict[tuple[str, int], Found]:
    """All patterns over text, by source and flags."""
    found: dict[tuple[str, int], Found] = {}
    uses = _uses()
    for path in _modules():
        module = importlib.import_module(_dotted(path))
        place = str(path.relative_to(ROOT))
        for name, pattern in _held(vars(module)):
            _add(found, pattern, f"{place}:{name}", uses.get((_dotted(path), name), set()))
        for pattern, line, way in _compiled(path, module):
            _add(found, pattern, f"{place}:{line}", {way} - {"compile"})
    return found


def unreadable() -> list[str]:
    """The calls of `re` whose pattern is known only while they run."""
    return [f"{path.relative_to(ROOT)}:{call.lineno}" for path in _modules() for call, value in _calls(path) if value is None]


def _add(found: dict[tuple[str, int], Found], pattern: re.Pattern[str], place: str, ways: Iterable[str]) -> None:
    each = found.setdefault((pattern.pattern, pattern.flags), Found(pattern))
    each.places.add(place)
    each.ways.update(ways)


@lru_cache
def _modules() -> list[Path]:
    """The files that use `re`; others hold no pattern, but such as they import."""
    files = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return [
        path for path in files if "node_modules" not in path.parts and re.search(r"^import re\b", path.read_text("utf-8"), re.MULTILINE)
    ]


def _held(value: object, name: str = "", depth: int = 4) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns in a module's variables and in the tables and tuples among them."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield name, value
    elif depth and isinstance(value, dict) and not name.startswith("__"):
        for key, each in value.items():
            for one in (key, each):
                yield from _held(one, name or (key if isinstance(key, str) else ""), depth - 1)
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _held(each, name, depth - 1)


def _compiled(path: Path, module: ModuleType) -> Iterator[tuple[re.Pattern[str], int, str]]:
    """What calls like `re.sub(r"…", …)` anywhere in a module compile, as far as it is known before they run."""
    for call, value in _calls(path):
        if value is not None:
            flags = next((word.value for word in call.keywords if word.arg == "flags"), None) or next(
                (argument for argument in call.args[1:] if "re." in ast.unparse(argument) and "(" not in ast.unparse(argument)), None
            )
            way = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            set_flags = _evaluated(flags, module)
            yield re.compile(value, set_flags if isinstance(set_flags, int) else 0), call.lineno, way


@lru_cache
def _calls(path: Path) -> list[tuple[ast.Call, str | None]]:
    module = importlib.import_module(_dotted(path))
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args]
    return [
        (call, value if isinstance(value := _evaluated(call.args[0], module), str) else None)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
        and call.func.attr in WAYS | {"compile"}
    ]


def _evaluated(node: ast.expr | None, module: ModuleType) -> object:
    """What an expression is with the module's variables; none where it needs others."""
    if node is None:
        return None
    try:
        return eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(vars(module)))  # our own source
    except NameError:
        return None


@lru_cache
def _uses() -> dict[tuple[str, str], set[str]]:
    """The methods of patterns that are called on each name of each module, there or where it is imported."""
    uses: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in _modules():
        tree = ast.parse(path.read_text("utf-8"))
        imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
        source = {alias.asname or alias.name: (str(node.module), alias.name) for node in imports for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in WAYS and isinstance(node.value, ast.Name):
                uses[source.get(node.value.id, (_dotted(path), node.value.id))].add(node.attr)
    return dict(uses)


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)
