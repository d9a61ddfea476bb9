"""How a model tells moods: as it is shipped, and as the company's own ratings say where there are enough of them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.components.provisional import provisional
from bot.workspace import Workspace
from data.errors import DataError, ModelError
from data.formats.bad_rows import BadRow
from data.formats.files.log_files import log_files
from data.formats.reading.dialogues import read_dialogues
from data.records import Dialogue
from finetune.classifier.layout import Card, Layout
from finetune.encoders.reading import Reader
from finetune.moods.fitting import fit
from finetune.moods.labelled import Labelled, shipped
from finetune.moods.mood import NAME, Mood, MoodModel

logger = logging.getLogger(__name__)

# Ratings with words that are enough to learn from, and of these at least so many of each, negative and positive ones.
ENOUGH, ENOUGH_OF_EACH = 40, 10
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
        logger.info("Moods are learnt from %d ratings.", len(rated))
        fit(rated, reader, base).save(folder / NAME)


def load_moods(folder: Path) -> MoodModel | None:
    """How a classifier tells moods: as it has learnt, or as it is shipped; none for a model that was trained before there were moods, with
    other encoders than the shipped weights.

    Raises:
        ModelError: its file is damaged.
    """
    if (folder / NAME).is_file():
        return MoodModel.load(folder / NAME)
    try:
        card = Card.load(Layout(folder).card)
    except ModelError:
        return None
    return _shipped_for((card.encoder_hash, card.english_hash))


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
