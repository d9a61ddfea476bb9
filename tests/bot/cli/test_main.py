"""The `heed` command as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_help import help_of
from tests.support.heed_command import heed

HEED = Path(sys.executable).with_name("heed")
GOOD = {
    "id": "a-1",
    "date": "2025-03-14",
    "turns": [{"role": "customer", "text": "Hi, call 07700 900123?"}, {"role": "agent", "text": "Yes."}],
}


@pytest.mark.parametrize(
    "command",
    [[], ["run"], ["import"], ["index"], ["ask"], ["evaluate"], ["classify"], ["conversations"]]
    + [["index", command] for command in ("build", "add", "remove", "compact", "search", "stats", "tune")]
    + [["classify", command] for command in ("fit", "predict", "evaluate")]
    + [["conversations", command] for command in ("list", "show", "export", "erase")],
    ids=" ".join,
)
def test_every_command_explains_itself(command: list[str]) -> None:
    shown = help_of("heed", *command)
    assert shown.returncode == 0
    assert "Usage:" in shown.stdout
    assert shown.stderr == ""


def test_import_writes_redacted_dialogues_and_says_what_it_skipped(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join([json.dumps(GOOD), "{broken", json.dumps(GOOD), json.dumps({**GOOD, "turns": GOOD["turns"][:1]})]))
    shown = heed("import", log, "--out", tmp_path / "out")
    assert shown.returncode == 0, shown.stderr
    assert "1 dialogues with 2 messages" in shown.stdout
    assert "Taken out: 1 × phone." in shown.stdout
    assert f"{log}:2: no JSON" in shown.stdout
    assert "log.jsonl:3: dialogue 'a-1' stands already in log.jsonl:1" in shown.stdout
    assert "log.jsonl:4: dialogue 'a-1' needs an id of its own" in shown.stdout
    assert "3 rows were skipped." in shown.stdout
    [written] = (tmp_path / "out" / "log.jsonl").read_text().splitlines()
    assert json.loads(written) == {**GOOD, "turns": [{"role": "customer", "text": "Hi, call [phone]?"}, {"role": "agent", "text": "Yes."}]}


def test_import_maps_columns_and_roles(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("chat,who,body\n1,Kunde,Where is it?\n1,Bot,On its way.\n")
    maps = ["--column", "dialogue=chat", "--column", "role=who", "--column", "text=body", "--role", "Kunde=customer", "--role", "Bot=agent"]
    shown = heed("import", tmp_path / "export.csv", "--out", tmp_path / "out", *maps)
    assert shown.returncode == 0, shown.stderr
    assert json.loads((tmp_path / "out" / "export.jsonl").read_text())["turns"][1] == {"role": "agent", "text": "On its way."}


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (["import", "nothing.jsonl"], "nothing.jsonl does not exist"),
        (["import", ".", "--out", "out"], "holds no logs"),
        (["import", "x.csv", "--column", "text"], "--column is given as NAME=NAME. It was: text"),
        (["index", "search", "hello"], "there is no trained model in models/; train one with `rasa train` or `heed run`"),
        (["index", "stats", "nowhere"], "nowhere holds no index"),
        (["ask", "hello"], "there is no trained model in models/"),
        (["ask", " "], "the question is empty"),
        (["evaluate"], "there is no trained model in models/"),
        (["evaluate", "--model", "[/red]"], "there is no model '[/red]' in models"),
        (["run"], "holds no config.yml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_is_one_sentence_and_exit_code_1(command: list[str], error: str, tmp_path: Path) -> None:
    shown = heed(*command, cwd=tmp_path)
    assert shown.returncode == 1
    assert error in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_misspelled_option_is_exit_code_2_of_the_installed_command(tmp_path: Path) -> None:
    shown = subprocess.run([HEED, "ask", "hello", "--jsn"], cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert shown.returncode == 2


def test_a_folder_of_logs_and_documents_comes_in_each_by_its_kind(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "log.jsonl").write_text(json.dumps(GOOD))
    (folder / "returns.md").write_text("# Returns\n\n## Label\n\nIt is free. Call 0113 496 0123.\n")
    (folder / "faq.csv").write_text("question,answer\nAre you open?,Until 18:00.\n")
    shown = heed("import", folder, "--out", tmp_path / "data" / "logs")
    assert shown.returncode == 0, shown.stderr
    assert "2 documents are kept" in shown.stdout
    assert "1 dialogues with 2 messages" in shown.stdout
    assert [file.name for file in (tmp_path / "data" / "logs").iterdir()] == ["log.jsonl"]
    assert "0113 496 0123" in (tmp_path / "data" / "help" / "in" / "returns.md.jsonl").read_text()
    shown = heed("import", folder / "returns.md", "--out", tmp_path / "data" / "logs")
    assert "1 documents are kept" in shown.stdout
