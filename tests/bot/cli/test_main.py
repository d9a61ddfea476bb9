"""The `heed` command as it is typed."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from data.formats.reading.identity import hashed_id, load_key
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
    [[], ["run"], ["import"], ["index"], ["ask"], ["evaluate"], ["classify"], ["conversations"], ["suggest"], ["review"]]
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
    shown = heed("import", log, "--out", tmp_path / "out", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "1 dialogues with 2 messages" in shown.stdout
    assert "Taken out: 1 × phone." in shown.stdout
    assert f"{log}:2: no JSON" in shown.stdout
    assert "log.jsonl:3: the dialogue stands already in line 1 of log, and is kept once" in shown.stdout
    assert "1 rows were skipped, 2 were mended." in shown.stdout
    [written] = (tmp_path / "out" / "log.jsonl").read_text().splitlines()
    id = hashed_id("a-1", load_key(tmp_path / ".heed" / "dialogue-key"))
    assert json.loads(written) == {
        **GOOD,
        "id": id,
        "turns": [{"role": "customer", "text": "Hi, call [phone]?"}, {"role": "agent", "text": "Yes."}],
    }


def test_import_maps_columns_and_roles_but_never_a_bot_to_an_agent(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("chat,who,body\n1,Z,Where is it?\n1,Bot,Let me see.\n1,Y,On its way.\n")
    maps = ["--column", "dialogue=chat", "--column", "role=who", "--column", "text=body", "--role", "Z=customer", "--agent", "Y"]
    shown = heed("import", tmp_path / "export.csv", "--out", tmp_path / "out", *maps, "--role", "Bot=agent", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "Not followed: --role Bot=agent" in shown.stdout
    turns = json.loads((tmp_path / "out" / "export.jsonl").read_text())["turns"]
    assert [turn["role"] for turn in turns] == ["customer", "bot", "agent"]


def test_a_dry_run_shows_what_was_recognised_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(
        "Vorgang;Datum;Absender;Nachricht\n"
        + "".join(f"{n};0{n}.03.2025;Kunde;Frage {n}, Tel. 07700 900123?\n{n};0{n}.03.2025;Team;Ja.\n" for n in range(1, 6))
    )
    shown = heed("import", tmp_path / "export.csv", "--out", tmp_path / "out", "--dry-run", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    for said in ("as table", "semicolons", "text = 'Nachricht'", "customer: 'Kunde'", "agent: 'Team'", "customer  Frage 3, Tel. [phone]?"):
        assert said in shown.stdout
    assert "Frage 4" not in shown.stdout
    assert "07700" not in shown.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (["import", "nothing.jsonl"], "nothing.jsonl does not exist"),
        (["import", ".", "--out", "out"], "no dialogue in . could be used"),
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


def test_the_version_is_printed() -> None:
    shown = heed("--version")
    assert (shown.returncode, shown.stdout) == (0, f"heed {version('heed')}\n")


@pytest.mark.parametrize("command", [[], ["index"], ["index", "search"], ["conversations", "list"], ["run"]], ids=" ".join)
def test_h_is_help(command: list[str]) -> None:
    shown = heed(*command, "-h")
    assert shown.returncode == 0
    assert shown.stdout == help_of("heed", *command).stdout


def test_shells_can_complete_commands() -> None:
    shown = subprocess.run(
        [HEED],
        env={**os.environ, "_HEED_COMPLETE": "complete_bash", "COMP_WORDS": "heed conv", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
    )
    assert "conversations" in shown.stdout.split()


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("\n".join(json.dumps({**GOOD, "id": f"a-{number}"}) for number in range(200)))
    limited = ["sh", "-c", 'ulimit -f 4; exec "$@"', "sh"]
    done = subprocess.run(
        [*limited, HEED, "import", "log.jsonl", "--yes"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert re.search(r"Error: data/logs/\S+ can't be (written|used)", done.stderr)
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "data").rglob("*.jsonl"))
