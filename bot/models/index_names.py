"""Which index a model has: its classifier's folder names it, a folder below `models/index`, and says whether it holds a part only."""

import json
import time
from pathlib import Path

from bot.workspace import Workspace
from data.errors import ModelError

FILE = "index.json"
PARTIAL = "partial"


def name_index(classifier: Path, encoder_hash: str) -> Path:
    """Gives a classifier a new index: its folder, which isn't there yet."""
    name = f"{encoder_hash[:16]}-{time.time_ns():x}"
    (classifier / FILE).write_text(json.dumps({"index": name}) + "\n", encoding="utf-8")
    return Workspace.current().indexes / name


def note_partial(classifier: Path) -> None:
    """Notes that a classifier's index holds the newest past answers only, so that no other model's begins with it."""
    path = classifier / FILE
    path.write_text(json.dumps({**json.loads(path.read_bytes()), PARTIAL: True}) + "\n", encoding="utf-8")


def is_partial(classifier: Path) -> bool:
    """Whether a classifier's index holds the newest past answers only."""
    path = classifier / FILE
    return path.is_file() and bool(json.loads(path.read_bytes()).get(PARTIAL))


def index_name(classifier: Path) -> str:
    """The name of a classifier's index; empty if it names none.

    Raises:
        ModelError: what names it is damaged, or names something that lies elsewhere.
    """
    path = classifier / FILE
    try:
        return read_index_name(path.read_bytes()) if path.is_file() else ""
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path} names no index ({error}); train anew with `rasa train`") from error


def read_index_name(content: bytes) -> str:
    """The name in a file's content.

    Raises:
        ValueError, TypeError, KeyError: it holds none.
    """
    name = json.loads(content)["index"]
    if not isinstance(name, str) or not name or name != Path(name).name or name.startswith("."):
        raise ValueError(f"an index is named by a folder below models/index. It was: {name!r}")
    return name
