"""Marks that agents set before what customers mustn't read."""

from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.text.internal_marks import is_marked_internal
from tests.support.logs import said_in


@pytest.mark.parametrize(
    "text",
    [
        "*** INTERN – nicht an Kunden *** zahlt nie",
        "## internal ## he called twice",
        "[INTERNAL] ask Kim first",
        "(nur intern) Rabatt möglich",
        "【内部】这个客户很难缠",
        "【內部備註】先不要退款",
        "Internal note: offer him ten percent",
        "**Nota interna**: llamar mañana",
        "社内メモ：返金しないこと",
        "Служебная заметка: проверить склад",
        "#internal waiting for the warehouse",
        "[not for the customer] we have none left",
    ],
)
def test_marked(text: str) -> None:
    assert is_marked_internal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Internal: 30 cm. External: 34 cm.",
        "(internal pocket) is 15 cm wide",
        "Our internal team will look at it.",
        "Das internationale Modell hat 230 V.",
        "内部：棉，外部：皮",
        "- intern 230 V, - extern 12 V",
        "It has an internal battery [internal].",
        "内部有两个口袋",
    ],
)
def test_not_marked(text: str) -> None:
    assert not is_marked_internal(text)


def test_of_the_company_it_is_a_note_and_of_a_customer_it_isnt(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        "chat,role,text\n"
        "1,customer,[internal] stands on the box. What does it mean?\n"
        "1,agent,[internal] no idea\n"
        "1,agent,It is for the warehouse only.\n"
    )
    assert said_in(tmp_path / "log.csv") == [
        [("customer", "[internal] stands on the box. What does it mean?"), ("agent", "It is for the warehouse only.")]
    ]
    left_out = [read.left_out for read in read_dialogues(tmp_path / "log.csv") if isinstance(read, Read)]
    assert [dict(each) for each in left_out] == [{"note": 1}]
