"""Logs of programs that answer: what was asked and what was answered stand in one object."""

import json
from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.structure.exchanges import exchanges_of
from data.formats.structure.flattening import flat

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
