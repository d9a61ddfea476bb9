"""Has libraries imported when they are first used that Rasa imports to mention them: a tenth of a server's memory, a second of its start.

Rasa imports scikit-learn, and with it pandas and pyarrow, for two of its components and a function that divides training data; Matplotlib,
for the figures of its tests. A server uses none of them, as long as it has an index.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PACKAGES = {"sklearn", "matplotlib"}


@contextmanager
def imported_later() -> Iterator[None]:
    """While Rasa is imported: what it imports of these libraries is a function that calls the library's own, which is imported then."""
    finder = _Finder(PACKAGES - sys.modules.keys())
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if isinstance(module, _Module)]:
            del sys.modules[name]  # whoever imports it from now on, gets it


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *arguments, **options: getattr(import_module(self.__name__), name)(*arguments, **options)


class _Finder(MetaPathFinder, Loader):
    def __init__(self, packages: set[str]) -> None:
        self._packages = packages

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in self._packages else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""
