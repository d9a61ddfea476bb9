"""Leaves TensorFlow out where no component uses it: a quarter of a server's memory, half of the time in which it starts, and seconds of
each training.

Rasa 3.6 imports TensorFlow wherever it loads, trains or tests a model or validates data, since a few of its components are made of it; of
Heed's none is. Here modules stand in its place whose names can be mentioned, as a base class, a type or a decorator, and not used.
"""

from __future__ import annotations

import json
import sys
import tarfile
import zlib
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.workspace import Workspace
from data.errors import DataError
from data.formats.examples.rasa_yaml import read_section

PACKAGES = {"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"}
# Rasa's components that compute with it; what is neither Rasa's nor Heed's may do so, too.
# spaCy asks it for a GPU.
USERS = {
    "DIETClassifier",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "ResponseSelector",
    "ConveRTFeaturizer",
    "LanguageModelFeaturizer",
    "SpacyNLP",
}
KNOWN = ("rasa.", "bot.")
# With these, the model may come from elsewhere than a file that is looked for here.
ELSEWHERE = ("--model=", "-m=", "--remote-storage", "--endpoints")
# With these, or what they may be shortened to, what is trained may stand elsewhere than in the workspace's `config.yml`.
OTHER_CONFIG = ("--c", "-c", "--fin")
# With it, or what it may be shortened to, each model of a folder is tested.
ALL_MODELS = "--ev"


def leave_out_if_unused(arguments: Sequence[str]) -> None:
    """Before Rasa is imported: leaves TensorFlow out, if what `rasa` does with these arguments can do without."""
    if validates(arguments) or trains_without_tensorflow(arguments):
        leave_out()
    elif model := _loaded(arguments):
        leave_out_for(model)


def leave_out_for(*models: Path) -> None:
    """Before Rasa is imported: leaves TensorFlow out, if these models can do without."""
    if not any(map(uses_tensorflow, models)):
        leave_out()


def leave_out() -> None:
    """Before Rasa is imported: leaves TensorFlow out of this process."""
    sys.meta_path.insert(0, _Finder())


def uses_tensorflow(archive: Path) -> bool:
    """Whether a trained model may need TensorFlow to answer; true for one that can't be read, which Rasa then says."""
    try:
        with tarfile.open(archive) as tar:
            # Read where it stands: to look for it first, and then go back, would unpack the archive twice.
            file = next(tar.extractfile(member) for member in tar if Path(member.name).name == "metadata.json")
            assert file
            nodes = json.load(file)["predict_schema"]["nodes"].values()
        classes = [str(node["uses"]) for node in nodes]
    except (OSError, EOFError, tarfile.TarError, zlib.error, StopIteration, ValueError, KeyError, TypeError):
        return True
    return any(map(_may_use, classes))


def validates(arguments: Sequence[str]) -> bool:
    """Whether `rasa data validate` only reads what a model would be trained on."""
    return list(arguments[:2]) == ["data", "validate"]


def trains_without_tensorflow(arguments: Sequence[str]) -> bool:
    """Whether `rasa train` trains on the workspace's `config.yml`, none of whose components may compute with it."""
    if not arguments or arguments[0] != "train" or any(argument.startswith(OTHER_CONFIG) for argument in arguments):
        return False
    try:
        sections = [read_section(Workspace.current().config, name) for name in ("pipeline", "policies")]
        return all(sections) and not any(_may_use(str(component["name"])) for section in sections for component in section)
    except (DataError, KeyError, TypeError):  # what is wrong with it, Rasa says
        return False


def _may_use(component: str) -> bool:
    """Whether a component may compute with it: a class, or one of Rasa's by its name alone."""
    return component.rpartition(".")[2] in USERS or ("." in component and not component.startswith(KNOWN))


def _loaded(arguments: Sequence[str]) -> Path | None:
    """The archive that `rasa run` serves, or `rasa test core` tests, as Rasa finds it; none if something else is run, or none is there."""
    if not _serves(arguments) and not _tests_stories(arguments):
        return None
    try:
        if any(argument.startswith(ELSEWHERE) for argument in arguments) or read_section(Workspace.current().endpoints, "models"):
            return None
    except DataError:  # endpoints.yml can't be read, which Rasa says
        return None
    options = dict(pairwise(arguments))
    model = Path(options.get("--model") or options.get("-m") or "models")
    if model.is_dir():
        return max(model.glob("*.tar.gz"), key=lambda archive: archive.stat().st_ctime, default=None)
    return model if model.is_file() else None


def _serves(arguments: Sequence[str]) -> bool:
    return list(arguments[:1]) == ["run"] and not {"actions", "--enable-api"} & {*arguments}  # who has the API can have a server train


def _tests_stories(arguments: Sequence[str]) -> bool:
    """Whether they test one model."""
    if list(arguments[:2]) != ["test", "core"] or any(argument.startswith(ALL_MODELS) for argument in arguments):
        return False
    named = [place for place, argument in enumerate(arguments) if argument in ("--model", "-m")]
    return not any(more and not more[0].startswith("-") for more in (arguments[place + 2 :] for place in named))


class _Name(type):
    """The kind of `Absent` and of what is derived from it."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __call__(cls, *arguments: Any, **_: Any) -> Any:
        if cls is not Absent:
            raise ImportError(f"{cls.__name__} needs TensorFlow, which this server left out; start a server with this model anew")
        decorated = len(arguments) == 1 and callable(arguments[0])
        return arguments[0] if decorated else Absent


class Absent(metaclass=_Name):
    """Whatever is in TensorFlow: a class to derive from, or a decorator that does nothing."""


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in PACKAGES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""
