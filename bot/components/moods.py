"""How a model tells moods: as it is shipped, and as the company's own ratings say where there are enough of them.

Where there are many, and PyTorch is installed, all layers of the English encoder learn from them, too, beside the regression, which reads
every language.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.components.provisional import left_out, provisional
from bot.console import training_bar
from bot.workspace import Workspace
from data.errors import DataError, ModelError
from data.extras import can_fine_tune
from data.formats.bad_rows import BadRow
from data.formats.files.log_files import log_files
from data.formats.reading.dialogues import read_dialogues
from data.records import Dialogue
from finetune.classifier.layout import Card, Layout
from finetune.encoders.reading import Reader
from finetune.encoders.tokenization import clean
from finetune.moods.fitting import fit, fit_read
from finetune.moods.labelled import Labelled, shipped
from finetune.moods.mood import NAME, Mood, MoodModel
from finetune.moods.moods import Moods
from finetune.moods.network import MoodNetwork

logger = logging.getLogger(__name__)

# Ratings with words that are enough to learn from, and of these at least so many of each, negative and positive ones.
ENOUGH, ENOUGH_OF_EACH = 40, 10
# Ratings in English that are enough for a network, and how many it is to learn from at most: each takes some 30 ms of a processor.
ENOUGH_FOR_NETWORK, MOST = 2_000, 12_000
# The network's folder in a classifier's.
NETWORK = "moods"
BY_STARS: tuple[Mood, ...] = ("negative", "negative", "neutral", "positive", "positive")
BY_THUMB: dict[str, Mood] = {"up": "positive", "down": "negative"}


def learn_moods(folder: Path, reader: Reader, workspace: Workspace) -> None:
    """Writes into a classifier's folder how to tell moods; nothing where what is shipped will do as it is.

    Args:
        folder: of the classifier's files.
        reader: of the classifier's encoders.
        workspace: whose logs hold the ratings.
    """
    base = _shipped_for(reader.hashes)
    rated = [] if provisional() else list(ratings_in(workspace.logs))
    if base is None:  # other encoders than the shipped weights were fitted with
        base = fit(shipped(), reader)
        base.save(folder / NAME)
    counts = Counter(each.mood for each in rated)
    if len(rated) >= ENOUGH and min(counts["negative"], counts["positive"]) >= ENOUGH_OF_EACH:
        _learn(_at_most(rated), base, folder, reader)


def _learn(rated: Sequence[Labelled], base: MoodModel, folder: Path, reader: Reader) -> None:
    logger.info("Moods are learnt from %d ratings.", len(rated))
    readings = reader.read_all([clean(each.text) for each in rated])
    fit_read(rated, readings.english, readings.sentences, reader.hashes, base).save(folder / NAME)
    if len(rated) < ENOUGH_FOR_NETWORK or left_out():
        return
    if not can_fine_tune():
        logger.info("They would be told better with a network, which needs PyTorch: `pip install heed[train]`.")
        return
    from finetune.training.mood_network import learn_network  # torch takes seconds to import

    with training_bar() as report:
        encoder = reader.english.card.name
        learn_network(rated, readings.english, readings.sentences, base, encoder, folder / NETWORK, report, ENOUGH_FOR_NETWORK)


def _at_most(rated: Sequence[Labelled]) -> Sequence[Labelled]:
    """All, or a sample."""
    return rated if len(rated) <= MOST else random.Random(MOST).sample(rated, MOST)


def load_moods(folder: Path) -> Moods | None:
    """How a classifier tells moods: as it has learnt, or as it is shipped; none for a model that was trained before there were moods, with
    other encoders than the shipped weights.

    Raises:
        ModelError: a file of it is damaged.
    """
    if (folder / NAME).is_file():
        return Moods(MoodModel.load(folder / NAME), MoodNetwork.load(folder / NETWORK))
    try:
        card = Card.load(Layout(folder).card)
    except ModelError:
        return None
    shipped_weights = _shipped_for((card.encoder_hash, card.english_hash))
    return Moods(shipped_weights) if shipped_weights else None


def ratings_in(logs: Path) -> Iterator[Labelled]:
    """What customers wrote when they rated: a conversation by stars, an answer by a thumb; each text once."""
    said: set[str] = set()
    for file in log_files(logs, or_none=True):
        try:
            rows = [row.dialogue for row in read_dialogues(file) if not isinstance(row, BadRow)]
        except DataError as problem:
            logger.warning("Moods are learnt without %s: %s", file.name, problem)
            continue
        for each in (each for dialogue in rows for each in _ratings(dialogue)):
            if each.text not in said:
                said.add(each.text)
                yield each


def _ratings(dialogue: Dialogue) -> Iterator[Labelled]:
    if dialogue.rating and dialogue.comment.strip():
        yield Labelled(dialogue.comment.strip(), BY_STARS[dialogue.rating - 1])
    for turn in dialogue.turns:
        if turn.rating and turn.reason.strip():
            yield Labelled(turn.reason.strip(), BY_THUMB[turn.rating])


def _shipped_for(hashes: tuple[str, str]) -> MoodModel | None:
    model = MoodModel.load()
    return model if model.hashes == hashes else None
