"""Rows of a log that can not be used, and rows that were mended."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was skipped, or mended and kept, and why.

    Attributes:
        file: the log; what lies in an archive is named behind it.
        line: where it stands, from 1; of a table in a workbook or in Parquet, its row.
        kept: whether it was mended and is used all the same.
    """

    file: Path
    line: int
    problem: str
    kept: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"
