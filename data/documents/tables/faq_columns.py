"""Which columns of a table hold questions and their answers, by their headings in many languages."""

import itertools
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from data.both_scripts import in_both_scripts
from data.formats.fields.field_names import folded_name
from data.formats.tables.case_columns import role_beside
from data.records import CUSTOMER

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
COLUMNS = {name: kind for kind, names in NAMES.items() for name in in_both_scripts(names.split())}
SURE_QUESTION = in_both_scripts(NAMES["question"].split()) - {"title"}
# A log's columns: a table that has one of these is none of questions.
LOGS = in_both_scripts(
    "role sender author from to dialogue conversation conversation_id ticket_id ticket message_id agent speaker 角色 会话 发送者".split()
)
# Columns that a table of help has, too: whom to turn to.
OF_HELP = ("contact", "contacts", "kontakt", "kontakte", "contacto", "contato", "contatto", "contatti")
# Rows in which the headings may be: some have a title above them.
LOOKED_AT = 10


def faq_columns(rows: Iterable[Sequence[Any]]) -> dict[str, int] | None:
    """Which column holds what; of the first rows, the one that has both names is taken. An iterator stands behind that row then."""
    for row in itertools.islice(rows, LOOKED_AT):
        names = [str(cell or "").strip().casefold().replace(" ", "_") for cell in row]
        found: dict[str, int] = {}
        for place, name in enumerate(names):
            if kind := COLUMNS.get(name):
                found.setdefault(kind, place)
        if {"question", "answer"} <= found.keys() and not LOGS & set(names) and not _is_of_cases(row, set(found.values())):
            return found if names[found["question"]] in SURE_QUESTION or len(names) <= 4 else None
    return None


def _is_of_cases(headings: Sequence[Any], taken: Collection[int]) -> bool:
    """Whether a heading beside question and answer names the customer who asked: then it is a list of cases, and no help."""
    beside = [str(cell) for place, cell in enumerate(headings) if cell and place not in taken]
    return any(role_beside(cell) == CUSTOMER and folded_name(cell) not in OF_HELP for cell in beside)
