"""Where what a model says comes from: the dialogues behind an answer, and who approved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.models.archive import classifier_folder, domain_file
from bot.models.indexes import ModelIndex
from bot.reviews.log import Decision, read_decisions
from bot.reviews.writing import APPROVED
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_responses
from data.redaction.output_filter import scan
from retrieval.storage import snapshots


@dataclass(frozen=True)
class Origin:
    """One answer of a model.

    Attributes:
        text: what is said.
        kind: `template`, `approved` (an answer that a person approved), `document` or `passage` (mined from dialogues).
        name: of the template or the document.
        dialogues: that it comes from; none where somebody wrote it.
        newest: when it was said last.
        who, at: who approved it, and when; empty where nobody did.
    """

    text: str
    kind: str
    name: str = ""
    dialogues: tuple[str, ...] = ()
    newest: date | None = None
    who: str = ""
    at: datetime | None = None


def origins(archive: Path, workspace: Workspace) -> Iterator[Origin]:
    """All answers of a model with where they come from: templates, then what its index holds.

    Raises:
        HeedError: the model or its index can't be used, or a decision can't be read.
    """
    decisions = read_decisions(workspace)  # also what was undone since: the model says it still
    yield from _templates(archive, decisions)
    with classifier_folder(archive) as classifier:
        place = ModelIndex.of(classifier)
        index = snapshots.load(place.folder, place.encoder_hash) if place.is_there else None
    by_id = {decision.id: decision for decision in decisions}
    for passage in index.passages if index else ():
        assert index
        found = index.passage(passage)
        names = tuple(dict.fromkeys(entry.pair.dialogue for number in index.passages[passage] if (entry := index.entries.get(number))))
        newest = max((source.date for source in found.sources if source.date), default=None)
        approved = next((by_id[id] for name in names if (id := _decision_id(name)) in by_id), None)
        if approved:
            yield Origin(found.text, "approved", approved.id, approved.dialogues, newest, approved.who, approved.at)
        elif found.document:
            yield Origin(found.text, "document", names[0], (), newest)
        else:
            yield Origin(found.text, "passage", "", names, newest)


def _templates(archive: Path, decisions: Sequence[Decision]) -> Iterator[Origin]:
    with domain_file(archive) as domain:
        responses = read_responses(domain)
    approved = {decision.answer.strip(): decision for decision in decisions if decision.action == "label" and decision.answer}
    for name, variations in sorted(responses.items()):
        for text in (str(each["text"]) for each in variations if each.get("text")):
            by = approved.get(text.strip())
            if by:
                yield Origin(scan(text), "template", name, by.dialogues, None, by.who, by.at)
            else:
                yield Origin(text, "template", name)


def _decision_id(dialogue: str) -> str:
    """The decision that an approved answer's “dialogue” names; empty if it names none."""
    name = dialogue.rpartition("#")[0]
    return name.removeprefix(f"{APPROVED}/") if name.startswith(f"{APPROVED}/") else ""
