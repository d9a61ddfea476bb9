import json
from pathlib import Path

import pytest

from data.errors import DataError
from data.mining.mine_logs import mine_logs

ANSWER = "The enamel pot works on induction hobs and in the oven up to 250 degrees."


def dialogue(name: str) -> str:
    turns = [{"role": "customer", "text": "Does the pot work on an induction hob?"}, {"role": "agent", "text": ANSWER}]
    return json.dumps({"id": name, "turns": turns}) + "\n"


def test_the_pairs_of_all_logs_come_with_the_rows_that_were_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(dialogue("1") + "{broken\n" + dialogue("2"))
    (tmp_path / "b.jsonl").write_text(dialogue("3") + '{"id": 4}\n')
    reported: list[tuple[int, int]] = []
    pairs, bad = mine_logs(tmp_path, report=lambda done, total: reported.append((done, total)))
    assert [(pair.dialogue, pair.answer) for pair in pairs] == [("1", ANSWER), ("2", ANSWER), ("3", ANSWER)]
    assert [(row.file.name, row.line) for row in bad] == [("a.jsonl", 2), ("b.jsonl", 2)]
    assert reported == [(1, 2), (2, 2)]


def test_no_logs_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no logs"):
        mine_logs(tmp_path)
