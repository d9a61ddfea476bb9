"""What a search may be narrowed to: language, product, tag, date, kind of source."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from data.errors import DataError
from data.languages import language_of_kept
from data.records import Pair
from retrieval.search.entries import Entry
from retrieval.vectors.interface import Bools, Ids, pair_of

FORM = "a filter is language=en, product=NAME, tag=NAME, since=2025-01-31, until=2025-12-31, source=dialogue or source=document"
DIALOGUE, DOCUMENT = "dialogue", "document"


@dataclass(frozen=True)
class Filter:
    """Conditions that a pair must meet, all of those that are given; both dates are included."""

    language: str | None = None
    product: str | None = None
    tag: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if self.source not in (None, DIALOGUE, DOCUMENT):
            raise DataError(f"{FORM}. It was: source={self.source}")

    @classmethod
    def parse(cls, conditions: Iterable[str]) -> "Filter":
        """A filter from texts like `product=Aune`.

        Raises:
            DataError: a condition has another form.
        """
        given: dict[str, str | datetime.date] = {}
        for condition in conditions:
            name, _, value = (part.strip() for part in condition.partition("="))
            if name not in cls.__dataclass_fields__ or not value:
                raise DataError(f"{FORM}. It was: {condition!r}")
            try:
                given[name] = datetime.date.fromisoformat(value) if name in ("since", "until") else value
            except ValueError:
                raise DataError(f"{FORM}. It was: {condition!r}") from None
        return cls(**given)  # type: ignore[arg-type]

    def matches(self, pair: Pair) -> bool:
        """Whether a pair meets all conditions; one without a date meets none about dates."""
        return (
            (self.product is None or pair.product == self.product)
            and (self.tag is None or self.tag in pair.tags)
            and (self.since is None or (pair.date is not None and pair.date >= self.since))
            and (self.source is None or (self.source == DOCUMENT) == (pair.document is not None))
            and (self.until is None or (pair.date is not None and pair.date <= self.until))
            and (self.language is None or language_of_kept(pair.question) == self.language)
        )


def matching(entries: Mapping[int, Entry], filter: Filter, ids: Ids) -> Bools:
    """Which ids (N,), of pairs or of their pieces, match a filter (N,).

    No method: an index that is let go of is to be freed without a garbage collection.
    """
    found = map(entries.get, pair_of(ids).tolist())
    return np.fromiter((entry is not None and filter.matches(entry.pair) for entry in found), dtype=np.bool_, count=len(ids))
