"""Takes what a customer wrote out of decisions, what was written from them, and suggestions, when the customer asks to be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from bot.reviews.files import read_suggestions, suggestions_file, write_suggestions
from bot.reviews.log import Decision, read_decisions, rewrite
from bot.reviews.outcome import outcome
from bot.reviews.records import dialogues_of
from bot.reviews.writing import write_outcome
from bot.workspace import Workspace
from data.folding import folded
from data.formats.reading.named_dialogues import NamedDialogues
from data.languages import sentences_of
from data.redaction.patterns import redact

IsTheirs = Callable[[str], bool]


def erase_reviews(workspace: Workspace, named: NamedDialogues, said: Sequence[str]) -> int:
    """Takes dialogues, and what customers said in them, out of all decisions and suggestions; returns how many decisions changed.

    A decision goes with its last dialogue or its last text, and an approved answer with it. The files that are written from decisions are
    brought up to what is left, so that the next model learns nothing of it.

    Args:
        workspace: whose decisions.
        named: the dialogues.
        said: what customers said in them.

    Raises:
        DataError: a file can't be read or written.
    """
    words = "\n".join(folded(each) for text in said for each in (text, redact(text).text))

    def is_theirs(text: str) -> bool:
        sentences = [folded(sentence) for sentence in sentences_of(text)]
        return bool(words) and all(sentence in words for sentence in sentences if sentence)

    changed = rewrite(workspace, lambda decision: _without(decision, named, is_theirs))
    if changed:
        write_outcome(outcome(read_decisions(workspace)), workspace)
    if suggestions_file(workspace).is_file():
        found = read_suggestions(workspace)
        left = [each for each in found if not any(named.of(dialogue) for dialogue in dialogues_of(each))]
        if len(left) < len(found):
            write_suggestions(left, workspace)
    return changed


def _without(decision: Decision, named: NamedDialogues, is_theirs: IsTheirs) -> Decision:
    """A decision without what the named dialogues brought; itself if they brought nothing."""
    dialogues = tuple(dialogue for dialogue in decision.dialogues if named.of(dialogue) is None)
    if len(dialogues) == len(decision.dialogues) and (decision.dialogues or not decision.parts):
        return decision
    texts = tuple(text for text in decision.texts if not is_theirs(text))
    parts = tuple(tuple(text for text in part if not is_theirs(text)) for part in decision.parts)
    emptied = (decision.dialogues and not dialogues) or (decision.texts and not texts) or not all(parts)
    if emptied:
        return Decision(decision.id, decision.at, decision.who, "erased", decision.suggestions)
    return msgspec.structs.replace(decision, dialogues=dialogues, texts=texts, parts=parts)
