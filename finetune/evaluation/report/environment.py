"""How the pages of reports are made from their text: all that is filled in is escaped, and numbers look alike."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

# What every page takes in: its style, and the script that sorts its tables.
SHARED = Path(__file__).parent


def environment(folder: Path) -> Environment:
    """Reads templates from a folder, and what they include from there or from here."""
    made = Environment(
        loader=FileSystemLoader([folder, SHARED]), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"percent": _percent, "thousands": "{:,}".format, "breakable": _breakable}
    return made


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _breakable(name: str) -> Markup:
    """An intent's name that may be broken after its underscores."""
    return escape(name).replace("_", Markup("_<wbr>"))
