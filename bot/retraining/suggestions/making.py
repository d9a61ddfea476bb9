"""Makes all suggestions for a workspace: reads its logs, its examples and what was decided, and has a classifier read the questions."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.components.answer_examples import answer_examples
from bot.domain import answering_texts
from bot.retraining.suggestions.answer_book import AnswerBook
from bot.retraining.suggestions.answers import proposed_answers
from bot.retraining.suggestions.asked import read_asked
from bot.retraining.suggestions.reading import Report, joined_vectors, read, worth_learning
from bot.retraining.suggestions.suggesting import MOST_UNSURE, Suggestions, centres, new_and_known, suggest
from bot.retraining.suggestions.suspicious import suspicious
from bot.reviews.log import read_decisions
from bot.reviews.outcome import outcome
from bot.reviews.records import Suspicious
from bot.workspace import Workspace
from data.errors import DataError
from data.folding import folded
from data.formats.examples.rasa_yaml import read_examples, read_intents, read_language
from data.parallel import Map, serial
from finetune.settings import TrainingSettings
from finetune.training.cross_fit import cross_fit
from finetune.training.remembering_reader import RememberingReader


class NothingToSuggest(DataError):
    """The logs hold no question that isn't labelled or decided on."""


def make_suggestions(
    workspace: Workspace,
    reader: RememberingReader,
    encoders: Path,
    logs: Path | None = None,
    most_unsure: int = MOST_UNSURE,
    mapper: Map = serial,
    report: Report = lambda done, total: None,
) -> Suggestions:
    """Everything that a workspace's logs suggest.

    Args:
        workspace: whose examples, domain and decisions count.
        reader: of the encoders; what it has read isn't read again.
        encoders: where the exported encoders are.
        logs: a log or a folder of logs, the workspace's own if not given.
        most_unsure: single questions to ask a person about, at most.
        mapper: where the logs are redacted once more.
        report: is called with how many questions are read, and how many there are.

    Raises:
        NothingToSuggest: every question in the logs is labelled.
        DataError: there are no logs.
    """
    folder = workspace.data / "nlu"
    examples = read_examples(folder) if folder.is_dir() else []
    decided = outcome(read_decisions(workspace))
    known = {folded(example.text) for example in examples} | decided.known
    found = read_asked(logs or workspace.logs, known, mapper, read_language(workspace.config))
    asked = found.asked
    if not asked:
        raise NothingToSuggest(
            f"{logs or workspace.logs} holds no question that isn't labelled or decided on already; import more with `heed import`"
        )
    usable = worth_learning(examples)
    about = answer_examples(workspace, usable)
    reading = read([each.text for each in asked], examples, encoders, reader, report=report, about=about)
    of_intents = (
        joined_vectors([each.text for each in usable], reader) if usable else np.zeros((0, reading.vectors.shape[1]), dtype=np.float32)
    )
    declared = read_intents(workspace.domain) if workspace.domain.is_dir() else set()
    taken = {*declared, *(example.intent for example in examples)}
    groups = new_and_known(asked, reading, centres(of_intents, [each.intent for each in usable]))
    book = AnswerBook.of(found.pairs, reader.embed, groups.dialogues(asked))
    made = suggest(asked, reading, groups, book, taken, most_unsure)
    made.older = found.older
    by_text = {folded(each.text): each for each in asked}
    made.answers = proposed_answers(book, by_text, _templates(workspace), reader.embed, found.handed_over)
    made.answers = [card for card in made.answers if card.id not in decided.settled]
    return made


def suspicious_labels(workspace: Workspace, reader: RememberingReader, encoders: Path) -> list[Suspicious]:
    """The examples of a workspace whose label is likely wrong, less those that somebody has decided on."""
    folder = workspace.data / "nlu"
    examples = worth_learning(read_examples(folder)) if folder.is_dir() else []
    intents = sorted({example.intent for example in examples})
    if len(intents) < 2:
        return []
    settled = outcome(read_decisions(workspace)).settled
    predictions = cross_fit(examples, encoders, TrainingSettings(), reader)
    probabilities = np.array([[dict(each.ranking)[intent] for intent in intents] for each in predictions], dtype=np.float32)
    return [each for each in suspicious(examples, intents, probabilities) if each.id not in settled]


def _templates(workspace: Workspace) -> list[str]:
    """All that the assistant's templates say."""
    return [text for texts in answering_texts(workspace.domain).values() for text in texts]
