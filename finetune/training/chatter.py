"""What customers say around their question, and what is no question: training puts it around the examples."""

from functools import cache
from pathlib import Path

from data.languages import is_chinese

POOLS = Path(__file__).parent / "chatter_pools"


def chatter_for(text: str) -> tuple[str, ...]:
    """The pool of chatter in the language of a text."""
    return _pool("chinese.txt" if is_chinese(text) else "english.txt")


@cache
def _pool(name: str) -> tuple[str, ...]:
    return tuple((POOLS / name).read_text(encoding="utf-8").splitlines())
