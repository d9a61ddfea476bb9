"""Labelled messages from tables (CSV, TSV), JSON lines or Rasa's NLU YAML, and messages without a label.

A row that can't be used becomes a `BadRow`, with its file and line; the rest goes on.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.examples.rasa_yaml import read_examples
from data.formats.files.log_files import ending
from data.records import Example

Row = tuple[int, dict[str, str]]


def read_labelled(path: Path, text_column: str = "text", label_column: str = "label") -> tuple[list[Example], list[BadRow]]:
    """The examples of a labelled file, and the rows that had to be skipped.

    Raises:
        DataError: the file can't be read, or lacks a column.
    """
    if path.suffix in (".yml", ".yaml") or path.is_dir():
        return read_examples(path), []
    examples: list[Example] = []
    bad: list[BadRow] = []
    for line, row in _rows(path, (text_column, label_column)):
        text, label = row[text_column].strip(), row[label_column].strip()
        if text and label:
            examples.append(Example(text, label))
        else:
            bad.append(BadRow(path, line, f"{'the label' if text else 'the text'} is empty"))
    return examples, bad


def read_texts(path: Path, text_column: str = "text") -> list[str]:
    """The messages of a file: of a table's or JSON lines' column, or the lines of a `.txt`. Empty ones stay, in their place.

    Raises:
        DataError: the file can't be read, or lacks the column.
    """
    if path.suffix == ".txt":
        return [text.rstrip("\r\n") for _, text in _lines(path)]
    return [row[text_column] for _, row in _rows(path, (text_column,))]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a file with their line numbers; each has the columns, at least empty."""
    if ending(path) == ".jsonl":
        for line, text in _lines(path):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except ValueError as error:
                raise DataError(f"{path}:{line}: no JSON ({error}); expected an object with {', '.join(columns)}") from error
            if not isinstance(row, dict) or (missing := [column for column in columns if column not in row]):
                raise DataError(f"{path}:{line}: expected an object with {', '.join(columns)}. It was: {text.strip()[:80]}")
            yield line, {column: str(row[column] or "") for column in columns}
    elif ending(path) in (".csv", ".tsv"):
        table = csv.DictReader((text for _, text in _lines(path)), delimiter="\t" if ending(path) == ".tsv" else ",")
        if missing := [column for column in columns if column not in (table.fieldnames or ())]:
            raise DataError(
                f"{path} has the columns {', '.join(table.fieldnames or ['(none)'])}, not {', '.join(missing)}; "
                "name them with --text-column and --label-column"
            )
        try:
            for row in table:
                yield table.line_num, {column: row[column] or "" for column in columns}
        except csv.Error as error:
            raise DataError(f"{path}:{table.line_num}: no readable table ({error})") from error
    else:
        raise DataError(f"{path} is of no known kind; expected .csv, .tsv or .jsonl (for labels also Rasa's .yml, for texts .txt)")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            yield from enumerate(lines, start=1)
    except OSError as error:
        raise DataError(f"{path} can't be read: {error.strerror}") from error
