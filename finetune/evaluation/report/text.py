"""Figures and names as they stand on the page."""

from html import escape


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def intent_name(intent: str) -> str:
    """An intent's name that may be broken after its underscores."""
    return escape(intent).replace("_", "_<wbr>")
