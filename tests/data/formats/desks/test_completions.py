"""Logs of language models: each request holds the conversation so far, and the response what the model said."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from data.formats.desks import completions
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


def write(file: Path, pairs: Sequence[tuple[list[dict[str, str]], str]], order: Sequence[int] = (), **about: str) -> Path:
    rows = [
        {**about, "request": {"messages": said}, "response": {**choices(told), "created": 1772442845 + 60 * minute}}
        for minute, (said, told) in enumerate(pairs)
    ]
    file.write_text("".join(json.dumps(rows[place]) + "\n" for place in order or range(len(rows))))
    return file


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3), (3, 2, 1, 0)])
def test_two_customers_who_begin_alike_have_a_conversation_each(order: tuple[int, ...], tmp_path: Path) -> None:
    hi = ("Hi", "Hello! How can I help?")
    pairs = [(asked(*hi[:1]), hi[1]), (asked(*hi[:1]), hi[1]), (asked(*hi, FIRST), TOLD), (asked(*hi, OTHER), BAG)]
    begin = [("customer", hi[0]), ("bot", hi[1])]
    told = [[*begin, ("customer", FIRST), ("bot", TOLD)], [*begin, ("customer", OTHER), ("bot", BAG)]]
    assert sorted(said_in(write(tmp_path / "log.jsonl", pairs, order))) == told


def test_the_same_word_in_requests_that_repeat_nothing_was_said_twice(tmp_path: Path) -> None:
    pairs = [(asked("Does it fold?"), "Do you mean the bed?"), (asked("Yes"), "The large one?"), (asked("Yes"), "It does.")]
    (said,) = said_in(write(tmp_path / "log.jsonl", pairs, session_id="a"))
    assert said == [(role, text) for (question,), answer in pairs for role, text in (("customer", question["content"]), ("bot", answer))]


@pytest.mark.parametrize("from_", [0, 2])
def test_requests_of_a_session_that_repeat_all_or_the_last_of_it(from_: int, tmp_path: Path) -> None:
    texts = [FIRST, TOLD, SECOND, THEN, OTHER]
    pairs = [(asked(*texts[:1]), TOLD), (asked(*texts[:3]), THEN), (asked(*texts[from_:]), BAG)]
    (said,) = said_in(write(tmp_path / "log.jsonl", pairs, session_id="a"))
    assert [text for _, text in said] == [*texts, BAG]


def test_a_desk_that_says_when_it_responded_is_no_model(tmp_path: Path) -> None:
    case = {"id": "c1", "messages": [{"type": "user", "text": FIRST}, {"type": "user", "text": SECOND}], "response": "first reply 3h"}
    assert not completions.recognises(case)
    assert completions.recognises({"model": "m", "messages": asked(FIRST), "response": TOLD})
