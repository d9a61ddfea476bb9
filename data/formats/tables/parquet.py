"""Parquet: rows as objects, a batch at a time."""

from collections.abc import Iterator
from typing import BinaryIO

from data.errors import DataError

ROWS = 2_000


def rows_of(stream: BinaryIO, name: str) -> Iterator[dict[str, object]]:
    """The rows, by the names of their columns.

    Raises:
        DataError: it is damaged.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        for batch in pyarrow.parquet.ParquetFile(stream).iter_batches(batch_size=ROWS):
            yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise DataError(f"{name} is no readable Parquet file: {error}") from error
