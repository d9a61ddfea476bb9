import gzip
import json
from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.erasing import erase_dialogues


def line(name: object) -> str:
    return json.dumps({"id": name, "turns": [{"role": "customer", "text": "hi"}]}) + "\n"


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz"])
def test_dialogues_are_taken_out_and_all_else_stays_as_it_was(tmp_path: Path, ending: str) -> None:
    log = tmp_path / f"log{ending}"
    content = [line("keep"), line("gone"), "{broken\r\n", line(7), line("gone")]
    opened = gzip.open if ending.endswith("gz") else open
    with opened(log, "wt", newline="") as file:
        file.write("".join(content))
    assert erase_dialogues(log, ["gone", "7", "unknown"]) == 3
    with opened(log, "rt", newline="") as file:
        assert file.read() == line("keep") + "{broken\r\n"
    assert list(tmp_path.iterdir()) == [log]


def test_an_id_is_found_as_import_redacts_it(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(line("chat with [email]"))
    assert erase_dialogues(log, ["chat with jo@example.com"]) == 1
    assert log.read_text() == ""


def test_a_table_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a table; dialogues are erased from JSONL only"):
        erase_dialogues(tmp_path / "log.csv", ["a"])
