"""A second index, with an encoder of its own, for what is asked in another script."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from safetensors.numpy import load_file, save_file
from typer.testing import CliRunner

from bot.cli.main import app
from bot.components.intent import PREDICTION
from bot.components.passages import HITS, PassageRetriever
from bot.models.corpora import language_corpus, main_corpus
from bot.models.encoders import TravellingEncoder, load_encoder
from bot.models.indexes import open_index
from data.errors import SettingsError
from data.parallel import serial
from finetune.classifier.predictor import Classifier

ROOT = Path(__file__).parents[3]
CHINESE = ROOT.parent / "shared" / "models" / "bge-small-zh-v1.5"
POT = "Yes, the Aune enamel pot works on induction hobs and in the oven up to 250 degrees."
LAMP = "没有用过的灯具在收到后30天内都可以申请退货退款。"
KETTLE = "可以用柠檬酸20克加一升水煮开，静置后冲洗两次就好了。"
LOG = [
    ("d-1", "Does the enamel pot work on an induction hob?", POT),
    ("d-2", "水壶里有水垢怎么办？", KETTLE),
    ("d-3", "这盏灯可以退货吗？", LAMP),
]
NEWER = [
    ("d-4", "木勺子要怎么保养？", "每个月用亚麻籽油擦一次，不要泡在水里，就能用很多年。"),
    ("d-5", "How long is the lamp's cable?", "The cable of the lamp is two metres long and has a switch."),
]

needs_encoder = pytest.mark.skipif(not CHINESE.is_dir(), reason=f"the Chinese encoder is not at {CHINESE}")


def write(file: Path, dialogues: list[tuple[str, str, str]]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lines:
        for name, question, answer in dialogues:
            turns = [{"role": "customer", "text": question}, {"role": "agent", "text": answer}]
            lines.write(json.dumps({"id": name, "turns": turns}) + "\n")
    return file


@needs_encoder
def test_chinese_is_searched_by_its_own_encoder_and_english_by_the_models(
    tiny_classifier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "data" / "logs" / "log.jsonl", LOG)
    classifier = Classifier.load(tiny_classifier)
    corpus = language_corpus("zh", str(CHINESE))
    index = open_index(main_corpus(tiny_classifier))
    other, encoder = open_index(corpus, index), load_encoder(corpus.encoder)
    retriever = PassageRetriever(index, classifier, {"zh": (other, encoder)})
    try:
        for asked, dialogue, indexed in (("水壶水垢太多", "d-2", 2), ("想把灯退掉", "d-3", 2), ("enamel pot on induction", "d-1", 3)):
            message = Message({TEXT: asked, PREDICTION: classifier.predict(asked)})
            retriever.process([message])
            assert message.get(HITS)[0].passage.sources[0].dialogue == dialogue
            assert len(message.get(HITS)) <= indexed  # the Chinese index holds Chinese questions only
    finally:
        index.close()
        other.close()
    assert encoder.width == 512
    texts = ["水壶里有水垢怎么办"]
    assert np.allclose(encoder.embed(texts), _with_torch(texts), atol=1e-4)
    assert np.array_equal(next(serial(TravellingEncoder(corpus.encoder), [texts])), encoder.embed(texts))
    again = f"from bot import corpora; corpora.language_corpus('zh', {str(CHINESE)!r}); import sys; sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", again], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]


@pytest.fixture(scope="module")
def home(tiny_classifier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model whose config.yml named an encoder for Chinese."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").mkdir()
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    next(part for part in config["pipeline"] if part["name"].endswith("PassageRetriever"))["encoders"] = {"zh": str(CHINESE)}
    schema = DefaultV1Recipe().graph_config_for_recipe(config, {}).predict_schema
    (folder / "metadata.json").write_text(json.dumps({"predict_schema": schema.as_dict()}))
    with tarfile.open(folder / "models" / "tiny.tar.gz", "w:gz") as archive:
        archive.add(tiny_classifier, "components/train_AttentionIntentClassifier0")
        archive.add(folder / "metadata.json", "metadata.json")
    write(folder / "data" / "logs" / "log.jsonl", LOG)
    write(folder / "newer.jsonl", NEWER)
    return folder


@pytest.fixture
def index(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`heed index …` in that folder; what it printed, read as JSON where it was asked for."""
    monkeypatch.chdir(home)
    monkeypatch.setattr(os, "setpriority", lambda *_: None)  # it would be these tests' own, and for good

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(app, ["index", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout) if "--json" in arguments else " ".join(done.stdout.split())

    return run


def questions(figures: dict[str, Any]) -> tuple[int, int]:
    """In the main index, and in the Chinese one."""
    return figures["questions"], figures["languages"]["zh"]["questions"]


@needs_encoder
@pytest.mark.parametrize("folder", [[], ["ix"]], ids=["where the model looks", "--out"])
def test_a_languages_index_is_changed_with_the_main_one(home: Path, index: Callable[..., Any], folder: list[str]) -> None:
    index("build", *(["--out", *folder] if folder else []))
    assert questions(index("stats", *folder, "--json")) == (3, 2)
    index("add", *folder, "--logs", "newer.jsonl")
    assert questions(index("stats", *folder, "--json")) == (5, 3)
    found = index("search", *folder, "勺子怎么护理", "--json")
    assert found[0]["dialogue"] == "d-4"
    assert {passage["dialogue"] for passage in found} <= {"d-2", "d-3", "d-4"}
    index("remove", *folder, "--id", str(found[0]["id"]), "--dialogue", "d-5")
    assert questions(index("stats", *folder, "--json")) == (3, 2)
    index("compact", *folder)
    figures = index("stats", *folder, "--json")
    assert questions(figures) == (3, 2)
    assert figures["since_snapshot"] == figures["languages"]["zh"]["since_snapshot"] == 0
    where = Path(figures["languages"]["zh"]["folder"])
    assert where == Path("ix/zh") if folder else where.name.endswith("-zh")
    assert "灯" in index("search", *folder, "想把灯退掉")


@needs_encoder
def test_an_index_grows_with_the_first_question_in_a_language_and_is_emptied_with_the_last(home: Path, index: Callable[..., Any]) -> None:
    write(home / "english.jsonl", LOG[:1])
    assert "its index is empty" in index("build", "--logs", "english.jsonl", "--out", "late")
    assert index("stats", "late", "--json")["languages"] == {}
    index("add", "late", "--logs", "data/logs")
    assert questions(index("stats", "late", "--json")) == (3, 2)
    index("build", "--logs", "english.jsonl", "--out", "late")
    assert questions(index("stats", "late", "--json")) == (1, 0)
    assert index("search", "late", "水壶里有水垢怎么办？", "--json") == []


@needs_encoder
def test_an_encoder_that_was_tuned_again_is_exported_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tuned = Path(shutil.copytree(CHINESE, tmp_path / "tuned"))
    before = language_corpus("zh", "tuned")
    assert language_corpus("zh", "tuned") == before
    weights = load_file(tuned / "model.safetensors")
    name = next(name for name in weights if name.endswith("word_embeddings.weight"))
    save_file({**weights, name: weights[name] * 1.01}, tuned / "model.safetensors", {"format": "pt"})
    after = language_corpus("zh", "tuned")
    assert after.encoder_hash != before.encoder_hash
    assert after.folder != before.folder


def test_an_encoder_for_a_language_that_is_never_told_apart_is_refused() -> None:
    with pytest.raises(SettingsError, match="It was: 'de'"):
        language_corpus("de", "any")


def _with_torch(texts: list[str]) -> Any:
    """The first token's state, of length 1, as the model's card says."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(CHINESE), AutoModel.from_pretrained(CHINESE)
    with torch.inference_mode():
        first = model(**tokenizer(texts, return_tensors="pt", padding=True)).last_hidden_state[:, 0]
    return torch.nn.functional.normalize(first, dim=-1).numpy()
