"""What a table in a page says: questions with their answers, where its headings say so, else its rows as lines of text."""

from collections.abc import Iterator, Sequence

from data.documents.blocks import Block, Faq, Text
from data.documents.tables.faq_columns import faq_columns
from data.documents.tables.table_text import table_text


def table_blocks(rows: Sequence[Sequence[str]], headed: bool | None = None) -> Iterator[Block]:
    """The blocks of a table.

    Args:
        rows, headed: as for `data.documents.tables.table_text.table_text`.
    """
    columns = faq_columns(rows[:1]) if len(rows) > 1 else None
    if columns is None:
        if text := table_text(rows, headed):
            yield Text(text)
        return
    for row in rows[1:]:
        question, answer = (row[columns[kind]].strip() if columns[kind] < len(row) else "" for kind in ("question", "answer"))
        if question and answer:
            yield Faq(" ".join(question.split()), answer)
        elif said := question or answer:
            yield Text(said)
