"""Builds the index that belongs to a model: from the logs, with the model's own encoder."""

from pathlib import Path

from bot.progress import counting_bar
from data.pairs import mine
from data.rasa_yaml import read_templates
from data.readers import BadRow, log_files, read_dialogues
from data.records import Pair
from finetune.layout import Card, Layout
from finetune.predictor import Classifier
from retrieval import storage
from retrieval.building import build
from retrieval.encoder import Encoder
from retrieval.index import PassageIndex

LOGS = Path("data/logs")
DOMAIN = Path("domain")
INDEXES = Path("models/index")
# Their templates say nothing that could be asked for in other words.
NO_ANSWERS = (
    "passage",
    "clarify",
    "hand_over",
    "out_of_scope",
    "greet",
    "goodbye",
    "thank",
    "affirm",
    "deny",
    "bot_challenge",
    "talk_to_person",
)


def default_folder(encoder_hash: str) -> Path:
    """Where the index for an encoder lives: each encoder has its own, so a model and its index can't be mixed up."""
    return INDEXES / encoder_hash[:16]


def open_index(classifier: Path) -> PassageIndex:
    """The index for the encoder of a trained classifier; built from `data/logs` first if there is none yet.

    Args:
        classifier: the folder of the trained classifier.

    Raises:
        HeedError: the classifier, the logs or the index can't be used.
    """
    encoder_hash = Card.load(Layout(classifier).card).encoder_hash
    folder = default_folder(encoder_hash)
    if not (folder / "manifest.json").is_file():
        build_index(LOGS, folder, Classifier.load(classifier, threads=2))
    return storage.load(folder, encoder_hash)


def answering_templates() -> dict[str, str]:
    """The templates that answer something; none where there is no domain folder."""
    templates = read_templates(DOMAIN) if DOMAIN.is_dir() else {}
    return {intent: text for intent, text in templates.items() if intent not in NO_ANSWERS}


def build_index(logs: Path, folder: Path, encoder: Encoder) -> tuple[storage.Manifest, list[BadRow]]:
    """Mines logs, builds an index and puts it in place; returns what it is, and the rows that had to be skipped."""
    pairs: list[Pair] = []
    bad: list[BadRow] = []
    files = log_files(logs)
    with counting_bar("Reading the logs") as report:
        for number, file in enumerate(files, start=1):
            for row in read_dialogues(file):
                if isinstance(row, BadRow):
                    bad.append(row)
                else:
                    pairs += mine(row.dialogue)
            report(number, len(files))
    with counting_bar("Indexing past answers") as report:
        index = build(pairs, encoder, answering_templates(), report)
    return storage.save(index, folder), bad
