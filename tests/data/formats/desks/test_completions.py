"""Logs of language models: each request holds the conversation so far, and the response what the model said."""

import json
from pathlib import Path

import pytest

from tests.support.logs import said_in

FIRST, SECOND, OTHER = "Does the tent stand without pegs?", "And in wind?", "May I wash the bag?"
TOLD, THEN, BAG = "It does, on its poles alone.", "Then peg it down at four corners.", "By hand, with cold water."
BEGIN = {"role": "system", "content": "You answer for a shop."}


def asked(*texts: str) -> list[dict[str, str]]:
    return [{"role": "assistant" if place % 2 else "user", "content": text} for place, text in enumerate(texts)]


def choices(text: str) -> dict[str, object]:
    return {"id": "c", "created": 1772442845, "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}


def of_google(texts: list[dict[str, str]]) -> list[dict[str, object]]:
    return [{"role": text["role"].replace("assistant", "model"), "parts": [{"text": text["content"]}]} for text in texts]


LOGS = {
    "OpenAI": lambda said, told: {"request": {"model": "m", "messages": [BEGIN, *said]}, "response": choices(told)},
    "OpenAI, one object": lambda said, told: {"model": "m", "messages": [BEGIN, *said], **choices(told)},
    "OpenAI, responses": lambda said, told: {
        "request": {"input": said},
        "response": {"output": [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": told}]}]},
    },
    "texts in texts": lambda said, told: {"request_body": json.dumps({"messages": said}), "response_body": json.dumps(choices(told))},
    "Anthropic": lambda said, told: {
        "request": {"system": "Be kind.", "messages": said},
        "response": {"type": "message", "role": "assistant", "content": [{"type": "text", "text": told}]},
    },
    "Google": lambda said, told: {
        "request": {"contents": of_google(said)},
        "response": {"candidates": [{"content": {"role": "model", "parts": [{"text": told}]}}]},
    },
    "a trace": lambda said, told: {"input": said, "output": {"role": "assistant", "content": told}},
}


@pytest.mark.parametrize("tool", LOGS)
def test_requests_that_repeat_what_was_said_are_one_conversation(tool: str, tmp_path: Path) -> None:
    pairs = [(asked(FIRST), TOLD), (asked(OTHER), BAG), (asked(FIRST, TOLD, SECOND), THEN)]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(LOGS[tool](said, told)) + "\n" for said, told in pairs))
    assert said_in(tmp_path / "log.jsonl") == [
        [("customer", FIRST), ("bot", TOLD), ("customer", SECOND), ("bot", THEN)],
        [("customer", OTHER), ("bot", BAG)],
    ]


def test_requests_of_a_session_that_repeat_nothing(tmp_path: Path) -> None:
    rows = [
        {
            "session_id": name,
            "timestamp": f"2026-03-02T09:1{minute}:00Z",
            "request": {"messages": asked(text)},
            "response": choices(told),
        }
        for name, minute, text, told in (("a", 1, FIRST, TOLD), ("b", 2, OTHER, BAG), ("a", 3, SECOND, THEN))
    ]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in reversed(rows)))
    told = [("customer", FIRST), ("bot", TOLD), ("customer", SECOND), ("bot", THEN)]
    assert sorted(said_in(tmp_path / "log.jsonl")) == sorted([told, [("customer", OTHER), ("bot", BAG)]])


def test_a_batch_has_its_answers_in_a_file_of_their_own(tmp_path: Path) -> None:
    texts = {"r-1": (FIRST, TOLD), "r-2": (OTHER, BAG)}
    given = [{"custom_id": id_, "url": "/v1/chat/completions", "body": {"messages": asked(text)}} for id_, (text, _) in texts.items()]
    told = [{"id": "x", "custom_id": id_, "response": {"status_code": 200, "body": choices(answer)}} for id_, (_, answer) in texts.items()]
    for name, rows in (("input.jsonl", given), ("output.jsonl", told)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert said_in(tmp_path) == [[("customer", text), ("bot", answer)] for text, answer in texts.values()]


def test_what_people_answer_is_no_models(tmp_path: Path) -> None:
    case = {"id": "c1", "messages": [{"role": "user", "content": FIRST}, {"role": "agent", "content": TOLD}], "result": "solved by phone"}
    (tmp_path / "log.json").write_text(json.dumps([case, {**case, "id": "c2"}]))
    assert said_in(tmp_path / "log.json") == [[("customer", FIRST), ("agent", TOLD)]] * 2


def test_a_conversation_that_is_whole_has_no_more_answers(tmp_path: Path) -> None:
    case = {"id": "c1", "messages": asked(FIRST, TOLD), "output": "resolved"}
    (tmp_path / "log.json").write_text(json.dumps([case, {**case, "id": "c2"}]))
    assert said_in(tmp_path / "log.json") == [[("customer", FIRST), ("bot", TOLD)]] * 2


def test_a_question_that_is_a_text_by_itself(tmp_path: Path) -> None:
    rows = [{"request": {"prompt": text}, "response": choices(answer)} for text, answer in ((FIRST, TOLD), (OTHER, BAG))]
    (tmp_path / "log.json").write_text(json.dumps(rows))
    assert said_in(tmp_path / "log.json") == [[("customer", FIRST), ("bot", TOLD)], [("customer", OTHER), ("bot", BAG)]]
