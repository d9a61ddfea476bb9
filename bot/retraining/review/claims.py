"""Two people at once: who looks at a suggestion claims it for a while, and the others are shown something else."""

from __future__ import annotations

import time
from collections.abc import Callable

# A claim ends by itself, so that a closed page holds nothing up.
SECONDS = 300.0


class Claims:
    """Who looks at which suggestion, by its id."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, tuple[str, float]] = {}

    def claim(self, suggestion: str, who: str) -> bool:
        """Claims a suggestion, or claims it for longer; a claim on another one ends. Returns whether it is free for this person."""
        if self.holder(suggestion) not in (None, who):
            return False
        self._held = {name: (holder, until) for name, (holder, until) in self._held.items() if holder != who}
        self._held[suggestion] = (who, self._clock() + SECONDS)
        return True

    def holder(self, suggestion: str) -> str | None:
        """Who claims a suggestion; none if nobody does any more."""
        who, until = self._held.get(suggestion, ("", 0.0))
        return who if who and until > self._clock() else None

    def of_others(self, who: str) -> dict[str, str]:
        """The suggestions that others claim, with their names."""
        return {name: holder for name in self._held if (holder := self.holder(name)) not in (None, who) and holder}
