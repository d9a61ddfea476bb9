"""A second index, with an encoder of its own, for what is asked in another script."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import indexing
from bot.components.intent import PREDICTION
from bot.components.passages import HITS, PassageRetriever
from finetune.predictor import Classifier

ROOT = Path(__file__).parent.parent.parent
CHINESE = ROOT.parent / "shared" / "models" / "bge-small-zh-v1.5"
POT = "Yes, the Aune enamel pot works on induction hobs and in the oven up to 250 degrees."
LOG = [
    ("d-1", "Does the enamel pot work on an induction hob?", POT),
    ("d-2", "水壶里有水垢怎么办？", "可以用柠檬酸20克加一升水煮开，静置后冲洗两次就好了。"),
    ("d-3", "这盏灯可以退货吗？", "没有用过的灯具在收到后30天内都可以申请退货退款。"),
]


@pytest.mark.skipif(not CHINESE.is_dir(), reason=f"the Chinese encoder is not at {CHINESE}")
def test_chinese_is_searched_by_its_own_encoder_and_english_by_the_models(
    tiny_classifier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "logs").mkdir(parents=True)
    with (tmp_path / "data" / "logs" / "log.jsonl").open("w") as lines:
        for name, question, answer in LOG:
            turns = [{"role": "customer", "text": question}, {"role": "agent", "text": answer}]
            lines.write(json.dumps({"id": name, "turns": turns}) + "\n")
    classifier = Classifier.load(tiny_classifier)
    other = indexing.open_language_index("zh", str(CHINESE))
    retriever = PassageRetriever(indexing.open_index(tiny_classifier), classifier, {"zh": other})
    try:
        for asked, dialogue, indexed in (("水壶水垢太多", "d-2", 2), ("想把灯退掉", "d-3", 2), ("enamel pot on induction", "d-1", 3)):
            message = Message({TEXT: asked, PREDICTION: classifier.predict(asked)})
            retriever.process([message])
            assert message.get(HITS)[0].passage.sources[0].dialogue == dialogue
            assert len(message.get(HITS)) <= indexed  # the Chinese index holds Chinese questions only
    finally:
        for index in (retriever.index, other[0]):
            assert index is not None
            index.stop()
    assert other[1].width == 512
    torch_vectors = _with_torch(["水壶里有水垢怎么办"])
    assert np.allclose(other[1].embed(["水壶里有水垢怎么办"]), torch_vectors, atol=1e-4)
    again = f"from bot import indexing; indexing.open_language_index('zh', {str(CHINESE)!r}); import sys; sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", again], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]


def _with_torch(texts: list[str]) -> Any:
    """The first token's state, of length 1, as the model's card says."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(CHINESE), AutoModel.from_pretrained(CHINESE)
    with torch.inference_mode():
        first = model(**tokenizer(texts, return_tensors="pt", padding=True)).last_hidden_state[:, 0]
    return torch.nn.functional.normalize(first, dim=-1).numpy()
