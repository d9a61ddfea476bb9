"""Questions with the outcome that is expected of each, and the files of JSON lines that hold them.

{"text": "Where is my order?", "expect": "template", "intent": "track_order"}
{"text": "and in the oven?", "expect": "passage", "dialogues": ["shop-en-0076"], "before": ["Is the Aune pot alright on induction?"]}
{"text": "how often does the Vind need oil", "expect": "passage", "dialogues": ["shop-en-0236"], "says": ["twice a year", "两次"]}
{"text": "How do I send it back, and when do I get my money?", "expect": "several",
 "parts": [{"expect": "template", "intent": "return_item"}, {"expect": "template", "intent": "refund_status"}]}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from bot.decisions.weights import Kind
from bot.domain import CLARIFY, HAND_OVER, OUT_OF_SCOPE, PERSON
from bot.workspace import Workspace
from data.errors import DataError
from data.languages import language_of

# Where a company's own questions lie, below the workspace's `data/`.
FOLDER = "questions"


@dataclass(frozen=True)
class Part:
    """How one thing that was asked is to be answered, or was.

    Attributes:
        kind: `template`, `passage`, `clarify` or `hand_over`.
        intent: of a template, else empty.
        dialogues: of a passage: the past dialogues that hold the answer; any of them will do. Else empty.
        says: of a passage: words of which the answer has some; or else what was said. Empty where any answer of the dialogues will do.
    """

    kind: Kind
    intent: str = ""
    dialogues: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    @classmethod
    def of(cls, kind: Kind, intent: str = "", dialogues: Sequence[str] = (), says: Sequence[str] = ()) -> Part:
        """A part without what doesn't belong to its kind; who is connected to a person was handed over, whatever the template says."""
        if kind == "template":
            if intent in (PERSON, HAND_OVER, OUT_OF_SCOPE):
                return cls("hand_over")
            return cls("clarify") if intent == CLARIFY else cls(kind, intent)
        return cls(kind, dialogues=tuple(dict.fromkeys(dialogues)), says=tuple(says)) if kind == "passage" else cls(kind)

    @property
    def answers(self) -> bool:
        """Whether something is stated, in place of a question back or a person."""
        return self.kind in ("template", "passage")

    def fulfilled_by(self, came: Part) -> bool:
        """Whether what came is what is expected here."""
        same = self.kind == came.kind and self.intent == came.intent
        return same and (self.kind != "passage" or self.answered_by(came.dialogues, " ".join(came.says)))

    def answered_by(self, dialogues: Iterable[str], said: str) -> bool:
        """Whether what stands in some dialogues is the passage that is expected here: in one of its dialogues, in some of its words."""
        return not {*self.dialogues}.isdisjoint(dialogues) and (
            not self.says or any(word.casefold() in said.casefold() for word in self.says)
        )

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.intent, " or ".join(self.dialogues))))


@dataclass(frozen=True)
class Question:
    """What a customer writes, and the right outcome.

    Attributes:
        text: the message.
        parts: what is asked in it, in order; more than one if several things are asked at once.
        lang: the language that it is in, as `en` or `zh-Hant`.
        group: the kind of question that its author named, else the name of its file.
        before: what the same customer wrote earlier in the conversation.
        place: file and line.
    """

    text: str
    parts: tuple[Part, ...]
    lang: str
    group: str
    before: tuple[str, ...] = ()
    place: str = ""

    @property
    def expected(self) -> str:
        """`template`, `passage`, `clarify`, `hand_over` or `several`."""
        return "several" if len(self.parts) > 1 else self.parts[0].kind


class _Part(msgspec.Struct, forbid_unknown_fields=True):
    expect: Kind
    intent: str = ""
    dialogues: list[str] = []
    says: list[str] = []

    def __post_init__(self) -> None:
        if self.expect == "template" and not self.intent:
            raise ValueError("a template is expected, but its intent isn't named")
        if self.expect == "passage" and not self.dialogues:
            raise ValueError("a passage is expected, but dialogues doesn't name those that hold the answer")
        if self.dialogues and self.expect != "passage":
            raise ValueError(f"dialogues belong to the expectation passage. It was: {self.expect}")
        if self.says and self.expect != "passage":
            raise ValueError(f"says belongs to the expectation passage. It was: {self.expect}")
        if self.intent and self.expect not in ("template", "hand_over"):
            raise ValueError(f"an intent belongs to the expectation template. It was: {self.expect}")


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    expect: Literal["template", "passage", "clarify", "hand_over", "several"]
    intent: str = ""
    dialogues: list[str] = []
    says: list[str] = []
    parts: list[_Part] = []
    before: list[str] = []
    lang: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("the text is empty; expected what a customer writes")
        if self.expect != "several":
            if self.parts:
                raise ValueError(f"parts belong to the expectation several. It was: {self.expect}")
            self.parts = [_Part(self.expect, self.intent, self.dialogues, self.says)]
        elif len(self.parts) < 2:
            raise ValueError(f"several are expected, but parts names {len(self.parts)}")


def read_questions(path: Path) -> list[Question]:
    """The questions of a file, a JSON object a line; empty lines are passed over.

    Raises:
        DataError: the file can't be read or holds no question, or a line is none. The message names file and line.
    """
    questions = [_question(line, path, number) for number, line in _lines(path)]
    if not questions:
        raise DataError(f"{path} holds no questions; expected a JSON object a line with at least `text` and `expect`")
    return questions


def question_files(workspace: Workspace) -> list[Path]:
    """The files of the workspace that hold questions, `data/questions/*.jsonl`; those that hold something else name no `expect`."""
    files = sorted((workspace.data / FOLDER).glob("*.jsonl"))
    return [file for file in files if any('"expect"' in line for _, line in _lines(file))]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} can't be read: {error}; expected JSON lines in UTF-8") from error
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _question(line: str, path: Path, number: int) -> Question:
    place = f"{path}:{number}"
    try:
        row = msgspec.json.decode(line, type=_Row)
    except msgspec.DecodeError as error:
        raise DataError(f"{place}: {error}. It was: {line.strip()[:120]}") from error
    parts = tuple(Part.of(part.expect, part.intent, part.dialogues, part.says) for part in row.parts)
    return Question(row.text, parts, row.lang or language_of(row.text), row.kind or path.stem, tuple(row.before), place)
