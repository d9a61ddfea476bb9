"""An FAQ as a table: a column of questions and one of answers, in CSV, TSV or Excel, under headings in many languages."""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import openpyxl

from data.documents.archives import checked_archive
from data.documents.blocks import Block, Faq, Page, Unreadable, tidy
from data.documents.dates import read_date
from data.documents.decoding import decoded

NAMES = {
    "question": "question questions q faq title frage fragen pregunta preguntas pergunta perguntas domanda domande vraag fråga spørgsmål "
    "pytanie вопрос 问题 问 標題 质问 質問 질문 سؤال السؤال प्रश्न",
    "answer": "answer answers a response reply text content antwort antworten respuesta respuestas resposta risposta réponse reponse "
    "antwoord svar odpowiedź ответ 答案 回答 答 答复 解答 답변 جواب الجواب إجابة उत्तर",
    "page": "page category topic section kategorie thema rubrik bereich categoría tema categoria catégorie rubrique categorie kategoria "
    "категория 类别 分类 类目 主题 カテゴリ 카테고리",
    "address": "url link address href adresse enlace lien ссылка 链接 网址 地址",
    "date": "date updated modified last_updated updated_at datum stand aktualisiert geändert fecha data actualizado mis_à_jour дата "
    "日期 更新时间 更新",
}
COLUMNS = {name: kind for kind, names in NAMES.items() for name in names.split()}
SURE_QUESTION = frozenset(NAMES["question"].split()) - {"title"}
# A log's columns: a table that has one of these is none of questions.
LOGS = frozenset(
    "role sender author from to dialogue conversation conversation_id ticket_id ticket message_id agent speaker 角色 会话 发送者".split()
)
DELIMITERS = ",;\t|"
MOST_ROWS = 50_000
LONGEST_ANSWER = 50_000
LOOKED_AT = 10


def is_faq(name: str, content: bytes) -> bool:
    """Whether a table holds questions with their answers, as its headings say."""
    try:
        rows = _rows(name, content)
        return _headings(rows) is not None
    except (Unreadable, ValueError):
        return False


def read_faq(content: bytes, name: str, ending: str = ".csv") -> Page:
    """A table of questions.

    Args:
        content: the file.
        name: its name, which is the title.
        ending: how its name ends.

    Raises:
        Unreadable: it has no columns of questions and answers, or is made to fill the memory.
    """
    rows = iter(_rows(f"{name}{ending}", content))
    columns = _headings(rows)
    if columns is None:
        raise Unreadable("it has no columns that are called question and answer")
    blocks: list[Block] = []
    notes: list[str] = []
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            notes.append(f"only its first {MOST_ROWS:,} rows were read")
            break
        cell = {kind: str(row[place]).strip() for kind, place in columns.items() if place < len(row) and row[place] is not None}
        question, answer = " ".join(cell.get("question", "").split()), tidy(cell.get("answer", ""))
        if len(answer) > LONGEST_ANSWER:
            notes.append(f"the answer in row {number + 2} has more than {LONGEST_ANSWER:,} characters")
        elif question and answer:
            address = cell.get("address", "") if cell.get("address", "").startswith(("https://", "http://")) else ""
            date = read_date(row[columns["date"]]) if "date" in columns and columns["date"] < len(row) else None
            blocks.append(Faq(question, answer, page=cell.get("page", ""), address=address, date=date))
        elif question or answer:
            notes.append(f"row {number + 2} has no {'answer' if question else 'question'}")
    return Page(name, blocks, notes=notes[:20])


def _headings(rows: Iterable[Sequence[Any]]) -> dict[str, int] | None:
    """Which column holds what; of the first rows, the one that has both names is taken. An iterator stands behind that row then."""
    for row in itertools.islice(rows, LOOKED_AT):
        names = [str(cell or "").strip().casefold().replace(" ", "_") for cell in row]
        found: dict[str, int] = {}
        for place, name in enumerate(names):
            if kind := COLUMNS.get(name):
                found.setdefault(kind, place)
        if {"question", "answer"} <= found.keys() and not LOGS & set(names):
            return found if names[found["question"]] in SURE_QUESTION or len(names) <= 4 else None
    return None


def _rows(name: str, content: bytes) -> Iterator[Sequence[Any]]:
    if name.lower().endswith(".xlsx"):
        yield from _sheets(content)
        return
    csv.field_size_limit(1 << 30)
    text = decoded(content).replace("\0", "")
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    head = text[:4000].splitlines()[:LOOKED_AT]
    for delimiter in DELIMITERS:
        if _headings(list(csv.reader(head, delimiter=delimiter))):
            break
    else:
        return
    yield from _lines(list(io.StringIO(text, newline="")), delimiter)


def _lines(lines: Sequence[str], delimiter: str) -> Iterator[Sequence[str]]:
    """The rows of a table; a line whose quotes are broken is a row as it stands, so that it can't swallow those below it."""
    start = 0
    while start < len(lines):
        read = 0
        reader = csv.reader(itertools.islice(lines, start, None), delimiter=delimiter, strict=True)
        try:
            for row in reader:
                read = reader.line_num
                yield row
            return
        except csv.Error:
            yield from csv.reader([lines[start + read]], delimiter=delimiter, quoting=csv.QUOTE_NONE)
            start += read + 1


def _sheets(content: bytes) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet that has columns of questions and answers."""
    stream = checked_archive(content)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets:
            if _headings(sheet.iter_rows(max_row=LOOKED_AT, max_col=50, values_only=True)):
                yield from sheet.iter_rows(max_row=MOST_ROWS + LOOKED_AT, max_col=50, values_only=True)
                return
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, zipfile.BadZipFile) as error:
        raise Unreadable(f"it is no Excel table, or damaged ({type(error).__name__}: {error})") from error
