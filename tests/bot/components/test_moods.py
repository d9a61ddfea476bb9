"""A model tells moods as it is shipped, and as the company's ratings say where there are enough."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.components.moods import ENOUGH, NETWORK, learn_moods, load_moods, ratings_in
from bot.components.provisional import ALL, VARIABLE
from bot.components.provisional import NETWORK as NETWORK_LEFT_OUT
from bot.workspace import Workspace
from finetune.encoders.reading import Reader
from finetune.moods.labelled import Labelled
from finetune.moods.mood import NAME, MoodModel
from finetune.settings import TrainingSettings

ODD = "the grommet is in the blue box"


def write(root: Path, count: int) -> Workspace:
    """Logs with so many ratings: half of them bad ones of something that nobody else minds."""
    (root / "data" / "logs").mkdir(parents=True)
    rows = []
    for number in range(count // 2):
        turns = [
            {"role": "customer", "text": "hello"},
            {"role": "bot", "text": "Hi.", "rating": "down", "reason": f"{ODD}, number {number}"},
        ]
        rows.append({"id": f"d{number}", "turns": turns, "rating": 5, "comment": f"it was good the {number}th time"})
    (root / "data" / "logs" / "rated.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Workspace(root)


@pytest.fixture(scope="module")
def reader(encoders: Path) -> Reader:
    return Reader.load(encoders, TrainingSettings.encoder)


def test_ratings_are_found_in_logs(tmp_path: Path) -> None:
    found = list(ratings_in(write(tmp_path, 4).logs))
    assert found[:2] == [Labelled("it was good the 0th time", "positive"), Labelled(f"{ODD}, number 0", "negative")]
    assert len(found) == 4
    assert list(ratings_in(tmp_path / "none")) == []


def test_a_company_with_enough_ratings_learns_its_own(
    tmp_path: Path, reader: Reader, tiny_classifier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "many").mkdir()
    (tmp_path / "model").mkdir()
    learn_moods(tmp_path / "model", reader, write(tmp_path / "few", ENOUGH - 2))
    assert not (tmp_path / "model" / NAME).exists()
    workspace = write(tmp_path / "many", ENOUGH)
    monkeypatch.setenv(VARIABLE, ALL)
    learn_moods(tmp_path / "model", reader, workspace)  # a provisional model learns them later
    assert not (tmp_path / "model" / NAME).exists()
    monkeypatch.delenv(VARIABLE)
    learn_moods(tmp_path / "model", reader, workspace)
    own, shipped = load_moods(tmp_path / "model"), load_moods(tiny_classifier)
    assert own
    assert shipped
    read = reader.read(ODD)
    assert [model.mood(ODD, read.english, read.tokens.sentence) for model in (own, shipped)] == ["negative", "neutral"]


def test_many_ratings_teach_a_network_unless_it_is_left_out(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is learnt is tested in `finetune/training/test_mood_network.py`."""
    taught: list[tuple[int, str, Path, int]] = []

    def learn(rated: list[Labelled], *given: object) -> None:
        taught.append((len(rated), *given[3:5], given[6]))  # type: ignore[arg-type]

    monkeypatch.setattr("finetune.training.mood_network.learn_network", learn)
    workspace = write(tmp_path, ENOUGH + 2)
    monkeypatch.setattr("bot.components.moods.ENOUGH_FOR_NETWORK", ENOUGH)
    monkeypatch.setenv(VARIABLE, NETWORK_LEFT_OUT)
    learn_moods(tmp_path, reader, workspace)
    assert taught == []
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("bot.components.moods.MOST", ENOUGH)
    learn_moods(tmp_path, reader, workspace)
    assert taught == [(ENOUGH, TrainingSettings.encoder, tmp_path / NETWORK, ENOUGH)]


def test_weights_of_other_encoders_are_fitted_anew(
    tmp_path: Path, reader: Reader, tiny_classifier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = replace(MoodModel.load(), hashes=("another", "one"))
    monkeypatch.setattr(MoodModel, "load", lambda file=None: others if file is None else own)
    assert load_moods(tiny_classifier) is None
    own = replace(others, hashes=reader.hashes)
    fitted: list[Path] = []
    monkeypatch.setattr("bot.components.moods.fit", lambda labelled, reader: own)
    monkeypatch.setattr(MoodModel, "save", lambda self, file: fitted.append(file))
    learn_moods(tmp_path, reader, Workspace(tmp_path))
    assert fitted == [tmp_path / NAME]
