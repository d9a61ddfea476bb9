"""How vectors are kept."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from data.errors import SettingsError
from data.settings import check_settings

# Up to here, looking at every vector takes a millisecond and misses none.
FLAT_UP_TO = 10_000
# How many of the ten nearest an approximate index must find, measured on the vectors that it holds.
RECALL = 0.975


@dataclass(frozen=True)
class VectorSettings:
    """How vectors are kept.

    Attributes:
        quantise: one byte a dimension in place of four (FAISS's 8-bit scalar quantiser).
        flat_up_to: with more vectors than this, an approximate index is built.
        recall: how many of the ten nearest it must find at least, as a share.
        server: the URI of a Milvus server that keeps them in place of this process, and chooses its own kind of index.
    """

    quantise: bool = False
    flat_up_to: Annotated[int, Meta(ge=0)] = FLAT_UP_TO
    recall: Annotated[float, Meta(ge=0.5, le=1)] = RECALL
    server: str | None = None

    def __post_init__(self) -> None:
        check_settings(self)
        if self.server and self.quantise:
            raise SettingsError(f"quantise is for vectors in this process; the Milvus at {self.server} has its own index settings")
