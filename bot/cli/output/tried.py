"""Shows the settings that were tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.output.terminal import Terminal, styled

if TYPE_CHECKING:
    from finetune.training.trials import Tried

out = Terminal()


def show_tried(tried: Tried) -> None:
    """Shows one trial."""
    out.print(styled(("tried ", "dim"), f"{_said(tried)}: held-out loss {tried.loss:.4f}, accuracy {tried.accuracy:.3f}"))


def show_best(best: Tried, how_to_keep: str = "") -> None:
    """Says which settings are taken and, if they are others than before, how to keep them."""
    out.print(styled(("best: ", "bold green"), f"{_said(best)}{how_to_keep if best.changes else ''}"))


def _said(tried: Tried) -> str:
    changes = [f"{name}: {figure:.4g}" for name, figure in tried.changes.items()]
    return ", ".join(changes) or "the settings as they stand"
