"""The code that training leans on: when it changes, Rasa's cache holds an old model."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
# Whole folders: whatever is in them may change what is learnt. A changed report or a changed channel retrains nothing.
FOLDERS = (
    "data",
    "finetune/encoders",
    "finetune/network",
    "finetune/classifier",
    "finetune/training",
    "finetune/moods",
    "retrieval/building",
    "retrieval/lexical",
    "retrieval/search",
    "bot/decisions",
)
FILES = (
    "finetune/settings.py",
    "finetune/arrays.py",
    "bot/domain.py",
    "bot/components/answer_examples.py",
    "bot/components/intent.py",
    "bot/components/learned_index.py",
    "bot/components/learning.py",
    "bot/components/moods.py",
    "bot/components/provisional.py",
    "bot/models/adding.py",
    "bot/models/begun_indexes.py",
    "bot/models/indexes.py",
    "bot/models/publishing.py",
    "bot/models/search.py",
)
# Code, and the texts and weights that it reads.
ENDINGS = (".py", ".txt", ".tsv", ".json", ".safetensors")
# The sample shop's data, which Rasa fingerprints itself or `intent.py` does.
NOT_CODE = ("data/logs", "data/nlu", "data/questions")


def training_code(root: Path = ROOT) -> list[Path]:
    """The files that training depends on, sorted.

    Args:
        root: the folder that holds the packages.
    """
    below = (file for folder in FOLDERS for file in (root / folder).rglob("*") if file.suffix in ENDINGS)
    apart = [root / folder for folder in NOT_CODE]
    return sorted([*(file for file in below if not any(folder in file.parents for folder in apart)), *(root / name for name in FILES)])
