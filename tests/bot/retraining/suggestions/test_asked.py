from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from bot.retraining.suggestions.asked import read_asked
from data.folding import folded


def _log(folder: Path, *dialogues: list[tuple[str, str]] | dict[str, Any], date: str = "2026-03-14") -> Path:
    file = folder / "log.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number, turns in enumerate(dialogues):
            said = [{"role": role, "text": text} for role, text in turns] if isinstance(turns, list) else turns["turns"]
            lines.write(json.dumps({"id": f"talk-{'abcdefgh'[number]}", "date": date, "turns": said}) + "\n")
    return file


def test_a_question_that_was_asked_several_times_comes_once(tmp_path: Path) -> None:
    answer = ("agent", "All our chairs have a warranty of two years.")
    log = _log(tmp_path, [("customer", "Is there a warranty on chairs?"), answer], [("customer", "is there a warranty on chairs"), answer])
    (asked,) = read_asked(log, ()).asked
    assert (asked.count, asked.dialogues, asked.language) == (2, ("talk-a", "talk-b"), "en")
    assert asked.date == datetime.date(2026, 3, 14)
    assert "two years" in asked.answer


def test_what_nobody_answered_is_a_question_too(tmp_path: Path) -> None:
    (asked,) = read_asked(_log(tmp_path, [("customer", "Do you repair old kettles?")]), ()).asked
    assert (asked.text, asked.answer) == ("Do you repair old kettles?", "")


def test_what_has_a_label_or_says_nothing_is_left_out(tmp_path: Path) -> None:
    log = _log(
        tmp_path, [("customer", "Do you repair old kettles?")], [("customer", "hi")], [("customer", "???")], [("customer", "word " * 90)]
    )
    assert read_asked(log, {folded("do you repair old kettles")}).asked == []


def test_who_asks_again_or_dislikes_the_answer_is_unhappy(tmp_path: Path) -> None:
    reply = "Our chairs have a warranty of two years."
    again = [
        ("customer", "Is there a warranty on chairs?"),
        ("agent", reply),
        ("customer", "But is there a warranty on chairs?"),
        ("agent", reply),
    ]
    down = {"turns": [{"role": "customer", "text": "Do you ship to Norway?"}, {"role": "agent", "text": reply, "rating": "down"}]}
    fine = [("customer", "Do you mend kettles here?"), ("agent", "We mend every kettle that we have sold."), ("customer", "Great!")]
    asked = {each.text: each.unhappy for each in read_asked(_log(tmp_path, again, down, fine), ()).asked}
    assert asked["Is there a warranty on chairs?"]
    assert asked["Do you ship to Norway?"]
    assert not asked["Do you mend kettles here?"]


def test_rows_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    log = _log(tmp_path, [("customer", "Do you repair old kettles?")])
    with log.open("a") as lines:
        lines.write("{broken\n")
    found = read_asked(log, ())
    assert (len(found.asked), len(found.bad)) == (1, 1)


def test_of_a_large_log_the_newest_questions_are_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    texts = {"2026-03-02": "Do you mend old kettles?", "2026-03-04": "Do you deliver to Norway?", "2026-03-03": "Is the lamp waterproof?"}
    with file.open("w", encoding="utf-8") as lines:
        for number, (date, text) in enumerate(texts.items()):
            turns = [{"role": "customer", "text": text}]
            lines.write(json.dumps({"id": f"talk-{'abc'[number]}", "date": date, "turns": turns}) + "\n")
    found = read_asked(file, (), most_letters=55)
    assert [asked.text for asked in found.asked] == ["Do you deliver to Norway?", "Is the lamp waterproof?"]
    assert found.older == 1


def test_a_later_question_is_read_by_itself_or_not_at_all(tmp_path: Path) -> None:
    log = _log(
        tmp_path,
        [
            ("customer", "How tall is the Brisa, please? My shelf is not high."),
            ("agent", "The Brisa is 38 cm high, so leave some room above it."),
            ("customer", "Are spare seals easy to get?"),
            ("agent", "They are under Spare parts in the shop, six pounds each."),
            ("customer", "And how big is its tank?"),
            ("agent", "The tank of the Brisa holds 1.4 litres of water in all."),
        ],
    )
    asked = {each.text: each.answer for each in read_asked(log, ()).asked}
    assert set(asked) == {"How tall is the Brisa, please? My shelf is not high.", "Are spare seals easy to get?"}
    assert "six pounds" in asked["Are spare seals easy to get?"]
