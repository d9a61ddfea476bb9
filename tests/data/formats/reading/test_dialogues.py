import datetime
import gzip
import json
import lzma
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.log_files import log_files
from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import Read, read_dialogues, to_json
from data.formats.reading.preview import preview

GOOD = {"id": "a-1", "date": "2025-03-14", "turns": [{"role": "customer", "text": "Hi, 07700 900123?"}, {"role": "agent", "text": "Yes."}]}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_reads_and_redacts_a_dialogue(tmp_path: Path) -> None:
    [row] = read_dialogues(write(tmp_path / "log.jsonl", GOOD))
    assert isinstance(row, Read)
    assert row.dialogue.id == "a-1"
    assert row.dialogue.date == datetime.date(2025, 3, 14)
    assert [turn.text for turn in row.dialogue.turns] == ["Hi, [phone]?", "Yes."]
    assert row.removed == {"phone": 1}


def test_what_it_writes_it_reads(tmp_path: Path) -> None:
    [first] = read_dialogues(write(tmp_path / "log.jsonl", GOOD))
    assert isinstance(first, Read)
    [second] = read_dialogues(write(tmp_path / "again.jsonl", to_json(first.dialogue)))
    assert isinstance(second, Read)
    assert second.dialogue == first.dialogue


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{no json", "no JSON"),
        ("null", "expected a conversation"),
        ({"id": "x"}, "expected a conversation"),
        ({**GOOD, "turns": []}, "has no turns"),
        ({**GOOD, "turns": [{"role": "ghost", "text": "hi"}]}, "role 'ghost' is unknown; map it with --role ghost=agent"),
        ({**GOOD, "turns": [{"role": "customer", "text": [7]}]}, "a message without text"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path, row: object, problem: str) -> None:
    rows = list(read_dialogues(write(tmp_path / "log.jsonl", row, GOOD)))
    assert isinstance(rows[0], BadRow)
    assert rows[0].line == 1
    assert problem in str(rows[0])
    assert isinstance(rows[-1], Read)
    assert rows[-1].line == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**GOOD, "date": "yesterday"}, "'yesterday' is no date that can be read"),
        ({**GOOD, "rating": 9}, "a dialogue's rating must be 1 to 5. It was: 9"),
        ({**GOOD, "turns": [*GOOD["turns"], {"role": "ghost", "text": "boo"}]}, "role 'ghost' is unknown"),
    ],
)
def test_what_cant_be_read_of_a_dialogue_costs_only_that(tmp_path: Path, row: object, problem: str) -> None:
    rows = list(read_dialogues(write(tmp_path / "log.jsonl", row, *[{**GOOD, "id": f"b-{number}"} for number in range(3)])))
    assert problem in str(rows[0])
    assert [len(row.dialogue.turns) for row in rows if isinstance(row, Read)] == [2, 2, 2, 2]


def test_a_message_without_text_costs_only_itself(tmp_path: Path) -> None:
    turns = [{"role": "customer", "text": "Where?"}, {"role": "customer", "text": " "}, {"role": "agent", "text": "There."}]
    bad, good = read_dialogues(write(tmp_path / "log.jsonl", {**GOOD, "turns": turns}))
    assert isinstance(bad, BadRow)
    assert isinstance(good, Read)
    assert len(good.dialogue.turns) == 2


def test_a_table_is_grouped_by_dialogue_and_its_columns_are_mapped(tmp_path: Path) -> None:
    table = write(tmp_path / "log.tsv", "chat\twho\tbody", "1\tKunde\tWhere is it?", "2\tKunde\tHello?", "1\tBot\tOn its way.")
    format = LogFormat({"dialogue": "chat", "role": "who", "text": "body"}, {"Kunde": "customer", "Bot": "agent"})
    dialogues = [row.dialogue for row in read_dialogues(table, format) if isinstance(row, Read)]
    assert [(d.id, [t.role for t in d.turns]) for d in dialogues] == [("1", ["customer", "bot"]), ("2", ["customer"])]


def test_a_table_without_the_columns_says_which_it_has(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"has no column with messages \(it has: a, b\).*name the columns with --column"):
        list(read_dialogues(write(tmp_path / "log.csv", "a,b", "1,2")))


def test_gzip_and_folders(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(GOOD))
    write(tmp_path / "a.jsonl", {**GOOD, "id": "a-2"})
    (tmp_path / "notes.txt").write_text("no log")
    assert [file.name for file in log_files(tmp_path)] == ["a.jsonl", "b.jsonl.gz"]
    [row] = read_dialogues(tmp_path / "b.jsonl.gz")
    assert isinstance(row, Read)


def test_hidden_files_and_folders_are_no_logs(tmp_path: Path) -> None:
    for name in (".git/a.jsonl", "old/.cache/b.jsonl", ".c.jsonl", "old/d.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path / name, GOOD)
    assert [file.name for file in log_files(tmp_path)] == ["d.jsonl"]


def test_a_name_said_once_is_taken_out_of_the_whole_dialogue(tmp_path: Path) -> None:
    turns = [{"role": "customer", "text": "Where is it? My name is Ottilie."}, {"role": "agent", "text": "I told Ottilie that it is late."}]
    [row] = read_dialogues(write(tmp_path / "a.jsonl", {**GOOD, "turns": turns}))
    assert isinstance(row, Read)
    assert [turn.text for turn in row.dialogue.turns] == ["Where is it? My name is [name].", "I told [name] that it is late."]
    assert row.removed["name"] == 2


def test_product_and_tags_come_and_go(tmp_path: Path) -> None:
    [row] = read_dialogues(write(tmp_path / "a.jsonl", {**GOOD, "product": "Aune", "tags": ["vip", "call 07700 900123"]}))
    assert isinstance(row, Read)
    assert (row.dialogue.product, row.dialogue.tags) == ("Aune", ("vip", "call [phone]"))
    (tmp_path / "b.jsonl").write_text(to_json(row.dialogue))
    [again] = read_dialogues(tmp_path / "b.jsonl")
    assert isinstance(again, Read)
    assert again.dialogue == row.dialogue


def test_a_damaged_archive_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl.gz").write_bytes(b"no gzip at all")
    with pytest.raises(DataError, match="can't be read"):
        list(read_dialogues(tmp_path / "b.jsonl.gz"))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress], ids=["gzip", "lzma"])
def test_an_archive_that_is_damaged_further_on_is_one_clear_error(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    words = random.Random(1)
    said = "".join(f"T-{n},{role},{words.randbytes(40).hex()} is it\n" for n in range(2_000) for role in ("customer", "agent"))
    packed = bytearray(pack(b"ticket,who,text\n" + said.encode()))
    packed[-3_000:-2_900] = bytes(100)
    (tmp_path / f"log.csv.{'gz' if pack is gzip.compress else 'xz'}").write_bytes(packed)
    for read in (lambda: list(read_dialogues(tmp_path)), lambda: preview(tmp_path, LogFormat())):
        with pytest.raises(DataError, match="can't be read"):
            read()


def test_no_log_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        log_files(tmp_path / "nothing")
    with pytest.raises(DataError, match="holds no logs"):
        log_files(tmp_path)
    (tmp_path / "a.xlsx").write_text("")
    with pytest.raises(DataError, match=r"ends with \.jsonl, \.csv, \.tsv"):
        log_files(tmp_path / "a.xlsx")


def read_one(folder: Path, said: list[tuple[str, str, str]]) -> Read:
    """The dialogue of a log in which people with these roles and names say these texts."""
    rows = [
        {"ticket": "1", "role": role, "name": name, "text": text, "sent": f"2026-03-02T09:1{n}"}
        for n, (role, name, text) in enumerate(said)
    ]
    [row] = read_dialogues(write(folder / "log.jsonl", *rows))
    assert isinstance(row, Read)
    return row


def test_a_title_before_a_name_is_no_name_by_itself(tmp_path: Path) -> None:
    said = [("customer", "Pak Agus", "Kemeja saya luntur"), ("agent", "Dewi", "Maaf Pak, boleh kirim fotonya? Terima kasih, Agus.")]
    row = read_one(tmp_path, said)
    assert row.dialogue.turns[1].text == "Maaf Pak, boleh kirim fotonya? Terima kasih, [name]."


@pytest.mark.parametrize(
    ("called", "named"),
    [
        ("Wei Pan", "Pan"),
        ("Pan", "Pan"),
        ("Khun", "Khun"),
        ("Ali Bey", "Bey"),
        ("Jordi Mas", "Mas"),
        ("Tuan Anh", "Anh"),
        ("Tom Bay", "Bay"),
    ],
)
def test_a_surname_that_is_a_title_elsewhere_is_taken_out(called: str, named: str, tmp_path: Path) -> None:
    said = [("customer", called, "Where is my lamp?"), ("agent", "Dewi", f"{named} will get a mail.")]
    row = read_one(tmp_path, said)
    assert row.dialogue.turns[1].text == "[name] will get a mail."
