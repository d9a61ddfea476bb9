"""Fine-tuning an encoder on pairs."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from data.errors import DataError, SettingsError
from data.records import Pair
from finetune.encoders.pretrained import load_pretrained
from finetune.encoders.sentence_encoder import SentenceEncoder
from finetune.encoders.sentence_export import exported_encoder
from finetune.training.contrastive import ContrastiveSettings, ranking_loss, tune
from finetune.training.progress import TrainingProgress

CHINESE = Path(__file__).parents[4] / "shared" / "models" / "bge-small-zh-v1.5"
PAIRS = [Pair(f"tell me of the {thing}", f"{saying} it is", f"d-{thing}") for thing, saying in zip("abcdefghij", "qrstuvwxyz")]


def test_the_loss_is_that_of_the_paper() -> None:
    vectors = functional.normalize(torch.randn(4, 8, generator=torch.Generator().manual_seed(0)), dim=-1)
    questions, answers = vectors[:2], vectors[2:]
    scores = 20 * questions @ answers.T
    expected = (-scores.log_softmax(1).diagonal().mean() - scores.log_softmax(0).diagonal().mean()) / 2
    assert ranking_loss(questions, answers, ["a", "b"], 20) == pytest.approx(expected.item())


def test_the_same_answer_twice_is_no_negative_and_further_negatives_count() -> None:
    questions = functional.normalize(torch.randn(2, 8, generator=torch.Generator().manual_seed(0)), dim=-1)
    assert ranking_loss(questions, questions, ["Same  thing", "same thing"], 20).item() == pytest.approx(0)
    harder = torch.cat([questions, questions])
    assert ranking_loss(questions, harder, ["a", "b", "c", "d"], 20) > ranking_loss(questions, questions, ["a", "b"], 20)


def test_pairs_come_nearer_and_what_is_saved_is_an_encoder(tmp_path: Path) -> None:
    losses: list[TrainingProgress] = []
    negatives = [pair.answer for pair in PAIRS[1:] + PAIRS[:1]]
    tune(PAIRS, tmp_path, ContrastiveSettings(epochs=6, batch_size=8, learning_rate=5e-4), negatives, losses.append)
    assert losses[-1].loss < losses[0].loss
    assert (losses[-1].step, losses[-1].steps) == (6, 6)
    tuned = load_pretrained(str(tmp_path))
    served = SentenceEncoder.load(exported_encoder(str(tmp_path), tmp_path / "encoders"))
    assert served.read("hello there")[0] @ tuned.embed(["hello there"])[0] > 0.97
    assert tuned.tokenizer.encode("hello there").ids == load_pretrained("all-MiniLM-L6-v2").tokenizer.encode("hello there").ids


@pytest.mark.skipif(not CHINESE.is_dir(), reason=f"the Chinese encoder is not at {CHINESE}")
def test_an_encoder_that_pools_by_the_first_token_is_tuned_and_saved_as_one(tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    before = load_pretrained(str(CHINESE))
    assert before.first_token
    sentences = ["水壶里有水垢怎么办", "退货"]
    states = before.model(**AutoTokenizer.from_pretrained(CHINESE)(sentences, return_tensors="pt", padding=True)).last_hidden_state
    assert np.allclose(before.embed(sentences), functional.normalize(states[:, 0], dim=-1).detach(), atol=1e-4)
    losses: list[TrainingProgress] = []
    tune(PAIRS, tmp_path, ContrastiveSettings(encoder=str(CHINESE), epochs=4, batch_size=8, learning_rate=1e-4), (), losses.append)
    assert losses[-1].loss < losses[0].loss
    tuned = load_pretrained(str(tmp_path))
    assert tuned.first_token
    assert json.loads((tmp_path / "modules.json").read_text()) == json.loads((CHINESE / "modules.json").read_text())
    assert not load_pretrained("all-MiniLM-L6-v2").first_token


def test_bad_input_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"at least 8 question/answer pairs, better thousands\. It got 3"):
        tune(PAIRS[:3], tmp_path)
    with pytest.raises(DataError, match=r"a hard negative for each of 10 pairs\. There were 1"):
        tune(PAIRS, tmp_path, hard_negatives=["no"])
    with pytest.raises(SettingsError, match=r"epochs must be in \[1, 100\]. It was: 0"):
        ContrastiveSettings(epochs=0)
