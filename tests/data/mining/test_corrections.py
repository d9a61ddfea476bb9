"""What an agent took back is never mined."""

import json
import re
from pathlib import Path

from data.mining.corrections import without_withdrawn
from data.mining.cutting import without_front
from data.mining.mine_logs import mine_logs

ROOT = Path(__file__).parents[3]


def folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def test_a_message_that_corrects_takes_back_those_before_it() -> None:
    said = ["We don't repair.", "Sorry, I must correct myself: the kettle we do.", "It costs 35.00."]
    assert without_withdrawn(said) == (said[1:], said[:1])
    assert without_withdrawn(said[:1]) == (said[:1], None)


def test_a_sentence_that_corrects_takes_back_those_before_it() -> None:
    kept, _ = without_withdrawn(["Sure, I'll add two. Sorry, I must correct myself: items can't be added."])
    assert kept == ["Sorry, I must correct myself: items can't be added."]
    assert without_withdrawn(["大概20度。查了资料，更正我刚才的话：Mora是每边15度。"])[0] == ["查了资料，更正我刚才的话：Mora是每边15度。"]


def test_no_withdrawn_sentence_of_the_sample_logs_is_mined() -> None:
    rows = [json.loads(line) for line in (ROOT / "data/questions/standing.jsonl").read_text(encoding="utf-8").splitlines()]
    withdrawn = [(row["dialogue"], each["text"]) for row in rows for each in row["sentences"] if each.get("why") == "withdrawn"]
    assert len(withdrawn) == 28
    answers: dict[str, str] = {}
    for pair in mine_logs(ROOT / "data/logs").pairs:
        answers[pair.dialogue] = answers.get(pair.dialogue, "") + folded(pair.answer)
    assert [text for dialogue, text in withdrawn if folded(without_front(text))[5:35] in answers.get(dialogue, "")] == []
