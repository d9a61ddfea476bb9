"""The one part of suggestions that needs nobody: questions that are read with confidence get their label; the rest waits for a person."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bot.parallel import over_cores
from bot.retraining.review.session import Session
from bot.retraining.suggestions.making import NothingToSuggest, make_suggestions, suspicious_labels
from bot.reviews.files import write_suggestions
from bot.reviews.log import MODEL
from bot.workspace import Workspace
from data.formats.files.log_files import log_files
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader

# Serving comes first.
LOWEST = 19


def label_apart(root: Path) -> tuple[int, int]:
    """As `label_confident`, in a process of its own: encoders and vectors take memory that a training after it needs."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=os.nice, initargs=(LOWEST,)) as pool:
        return pool.submit(label_confident, root).result()


def label_confident(root: Path) -> tuple[int, int]:
    """Labels questions in the logs of a workspace, and keeps all other suggestions for `heed review`.

    Args:
        root: the workspace's folder.

    Returns:
        How many questions got their label, and how many suggestions wait for a person.

    Raises:
        DataError: the logs or the training data can't be read.
    """
    workspace = Workspace(root)
    with workspace.used():
        if not log_files(workspace.logs, or_none=True):
            return 0, 0
        reader = RememberingReader.load(workspace.encoders, TrainingSettings().encoder)
        try:
            made = make_suggestions(workspace, reader, workspace.encoders, mapper=over_cores)
        except NothingToSuggest:
            return 0, 0
        session = Session([], workspace, MODEL)
        labelled = sum(len(session.accept(labels).texts) for labels in made.labels)
        session.write()
        made.labels = []
        made.suspicious = suspicious_labels(workspace, reader, workspace.encoders)
        write_suggestions(made.all(), workspace)
    return labelled, len(made.all())
