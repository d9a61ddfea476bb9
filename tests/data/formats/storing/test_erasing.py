import gzip
import json
from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.reading.identity import hashed_id, told_apart
from data.formats.reading.named_dialogues import NamedDialogues
from data.formats.storing.erasing import erase_dialogues

KEY = bytes(32)


def line(name: object) -> str:
    return json.dumps({"id": name, "turns": [{"role": "customer", "text": "hi"}]}) + "\n"


def named(*given: str) -> NamedDialogues:
    return NamedDialogues(given, KEY)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz"])
def test_dialogues_are_taken_out_and_all_else_stays_as_it_was(tmp_path: Path, ending: str) -> None:
    log = tmp_path / f"log{ending}"
    content = [line("keep"), line("gone"), "{broken\r\n", line(7), line("gone")]
    opened = gzip.open if ending.endswith("gz") else open
    with opened(log, "wt", newline="") as file:
        file.write("".join(content))
    log.chmod(0o640)
    erased = erase_dialogues(log, named("gone", "7", "unknown"))
    assert (erased.dialogues, erased.found) == (3, {"gone", "7"})
    with opened(log, "rt", newline="") as file:
        assert file.read() == line("keep") + "{broken\r\n"
    assert list(tmp_path.iterdir()) == [log]
    assert log.stat().st_mode & 0o777 == 0o640


def test_a_dialogue_is_found_by_the_desks_id_and_by_its_hash_and_nobody_elses_is(tmp_path: Path) -> None:
    """Fifty ids of nine digits: redacted, all would be the same."""
    log = tmp_path / "log.jsonl"
    raw = [str(123_456_789 + number) for number in range(50)]
    kept = [hashed_id(name, KEY) for name in raw]
    twin = told_apart(kept[0], "what another desk's dialogue with the same id says")
    log.write_text("".join(map(line, [*kept, twin, "[phone]", "d-short"])))
    assert erase_dialogues(log, named("999999999", "[phone", "d-")).found == set()
    assert len(log.read_text().splitlines()) == 53
    assert erase_dialogues(log, named(raw[0], kept[1])).found == {raw[0], kept[1]}
    left = [json.loads(each)["id"] for each in log.read_text().splitlines()]
    assert left == [*kept[2:], "[phone]", "d-short"]


def test_without_a_key_only_the_id_itself_counts(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(line("shop-en-0110") + line("shop-en-011"))
    assert erase_dialogues(log, NamedDialogues([" shop-en-0110 "], None)).found == {"shop-en-0110"}
    assert log.read_text() == line("shop-en-011")


@pytest.mark.parametrize(("ending", "comma"), [(".csv", ","), (".tsv", "\t"), (".csv.gz", ",")])
def test_rows_of_a_table_are_taken_out_and_the_rest_stays_to_the_byte(tmp_path: Path, ending: str, comma: str) -> None:
    log = tmp_path / f"log{ending}"
    rows = [
        "\ufeffdialogue,role,text\r\n",
        '12,customer,"two\nlines, ""quoted"""\r\n',
        "1,agent, 12 \n",
        '"12",agent,x\n',
        "\n",
        "2,agent,y",
    ]
    opened = gzip.open if ending.endswith("gz") else open
    with opened(log, "wt", newline="", encoding="utf-8") as file:
        file.write("".join(row.replace(",", comma) for row in rows))
    erased = erase_dialogues(log, named("12"))
    assert (erased.dialogues, erased.found, erased.searched) == (1, {"12"}, True)
    with opened(log, "rt", newline="", encoding="utf-8") as file:
        assert file.read() == "".join(rows[place].replace(",", comma) for place in (0, 2, 4, 5))
    assert not erase_dialogues(log, named("2"), column="ticket").searched
    assert erase_dialogues(log, named("y"), column="text").found == {"y"}


def test_a_log_that_is_damaged_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl.gz").write_bytes(b"\x1f\x8b damaged")
    with pytest.raises(DataError, match="can't be rewritten"):
        erase_dialogues(tmp_path / "log.jsonl.gz", named("a"))
    assert [file.name for file in tmp_path.iterdir()] == ["log.jsonl.gz"]
