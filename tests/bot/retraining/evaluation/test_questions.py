import json
from pathlib import Path

import pytest

from bot.decisions.questions import Part, Question, question_files, read_questions
from bot.workspace import Workspace
from data.errors import DataError


def written(folder: Path, *rows: object, name: str = "questions.jsonl") -> Path:
    file = folder / name
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def test_each_kind_of_question_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {"text": "Where is it?", "expect": "template", "intent": "track_order"},
        "",
        {"text": "能放烤箱吗？", "expect": "passage", "dialogues": ["d-1", "d-2"], "kind": "follow_up", "before": ["珐琅锅"]},
        {"text": "Hm", "expect": "clarify", "lang": "de"},
        {"text": "A person!", "expect": "hand_over", "intent": "talk_to_person"},
    )
    assert read_questions(file) == [
        Question("Where is it?", (Part("template", "track_order"),), "en", "questions", (), f"{file}:1"),
        Question("能放烤箱吗？", (Part("passage", dialogues=("d-1", "d-2")),), "zh", "follow_up", ("珐琅锅",), f"{file}:3"),
        Question("Hm", (Part("clarify"),), "de", "questions", (), f"{file}:4"),
        Question("A person!", (Part("hand_over"),), "en", "questions", (), f"{file}:5"),
    ]


def test_several_things_asked_at_once(tmp_path: Path) -> None:
    parts = [{"expect": "passage", "dialogues": ["d-1"]}, {"expect": "hand_over"}]
    [question] = read_questions(written(tmp_path, {"text": "How hot, and why?", "expect": "several", "parts": parts}))
    assert question.parts == (Part("passage", dialogues=("d-1",)), Part("hand_over"))
    assert question.expected == "several"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{oops", "JSON is malformed"),
        ('["text"]', "Expected `object`, got `array`"),
        ('{"text": "a"}', "missing required field `expect`"),
        ('{"text": "a", "expect": "joke"}', "Invalid enum value 'joke' - at `$.expect`"),
        ('{"text": "a", "expect": "clarify", "lnag": "de"}', "unknown field `lnag`"),
        ('{"text": " ", "expect": "clarify"}', "the text is empty"),
        ('{"text": "a", "expect": "template"}', "its intent isn't named"),
        ('{"text": "a", "expect": "passage"}', "dialogues doesn't name those that hold the answer"),
        ('{"text": "a", "expect": "clarify", "intent": "greet"}', "an intent belongs to the expectation template. It was: clarify"),
        ('{"text": "a", "expect": "clarify", "dialogues": ["d"]}', "dialogues belong to the expectation passage. It was: clarify"),
        ('{"text": "a", "expect": "several", "parts": [{"expect": "clarify"}]}', "several are expected, but parts names 1"),
        ('{"text": "a", "expect": "several", "parts": [{"expect": "template"}, {"expect": "clarify"}]}', "at `$.parts[0]`"),
        ('{"text": "a", "expect": "clarify", "parts": [{"expect": "clarify"}]}', "parts belong to the expectation several"),
    ],
)
def test_a_bad_line_is_named_with_file_and_line(line: str, problem: str, tmp_path: Path) -> None:
    file = written(tmp_path, {"text": "fine", "expect": "clarify"}, line)
    with pytest.raises(DataError) as raised:
        read_questions(file)
    assert f"{file}:2: " in str(raised.value)
    assert problem in str(raised.value)
    assert f"It was: {line}" in str(raised.value)


def test_a_file_that_is_not_there_or_empty(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.jsonl can't be read"):
        read_questions(tmp_path / "nothing.jsonl")
    with pytest.raises(DataError, match="holds no questions"):
        read_questions(written(tmp_path, "", " "))


def test_files_of_a_workspace_that_hold_no_questions_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "questions"
    folder.mkdir(parents=True)
    written(folder, {"text": "Yes to both.", "stands_by_itself": False}, name="passages.jsonl")
    asked = written(folder, {"text": "Where is it?", "expect": "clarify"}, name="validation.jsonl")
    assert question_files(Workspace(tmp_path)) == [asked]
    assert question_files(Workspace(tmp_path / "elsewhere")) == []


@pytest.mark.parametrize("intent", ["talk_to_person", "hand_over", "out_of_scope"])
def test_whoever_gets_a_person_was_handed_over(intent: str) -> None:
    assert Part.of("template", intent) == Part("hand_over")
