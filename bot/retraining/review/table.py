"""Suggestions as a spreadsheet, and a spreadsheet's decisions back in.

A row is a question; the first row of a group stands for all of it. In the column `decision` a person writes an intent, `yes` (as
suggested) or `no` (refused, and remembered); where it is empty, the group's own decision holds, and without one nothing is decided.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from bot.retraining.review.session import Session
from bot.reviews.log import Decision
from bot.reviews.records import Answer, Labels, NewIntent, Suggestion, Suspicious, Unsure, texts_of
from data.errors import DataError
from data.private_file import private_file

COLUMNS = ("suggestion", "question", "kind", "suggested", "text", "asked", "decision", "answer")
# The number of the row that stands for all questions of a suggestion.
ALL = 0
YES, NO = ("yes", "y"), ("no", "n")
# A spreadsheet reads a cell that begins so as a formula, and customers can write one.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(suggestions: Sequence[Suggestion], file: Path) -> int:
    """Writes suggestions as CSV (UTF-8, with a byte order mark for Excel), readable by this user only; returns how many rows.

    Raises:
        DataError: it can't be written.
    """
    rows = [row for suggestion in suggestions for row in _rows(suggestion)]
    with private_file(file) as lines:
        lines.write("\ufeff")
        table = csv.writer(lines)
        table.writerow(COLUMNS)
        table.writerows([_cell(value) for value in row] for row in rows)
    return len(rows)


def read_table(file: Path, session: Session) -> list[Decision]:
    """Keeps what somebody decided in a table; rows about what was decided in between are passed over.

    Raises:
        DataError: the table can't be read, lacks a column, or a decision can't be made; the message names the line, and nothing after it
            was decided.
    """
    pending = {suggestion.id: suggestion for suggestion in session.pending()}
    made: list[Decision] = []
    for line, name, filled in _filled(file):
        suggestion = pending.get(name)
        if suggestion is None:
            continue
        try:
            made += _decide(suggestion, filled, session)
        except DataError as error:
            raise DataError(f"{file}:{line}: {error}") from error
    return made


@dataclass
class _Filled:
    """What stands in the rows of one suggestion: its own decision and answer, and the decisions on single questions."""

    decision: str = ""
    answer: str = ""
    of: dict[int, str] | None = None


def _rows(suggestion: Suggestion) -> Iterator[tuple[object, ...]]:
    kind = type(suggestion).__name__
    questions = texts_of(suggestion)
    if isinstance(suggestion, (Unsure, Suspicious)):
        suggested = suggestion.candidates[0][0] if isinstance(suggestion, Unsure) else f"{suggestion.likelier} (was {suggestion.intent})"
        yield suggestion.id, ALL, kind, suggested, questions[0], "", "", ""
        return
    if isinstance(suggestion, Answer):
        others = "".join(f" [{said.why}: {said.text}]" for said in suggestion.others)
        yield (
            suggestion.id,
            ALL,
            kind,
            "yes approves the answer" + others,
            questions[0],
            suggestion.answer.count,
            "",
            suggestion.answer.text,
        )
        return
    suggested = suggestion.intent if isinstance(suggestion, Labels) else suggestion.name
    answer = suggestion.proposed_answer if isinstance(suggestion, NewIntent) else ""
    yield suggestion.id, ALL, kind, suggested, f"(all {len(questions)} questions)", "", "", answer
    for number, question in enumerate(suggestion.questions, start=1):
        yield suggestion.id, number, kind, suggested, question.text, question.count, "", ""


def _filled(file: Path) -> Iterator[tuple[int, str, _Filled]]:
    """Each suggestion of the table that something was decided on, with the line of its first row."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} can't be read: {error}; save it as CSV in UTF-8") from error
    first = text.partition("\n")[0]
    table = csv.DictReader(StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    if missing := [name for name in ("suggestion", "question", "decision") if name not in (table.fieldnames or ())]:
        raise DataError(f"{file} lacks the columns {', '.join(missing)}; `heed review --csv-out` writes a table with them")
    found: dict[str, tuple[int, _Filled]] = {}
    for row in table:
        name = (row["suggestion"] or "").strip()
        _, filled = found.setdefault(name, (table.line_num, _Filled(of={})))
        decision, number = (row["decision"] or "").strip().lstrip("'"), (row["question"] or "").strip()
        if number == str(ALL):
            filled.decision, filled.answer = decision, (row.get("answer") or "").strip().lstrip("'")
        elif decision and filled.of is not None:
            if not number.isdigit():
                raise DataError(f"{file}:{table.line_num}: the column question holds the number of the row. It was: {number!r}")
            filled.of[int(number)] = decision
    yield from ((line, name, filled) for name, (line, filled) in found.items() if filled.decision or filled.of)


def _decide(suggestion: Suggestion, filled: _Filled, session: Session) -> Iterator[Decision]:
    texts = texts_of(suggestion)
    single = filled.of or {}
    if strange := [number for number in single if not 0 < number <= len(texts)]:
        raise DataError(f"the suggestion {suggestion.id} has {len(texts)} questions, none with the number {strange[0]}")
    by_decision: dict[str, list[str]] = {}
    for number, text in enumerate(texts, start=1):
        if decision := single.get(number) or filled.decision:
            by_decision.setdefault(decision, []).append(text)
    for decision, chosen in by_decision.items():
        only = chosen if len(chosen) < len(texts) else None
        if decision.casefold() in NO:
            yield session.refuse(suggestion, only)
        elif isinstance(suggestion, Answer):
            if decision.casefold() not in YES:
                raise DataError(
                    f"an answer is approved with yes or refused with no; the answer itself may be changed. It was: {decision!r}"
                )
            yield session.approve(suggestion, filled.answer or suggestion.answer.text)
        else:
            intent = _suggested(suggestion) if decision.casefold() in YES else decision
            yield session.label(suggestion, intent, filled.answer if isinstance(suggestion, NewIntent) else "", only)


def _suggested(suggestion: Labels | Unsure | NewIntent | Suspicious) -> str:
    if isinstance(suggestion, NewIntent):
        return suggestion.name
    if isinstance(suggestion, Unsure):
        return suggestion.candidates[0][0]
    return suggestion.likelier if isinstance(suggestion, Suspicious) else suggestion.intent


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
