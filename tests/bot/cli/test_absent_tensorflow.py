"""Servers whose models don't use TensorFlow start without it."""

import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli.absent_tensorflow import leave_out_if_unused, trains_without_tensorflow, uses_tensorflow

OURS = ["bot.components.intent.AttentionIntentClassifier", "rasa.core.policies.rule_policy.RulePolicy"]
# In a process of its own: what is imported stays.
STARTED = """
import sys
from bot.cli.absent_tensorflow import leave_out_if_unused
leave_out_if_unused(sys.argv[1:])
import rasa.core.run, rasa.engine.recipes.default_recipe, rasa.__main__
import tensorflow
print("absent" if type(tensorflow).__name__ == "_Module" else "there")
from rasa.nlu.classifiers.diet_classifier import DIETClassifier, DIET
try:
    DIET()
except ImportError as problem:
    print(problem)
"""

ASKED = """
import sys
from pathlib import Path
from bot.cli.asking.ask import _loaded
try:
    _loaded(Path(sys.argv[1]), "where is my order?")
except Exception as problem:
    print(problem)
print("absent" if type(sys.modules["tensorflow"]).__name__ == "_Module" else "there")
"""


def archive_of(folder: Path, uses: Sequence[str], name: str = "model.tar.gz") -> Path:
    content = json.dumps({"predict_schema": {"nodes": {str(number): {"uses": each} for number, each in enumerate(uses)}}}).encode()
    with tarfile.open(folder / name, "w:gz") as tar:
        member = tarfile.TarInfo("metadata.json")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return folder / name


@pytest.mark.parametrize("other", ["rasa.nlu.classifiers.diet_classifier.DIETClassifier", "shop.components.Reader"])
def test_models_that_may_use_it_are_told_from_those_that_do_not(tmp_path: Path, other: str) -> None:
    assert not uses_tensorflow(archive_of(tmp_path, OURS))
    assert uses_tensorflow(archive_of(tmp_path, [*OURS, other]))


def test_a_damaged_model_is_left_to_rasa(tmp_path: Path) -> None:
    model = archive_of(tmp_path, OURS)
    model.write_bytes(model.read_bytes()[:100])
    assert uses_tensorflow(model)
    assert uses_tensorflow(tmp_path / "none.tar.gz")


def test_a_server_of_a_model_without_it_starts_without_it(tmp_path: Path) -> None:
    archive_of(tmp_path, OURS)
    command = [sys.executable, "-W", "ignore", "-c", STARTED, "run", "--model", str(tmp_path), "--port", "0"]
    absent, refusal = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert absent == "absent"
    assert refusal == "DIET needs TensorFlow, which this server left out; start a server with this model anew"


@pytest.mark.parametrize(
    ("arguments", "left_out"),
    [
        (["test", "core", "--model", "model.tar.gz", "--e2e"], True),
        (["test", "core", "--model", "model.tar.gz", "other.tar.gz"], False),
        (["test", "core", "-m", "other.tar.gz"], False),
        (["test", "core", "--model", ".", "--evaluate-model-directory"], False),
        (["test", "nlu", "--model", "model.tar.gz"], False),  # it may train
        (["data", "validate", "--domain", "domain.yml"], True),
        (["data", "convert"], False),
    ],
)
def test_stories_are_tested_and_data_validated_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], left_out: bool
) -> None:
    archive_of(tmp_path, OURS)
    archive_of(tmp_path, [*OURS, "rasa.core.policies.ted_policy.TEDPolicy"], "other.tar.gz")
    monkeypatch.chdir(tmp_path)
    before = [*sys.meta_path]
    monkeypatch.setattr(sys, "meta_path", [*before])
    leave_out_if_unused(arguments)
    assert len(sys.meta_path) == len(before) + left_out


def test_who_asks_a_model_without_it_waits_for_none(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", ASKED, archive_of(tmp_path, OURS)]
    *_, tensorflow = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert tensorflow == "absent"


TRAINED = "pipeline:\n- name: bot.components.intent.AttentionIntentClassifier\npolicies:\n- name: {policy}\n"


@pytest.mark.parametrize(("policy", "left_out"), [("RulePolicy", True), ("TEDPolicy", False), ("shop.policies.Own", False)])
def test_a_training_without_it_is_told_by_its_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: str, left_out: bool) -> None:
    (tmp_path / "config.yml").write_text(TRAINED.format(policy=policy))
    monkeypatch.chdir(tmp_path)
    assert trains_without_tensorflow(["train", "--out", "models"]) == left_out
    assert not trains_without_tensorflow(["train", "--config", "config.yml"])  # may name another one
    assert not trains_without_tensorflow(["test"])


def test_what_rasa_would_choose_or_refuse_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not trains_without_tensorflow(["train"])
    for content in ("pipeline: []\npolicies:\n- name: RulePolicy\n", "pipeline: [1]\npolicies: [2]\n", "a: ["):
        (tmp_path / "config.yml").write_text(content)
        assert not trains_without_tensorflow(["train"])
