"""What the classifier leans on makes Rasa train anew when it changes, and nothing else does."""

import shutil
from pathlib import Path

import pytest

from bot.components.fingerprint import ROOT, reached
from bot.components.intent import AttentionIntentClassifier

TRAINS = ("finetune.training.fit", "finetune.encoders.pretrained", "finetune.training.weak_labels")


def test_imports_are_followed_wherever_they_stand(tmp_path: Path) -> None:
    for name, text in {
        "shop/__init__.py": "",
        "shop/till.py": "import json\nfrom shop import coins\nfrom shop.receipt import write\n",
        "shop/coins.py": "def count():\n    import shop.scales\n",
        "shop/receipt.py": "import shop.till\n",
        "shop/scales.py": "",
        "shop/scales_tables/euro.txt": "1 2 5",
        "shop/broom.py": "import shop.till\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = {file.relative_to(tmp_path / "shop").as_posix() for file in reached("shop.till", root=tmp_path)}
    assert found == {"__init__.py", "till.py", "coins.py", "receipt.py", "scales.py", "scales_tables/euro.txt"}


def test_what_trains_is_found() -> None:
    found = {file.relative_to(ROOT).as_posix() for file in reached(*TRAINS)}
    assert found > {
        "finetune/training/trainer.py",
        "finetune/classifier/ensemble.py",
        "finetune/training/chatter_pools/english.txt",
        "data/mining/pairs.py",
        "finetune/training/weak_labels.py",
    }
    assert not {name for name in found if name.startswith(("retrieval/", "bot/state/", "bot/cli/", "finetune/evaluation/report/"))}
    assert not found & {
        "finetune/evaluation/evaluate.py",
        "finetune/evaluation/predictions.py",
        "finetune/evaluation/metrics.py",
        "finetune/classifier/explain.py",
        "finetune/training/contrastive.py",
        "data/formats/labelled.py",
        "bot/decisions/decision.py",
    }


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
