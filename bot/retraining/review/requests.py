"""What the review page asks for, and what it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from bot.retraining.review.claims import Claims
from bot.retraining.review.pending import pending
from bot.retraining.review.session import Session
from bot.retraining.review.shadow import Shadow
from bot.reviews.log import Decision, read_decisions, standing
from bot.reviews.records import BORDERLINE, Answer, NewIntent, Suggestion, texts_of
from bot.workspace import Workspace
from data.errors import DataError

Action = Literal["look", "claim", "accept", "label", "approve", "refuse", "merge", "split", "undo", "measure"]
# Decisions that are listed, the newest first.
LISTED = 20
# Questions of a group that the page gets: the first ones, and those at its rim.
FIRST = 40


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """A request.

    Attributes:
        action: `look` only asks what is to be decided.
        who: in whose name.
        suggestion: which one; `others` are those that are merged with it.
        texts: the marked ones of its texts; all if none is marked.
        intent, answer: that were chosen or written.
        decision: which one to undo; one's own last if it isn't named.
    """

    action: Action
    who: str
    suggestion: str = ""
    others: list[str] = []
    texts: list[str] = []
    intent: str = ""
    answer: str = ""
    decision: str = ""


class Requests:
    """Answers the page's requests for one workspace."""

    def __init__(self, suggestions: Sequence[Suggestion], workspace: Workspace, shadow: Shadow) -> None:
        self._suggestions, self._workspace, self._shadow = suggestions, workspace, shadow
        self._claims = Claims()
        self._total = len(suggestions)
        self._intents = set(Session(suggestions, workspace, "page").intents())
        self._changed = False

    def answer(self, wanted: Wanted) -> bytes:
        """Does what is wanted, and says as JSON how things stand afterwards.

        Raises:
            DataError: it can't be done; the message says why.
        """
        session = Session(self._suggestions, self._workspace, wanted.who)
        done = self._do(wanted, session)
        self._changed = self._changed or done is not None
        if wanted.action == "measure":
            self._shadow.start()
        return msgspec.json.encode(self._state(session, done))

    def write(self) -> None:
        """Brings the assistant's files up to the decisions, if there were any since the last time.

        Raises:
            DataError: a file can't be read or written.
        """
        if self._changed:
            self._changed = False
            Session(self._suggestions, self._workspace, "page").write()

    def _do(self, wanted: Wanted, session: Session) -> Decision | None:
        if wanted.action in ("look", "measure"):
            return None
        if wanted.action == "undo":
            undone = session.undo(wanted.decision)
            if undone is None:
                raise DataError("there is nothing to undo")
            return undone
        suggestion = self._pending(wanted.suggestion, session)
        holder = self._claims.holder(suggestion.id)
        if not self._claims.claim(suggestion.id, session.who):
            raise DataError(f"{holder} is looking at this one; take another")
        only = wanted.texts or None
        if wanted.action == "accept":
            return session.accept(suggestion)
        if wanted.action == "label":
            return session.label(suggestion, wanted.intent, wanted.answer, only)
        if wanted.action == "refuse":
            return session.refuse(suggestion, only)
        if wanted.action == "approve":
            if not isinstance(suggestion, Answer):
                raise DataError("only a suggested answer can be approved")
            return session.approve(suggestion, wanted.answer or suggestion.answer.text)
        if wanted.action in ("merge", "split"):
            return self._rearrange(wanted, suggestion, session)
        return None

    def _rearrange(self, wanted: Wanted, suggestion: Suggestion, session: Session) -> Decision:
        found = [suggestion, *(self._pending(name, session) for name in wanted.others)]
        intents = [each for each in found if isinstance(each, NewIntent)]
        if len(intents) < len(found):
            raise DataError("only proposed intents are merged and split")
        return session.split(intents[0], wanted.texts) if wanted.action == "split" else session.merge(intents)

    def _pending(self, name: str, session: Session) -> Suggestion:
        found = next((each for each in session.pending() if each.id == name), None)
        if found is None:
            raise DataError("somebody has decided on this one already")
        return found

    def _state(self, session: Session, done: Decision | None) -> dict[str, Any]:
        result = session.outcome()
        left = pending(self._suggestions, result)
        decisions = standing(read_decisions(self._workspace))
        return {
            "suggestions": [_shown(each) for each in left],
            "intents": sorted(self._intents | {intent for _, intent in result.labels.values()}),
            "claims": self._claims.of_others(session.who),
            "total": max(self._total, len(left)),
            "questions": sum(len(texts_of(each)) for each in left),
            "done": done and msgspec.structs.replace(done, texts=done.texts[:1]),
            "count": len(done.texts) if done else 0,
            "decisions": [msgspec.structs.replace(each, texts=each.texts[:1], dialogues=(), parts=()) for each in decisions[::-1][:LISTED]],
            "shadow": self._shadow.said(),
        }


def _shown(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion as the page gets it: not all questions of a large group, and of each only what is shown."""
    content: dict[str, Any] = msgspec.to_builtins(suggestion)
    if "questions" in content:
        questions = content["questions"]
        kept = questions if len(questions) <= FIRST + BORDERLINE else [*questions[:FIRST], *questions[-BORDERLINE:]]
        content["questions"] = [{"text": each["text"]} for each in kept]
        content["size"] = len(questions)
        content["asked"] = sum(max(1, len(each["dialogues"])) for each in questions)
        content.pop("halves", None)
    if isinstance(suggestion, NewIntent):
        content["proposed"] = suggestion.proposed_answer
    return content
