"""A figure of the retrieval benchmark."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """What was measured: of which system, on which data, under which condition."""

    system: str
    dataset: str
    condition: str
    metric: str
    value: float

    def record(self) -> dict[str, Any]:
        return {**asdict(self), "value": round(self.value, 5)}
