"""Logs of programs that answer: what was asked and what was answered stand in one object."""

import json
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.structure.exchanges import exchanges_of
from data.formats.structure.flattening import flat
from tests.support.logs import said_in

ASKED, ANSWERED = "Is the bowl safe in a dishwasher?", "It is, the whisk isn't."
LOGS = {
    "dialogflow": {
        "conversation_name": "projects/p/agents/a/sessions/s1", "request_time": "2026-03-02 09:14:05 UTC",
        "request": {"queryInput": {"text": {"text": ASKED}}},
        "response": {"queryResult": {"text": ASKED, "responseMessages": [{"text": {"text": [ANSWERED]}, "source": "VIRTUAL_AGENT"}]}},
    },
    "lex": {
        "sessionId": "s1", "timestamp": "2026-03-02T09:14:05Z", "inputTranscript": ASKED, "botName": "Shop",
        "messages": [{"contentType": "PlainText", "content": ANSWERED}], "interpretations": [{"intent": {"name": "Ask"}}],
    },
    "watson": {
        "session_id": "s1", "request_timestamp": "2026-03-02T09:14:05Z", "request": {"input": {"text": ASKED}},
        "response": {"output": {"generic": [{"response_type": "text", "text": ANSWERED}], "intents": []}},
    },
}  # fmt: skip


@pytest.mark.parametrize("tool", LOGS)
def test_a_program_answered(tool: str, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(json.loads(json.dumps(LOGS[tool]).replace("s1", session))) + "\n" for session in ("s1", "s2")))
    found = [found.dialogue for found in read_dialogues(log) if isinstance(found, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in found] == [[("customer", ASKED), ("bot", ANSWERED)]] * 2
    assert {str(dialogue.date) for dialogue in found} == {"2026-03-02"}


def test_an_agents_answer_is_an_agents(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    answer = {"text": ANSWERED, "role": "agent", "agent_name": "Eve Miller"}
    log.write_text("".join(json.dumps({"id": f"q{n}", "request": {"message": ASKED}, "response": answer}) + "\n" for n in range(3)))
    found = [found.dialogue for found in read_dialogues(log) if isinstance(found, Read)]
    assert [[turn.role for turn in dialogue.turns] for dialogue in found] == [["customer", "agent"]] * 3


def test_a_question_and_an_answer_beside_each_other_are_a_persons() -> None:
    assert exchanges_of([flat({"query": ASKED, "answer": ANSWERED})]) is None


def test_an_answer_of_several_messages_and_a_greeting_that_nobody_asked_for(tmp_path: Path) -> None:
    def turn(session: str, minute: int, asked: str, *answers: str) -> dict[str, object]:
        said = [{"text": {"text": [answer]}, "source": "VIRTUAL_AGENT"} for answer in answers]
        query: dict[str, object] = {"text": {"text": asked}} if asked else {"event": {"event": "WELCOME"}}
        return {
            "session_name": f"projects/p/sessions/{session}", "request_time": f"2026-03-02 09:{minute:02}:05 UTC",
            "request": {"queryInput": query}, "response": {"queryResult": {"responseMessages": [*said, {"endInteraction": {}}]}},
        }  # fmt: skip

    turns = [
        turn("a", 1, "", "Hello, I am the shop's robot."),
        turn("b", 2, "", "Hello, I am the shop's robot."),
        turn("b", 7, "No, that was all.", "Bye then!"),
        turn("a", 3, ASKED, ANSWERED),
        turn("b", 4, ASKED, ANSWERED, "Is there anything else?"),
    ]
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, turns)))
    begin = [("bot", "Hello, I am the shop's robot."), ("customer", ASKED), ("bot", ANSWERED)]
    assert said_in(tmp_path / "log.jsonl") == [
        begin,
        [*begin, ("bot", "Is there anything else?"), ("customer", "No, that was all."), ("bot", "Bye then!")],
    ]


def test_a_case_with_a_request_and_messages_is_no_exchange(tmp_path: Path) -> None:
    said = [{"from": "customer", "text": ASKED}, {"from": "agent", "text": ANSWERED}, {"from": "customer", "text": "And the lid?"}]
    case = {"id": "c1", "request": {"text": "About the bowl that I have bought"}, "messages": said}
    (tmp_path / "log.json").write_text(json.dumps([case, {**case, "id": "c2"}]))
    assert [len(turns) for turns in said_in(tmp_path / "log.json")] == [3, 3]


OWN_ROLES = {
    "a case": {
        "request": {"text": "About the bowl that I have bought"},
        "response": {"messages": [{"from": who, "text": text} for who, text in (("customer", ASKED), ("agent", ANSWERED))]},
    },
    "a program's log": {
        "input": {"query": ASKED},
        "output": {"messages": [{"role": who, "content": text} for who, text in (("user", ASKED), ("assistant", ANSWERED))]},
    },
    "LangSmith": {
        "inputs": {"input": ASKED},
        "outputs": {"messages": [{"type": who, "content": text} for who, text in (("human", ASKED), ("ai", ANSWERED))]},
    },
}


@pytest.mark.parametrize("tool", OWN_ROLES)
def test_messages_of_a_response_with_roles_of_their_own_are_the_conversation(tool: str, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("".join(json.dumps({"id": f"c{n}", **OWN_ROLES[tool]}) + "\n" for n in range(3)))
    answerer = "agent" if tool == "a case" else "bot"
    assert said_in(tmp_path / "log.jsonl") == [[("customer", ASKED), (answerer, ANSWERED)]] * 3


@pytest.mark.parametrize("in_message", [False, True])
def test_of_several_choices_the_first_was_said(in_message: bool, tmp_path: Path) -> None:
    texts = (ANSWERED, "The bowl is, as far as I know.")
    choices = [{"message": {"role": "assistant", "content": text}} if in_message else {"text": text} for text in texts]
    line = {"request": {"prompt": ASKED}, "response": {"choices": choices}}
    (tmp_path / "log.jsonl").write_text("".join(json.dumps({"id": f"c{n}", **line}) + "\n" for n in range(3)))
    assert said_in(tmp_path / "log.jsonl") == [[("customer", ASKED), ("bot", ANSWERED)]] * 3
