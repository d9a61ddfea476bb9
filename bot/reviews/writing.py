"""Writes what decisions come to into the assistant's files, sorted, so that Git shows what a decision changed.

    data/nlu/reviewed.yml            the labelled questions
    domain/reviewed.yml              new intents, with their templates and the titles of their buttons
    data/rules_reviewed.yml          what answers a new intent
    data/help/approved/answers.jsonl approved answers: as the company's own words, they outrank what agents said
    data/questions/reviewed.jsonl    the questions that lead to them

These files hold nothing else, and are written anew each time. A written example that got another label is taken out of its own file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.decisions.questions import FOLDER as QUESTIONS
from bot.domain import HAND_OVER, OFFER, OUT_OF_SCOPE
from bot.reviews.log import Decision
from bot.reviews.outcome import Outcome
from bot.workspace import Workspace
from data.documents.store import Header, hash_of, write_document
from data.errors import DataError
from data.folding import folded
from data.formats.examples.nlu_lines import add_example, remove_example
from data.formats.examples.rasa_yaml import read_examples, read_intents, read_responses
from data.records import Place, Section

NAME = "reviewed.yml"
HEADING = "# Written by `heed review` from data/reviews.jsonl: change it there, by another decision.\n"
# A text stays on its line, whatever its length.
WIDTH: Any = 1_000_000  # ruamel's stub takes no number
# The collection of approved answers among the company's documents.
APPROVED = "approved"


def write_outcome(outcome: Outcome, workspace: Workspace) -> list[Path]:
    """Brings the files up to an outcome; returns those that changed.

    Raises:
        DataError: a file can't be read or written.
    """
    changed = _relabel(outcome, workspace)
    written = _written_intents(workspace)
    declared = _declared(workspace)
    new = sorted({intent for _, intent in outcome.labels.values()} - declared)
    files = {
        workspace.data / "nlu" / NAME: _nlu(outcome, written),
        workspace.domain / NAME: _domain(new, outcome),
        workspace.data / "rules_reviewed.yml": _rules(new, outcome, workspace),
        workspace.data / QUESTIONS / "reviewed.jsonl": _questions(outcome.answers),
    }
    changed += [file for file, text in files.items() if _put(file, text)]
    return [*changed, *_approve(outcome.answers, workspace)]


def section_name(decision: Decision) -> str:
    """What an approved answer is called where answers name their source: the id of its “dialogue”."""
    return f"{APPROVED}/{decision.id}#0"


def _relabel(outcome: Outcome, workspace: Workspace) -> list[Path]:
    changed = []
    for decision in outcome.restored:
        file = workspace.root / decision.file
        current = outcome.labels.get(folded(decision.texts[0]), ("", decision.was))[1]
        if file.is_file() and current == decision.was and add_example(file, decision.was, decision.texts[0]):
            changed.append(file)
    for decision in outcome.relabelled:
        file = workspace.root / decision.file
        if file.is_file() and remove_example(file, decision.was, decision.texts[0]):
            changed.append(file)
    return changed


def _written_intents(workspace: Workspace) -> Mapping[str, str]:
    """The intent of each hand-written example, by its text folded."""
    files = sorted((workspace.data / "nlu").glob("*.yml"))
    return {folded(each.text): each.intent for file in files if file.name != NAME for each in read_examples(file)}


def _declared(workspace: Workspace) -> set[str]:
    """The intents that somebody wrote into the domain."""
    reviewed = read_intents(workspace.domain) if workspace.domain.is_dir() else set()
    own = workspace.domain / NAME
    return reviewed - _intents_of(own) if own.is_file() else reviewed


def _intents_of(file: Path) -> set[str]:
    content = YAML(typ="safe").load(file) or {}
    return set(content.get("intents") or [])


def _nlu(outcome: Outcome, written: Mapping[str, str]) -> str:
    by_intent: dict[str, list[str]] = {}
    for key, (text, intent) in outcome.labels.items():
        if written.get(key) != intent:
            by_intent.setdefault(intent, []).append(" ".join(text.split()))
    entries = [
        {"intent": intent, "examples": LiteralScalarString("".join(f"- {text}\n" for text in sorted(by_intent[intent], key=_order)))}
        for intent in sorted(by_intent)
    ]
    return _yaml({"version": "3.1", "nlu": entries}) if entries else ""


def _domain(new: Sequence[str], outcome: Outcome) -> str:
    if not new:
        return ""
    responses = {}
    for intent in new:
        if intent in outcome.templates:
            responses[f"utter_{intent}"] = [{"text": outcome.templates[intent]}]
        if intent in outcome.titles:
            responses[f"{OFFER}{intent}"] = [{"text": outcome.titles[intent]}]
    content: dict[str, Any] = {"version": "3.1", "intents": list(new)}
    return _yaml(content | ({"responses": responses} if responses else {}))


def _rules(new: Sequence[str], outcome: Outcome, workspace: Workspace) -> str:
    """One rule for each new intent; one without an answer is handed over."""
    if not new:
        return ""
    there = read_responses(workspace.domain) if workspace.domain.is_dir() else {}
    instead = next((name for name in (f"utter_{HAND_OVER}", f"utter_{OUT_OF_SCOPE}") if name in there), None)
    rules = []
    for intent in new:
        action = f"utter_{intent}" if intent in outcome.templates or f"utter_{intent}" in there else instead
        if action is None:
            raise DataError(f"the new intent {intent} has no answer, and the domain has no utter_{HAND_OVER}; give it an answer")
        rules.append({"rule": f"Reviewed: {intent}", "steps": [{"intent": intent}, {"action": action}]})
    return _yaml({"version": "3.1", "rules": rules})


def _questions(answers: Sequence[Decision]) -> str:
    rows = {text: {"text": text, "expect": "passage", "dialogues": [section_name(each)]} for each in answers for text in each.texts}
    return "".join(json.dumps(rows[text], ensure_ascii=False) + "\n" for text in sorted(rows, key=_order))


def _approve(answers: Sequence[Decision], workspace: Workspace) -> list[Path]:
    file = workspace.documents / APPROVED / "answers.jsonl"
    sections = [
        Section(f"{APPROVED}/{each.id}", Place(each.texts[0], 0), (), each.answer, each.texts[0], each.at.date())
        for each in sorted(answers, key=lambda each: _order(each.texts[0]))
    ]
    before = file.read_bytes() if file.is_file() else b""
    if not sections:
        file.unlink(missing_ok=True)
        return [file] if before else []
    content = json.dumps([[section.document, section.text, section.question] for section in sections])
    write_document(file, Header(APPROVED, hash_of(content.encode())), sections)
    return [file] if file.read_bytes() != before else []


def _order(text: str) -> tuple[str, str]:
    return text.casefold(), text


def _yaml(content: dict[str, Any]) -> str:
    out, yaml = StringIO(), YAML()
    yaml.width = WIDTH
    yaml.dump(content, out)
    return HEADING + out.getvalue()


def _put(file: Path, text: str) -> bool:
    """Writes a file if it says something else; removes it where it would say nothing. Returns whether anything changed."""
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    if before == text:
        return False
    if not text:
        file.unlink()
        return True
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        raise DataError(f"{file} can't be written: {error}") from error
    return True
