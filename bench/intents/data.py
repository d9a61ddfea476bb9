"""Public intent data sets and the ways to spoil their test questions, for `bench.intents`."""

import csv
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import DataError

# Written for this benchmark by somebody who never saw the chatter that training uses (`finetune/training/chatter_pools`).
DISTRACTORS = tuple((Path(__file__).parent / "distractors.txt").read_text(encoding="utf-8").splitlines())
DATASETS = ("banking77", "banking77_10", "banking77_5", "clinc150", "banking77_oos")


@dataclass(frozen=True)
class Dataset:
    """Labelled texts to learn from and to ask, and texts about what is never taught, by how near to it they are."""

    name: str
    train: list[tuple[str, str]]
    test: list[tuple[str, str]]
    out_of_scope: dict[str, list[str]] = field(default_factory=dict)


def load(name: str, folder: Path) -> Dataset:
    """One of `DATASETS`, from the folder of public data (see its README)."""
    if name not in DATASETS:
        raise DataError(f"no data set is called {name!r}; there are {', '.join(DATASETS)}")
    if name == "clinc150":
        content = json.loads((folder / "clinc150/data_full.json").read_text(encoding="utf-8"))
        pairs = {part: [(text, label) for text, label in rows] for part, rows in content.items()}
        return Dataset(name, pairs["train"], pairs["test"], {"far_oos": [text for text, _ in pairs["oos_test"]]})
    if name == "banking77_oos":
        root = folder / "banking77_oos"
        strange = {"near_oos": _lines(root / "id-oos/test/seq.in"), "far_oos": _lines(root / "ood-oos/test/seq.in")}
        return Dataset(name, _labelled(root / "train"), _labelled(root / "test"), strange)
    test = _table(folder / "banking77/banking_data/test.csv")
    if name == "banking77":
        return Dataset(name, _table(folder / "banking77/banking_data/train.csv"), test)
    shots = name.removeprefix("banking77_")
    return Dataset(name, _labelled(folder / f"banking77/few_shot/train_{shots}"), test)


def spoiled(texts: list[str], condition: str, seed: int = 0) -> list[str]:
    """Test questions as customers also write them.

    Args:
        condition: `plain`; `typo` (an edit in each 15 characters, half swaps of neighbours, half drops); `before` (a chatty
            sentence before the question); `both` (one before and one after).
    """
    chance = random.Random(seed)
    if condition == "typo":
        return [_mistyped(text, chance) for text in texts]
    if condition == "before":
        return [f"{chance.choice(DISTRACTORS)} {text}" for text in texts]
    if condition == "both":
        around = [chance.sample(DISTRACTORS, 2) for _ in texts]
        return [f"{before} {text} {after}" for text, (before, after) in zip(texts, around)]
    return texts


def _mistyped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, round(len(text) / 15))):
        if len(letters) < 2:
            break
        place = chance.randrange(len(letters) - 1)
        if chance.random() < 0.5:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            del letters[place]
    return "".join(letters)


def _table(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["category"]) for row in csv.DictReader(lines)]


def _labelled(folder: Path) -> list[tuple[str, str]]:
    return list(zip(_lines(folder / "seq.in"), _lines(folder / "label")))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
