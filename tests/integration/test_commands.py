"""Rasa's own verbs in the project's root, and `heed`'s with a trained model."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bot.models.registry import Registry, version_of
from tests.integration.conftest import HEED, QUIET, ROOT, Served
from tests.support.pty_command import interrupted
from tests.support.rasa_process import RasaProcess


def run(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done


def rasa(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return run(sys.executable, "-m", "bot.cli.rasa", *arguments)


def test_the_data_is_valid() -> None:
    checked = rasa("data", "validate")
    assert "Conflict" not in checked.stdout + checked.stderr


def test_what_rasa_trains_is_its_owners(tiny_model: Path) -> None:
    made = [tiny_model, tiny_model.parent, *(tiny_model.parent.parent / ".rasa").rglob("*")]
    assert {path: oct(path.stat().st_mode & 0o077) for path in made} == dict.fromkeys(made, "0o0")


def test_the_test_stories_pass(model: Path, tmp_path: Path) -> None:
    stories = ["--stories", "tests/test_stories.yml", "--e2e", "--fail-on-prediction-errors", "--no-plot"]
    rasa("test", "core", "--model", model, *stories, "--out", tmp_path)
    assert (tmp_path / "story_report.json").is_file()


def test_ask_answers_with_its_evidence(model: Path) -> None:
    answer = json.loads(run(HEED, "ask", "Can I use the enamel pot on an induction hob?", "--json", "--model", model).stdout)
    assert answer["decision"] == "passage"
    assert "induction" in answer["text"].lower()
    assert answer["sources"][0].keys() == {"dialogue", "date", "score"}
    assert 0 < answer["confidence"] <= 1
    assert {"intent", "buttons", "ranking", "passages", "attention"} <= answer.keys()
    assert {entry["token"] for entry in answer["attention"]} >= {"Can", "pot"}


def test_ask_shows_it_to_a_person(served: Served) -> None:
    shown = run(HEED, "ask", "how do I send something back?").stdout
    assert "30 days" in shown
    assert "template" in shown
    assert "return_item" in shown


def test_ask_shows_at_once_that_it_is_loading_and_ends_as_fast(model: Path) -> None:
    ended = interrupted([str(HEED), "ask", "how do I send something back?", "--model", str(model)], ROOT, 0.5, until="Loading Rasa")
    assert ended.code == 130
    assert ended.seconds < 5
    assert "Traceback" not in ended.shown


def test_a_running_server_answers_what_is_asked_and_stores_nothing(server: RasaProcess) -> None:
    def shown(*command: str) -> str:
        environment = {**os.environ, **QUIET, "REDIS_URL": server.redis_url}
        done = subprocess.run([HEED, *command], cwd=server.folder, env=environment, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    def kept() -> list[dict[str, object]]:
        return [{**each, "forgotten_in_s": 0} for each in json.loads(shown("conversations", "list", "--json"))]

    before = kept()
    began = time.monotonic()
    answer = json.loads(shown("ask", "where is my order?", "--json"))
    assert time.monotonic() - began < 5  # alone .4 s; to import Rasa takes longer than that
    assert answer["text"] == "It is on its way."
    promoted = Registry(server.folder / "models").promoted()  # another test may have had one take over
    assert answer["model"] == (promoted.version if promoted else version_of(server.model))
    assert kept() == before
    assert answer["model"] in shown("ask", "where is my order?")


def test_an_index_of_other_logs_is_built_searched_and_described(model: Path, tmp_path: Path) -> None:
    turns = [
        {"role": "customer", "text": "Is the moon made of cheese?"},
        {"role": "agent", "text": "Moon lamps are made of porcelain, and each lamp is 20 cm wide."},
    ]
    (tmp_path / "log.jsonl").write_text(json.dumps({"id": "moon-1", "date": "2025-03-14", "turns": turns}))
    built = run(HEED, "index", "build", "--logs", tmp_path / "log.jsonl", "--out", tmp_path / "index")
    assert "1 questions lead to 1 passages" in built.stdout
    [hit] = json.loads(run(HEED, "index", "search", tmp_path / "index", "what is the moon made of", "--json").stdout)
    assert hit["sources"][0]["dialogue"] == "moon-1"
    assert json.loads(run(HEED, "index", "stats", tmp_path / "index", "--json").stdout)["passages"] == 1


def test_the_models_own_index_is_searched(model: Path) -> None:
    """Training has built it."""
    for question, word in {"my kettle is full of limescale": "citric acid", "搅拌机过保以后修一下多少钱": "35.00"}.items():
        hits = json.loads(run(HEED, "index", "search", question, "--json", "--k", "3").stdout)
        assert 1 <= len(hits) <= 3
        assert any(word in hit["text"] for hit in hits)
