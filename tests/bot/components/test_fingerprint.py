"""What the classifier leans on makes Rasa train anew when it changes, and nothing else does."""

import ast
import inspect
import shutil
import textwrap
from pathlib import Path

import pytest

from bot.components.fingerprint import ROOT, training_code
from bot.components.intent import AttentionIntentClassifier


def test_what_trains_is_found() -> None:
    found = {file.relative_to(ROOT).as_posix() for file in training_code()}
    assert found > {
        "finetune/settings.py",
        "finetune/training/trainer.py",
        "finetune/classifier/ensemble.py",
        "finetune/training/chatter_pools/english.txt",
        "data/mining/pairs.py",
        "bot/decisions/weights.json",
    }
    assert not {name for name in found if name.startswith(("retrieval/storage/", "bot/state/", "bot/cli/", "finetune/evaluation/"))}
    assert not {name for name in found if name.startswith(("data/logs", "data/nlu", "data/questions"))}


def test_what_training_imports_of_components_is_found() -> None:
    found = {file.relative_to(ROOT).as_posix() for file in training_code()}
    tree = ast.parse(textwrap.dedent(inspect.getsource(AttentionIntentClassifier.train)))
    trains = {f"{each.module}".replace(".", "/") for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    named = {f"{name}.py" for name in trains if name.startswith("bot/components/")}
    assert "bot/components/learned_index.py" in named <= found
    # What these import of models, in turn.
    imported = {
        f"{each.module}".replace(".", "/") + ".py"
        for name in named
        for each in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        if isinstance(each, ast.ImportFrom)
    }
    assert {name for name in imported if name.startswith("bot/models/")} <= found


@pytest.mark.parametrize("changed", ["data/logs/shop.jsonl", "domain/responses.yml"])
def test_a_change_of_what_is_learnt_from_changes_the_fingerprint(changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/logs").mkdir(parents=True)
    (tmp_path / "data/logs/shop.jsonl").write_text("{}")
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain/responses.yml").write_text("responses: {utter_refund: [{text: Within 5 days.}]}")
    before = AttentionIntentClassifier.fingerprint_addon({})
    assert AttentionIntentClassifier.fingerprint_addon({}) == before
    shutil.copy(tmp_path / changed, tmp_path / "copy")
    (tmp_path / changed).write_text((tmp_path / "copy").read_text().replace("5", "6").replace("{}", '{"a": 1}'))
    assert AttentionIntentClassifier.fingerprint_addon({}) != before
