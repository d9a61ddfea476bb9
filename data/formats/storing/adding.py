"""Adds dialogues to those that earlier imports left: new ones, and those that have gone on; nothing comes twice, nothing is lost."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.formats.bad_rows import BadRow
from data.formats.files.sources import PassedOver
from data.formats.reading.dialogues import Read, json_of, to_record
from data.formats.reading.identity import told_apart
from data.formats.recognition.recognised import Recognised
from data.formats.storing.kept_logs import KeptLogs, known_of, record_of
from data.formats.storing.replacing import Replacement, replacement
from data.records import AGENT

# Dialogues between two reports of progress.
REPORTED_EVERY = 200
# Turns of a dialogue that tell it from others with its id, which begin with the same greeting.
BEGIN = 3
# Rows that are listed singly; more are counted.
LISTED = 10_000


@dataclass
class Imported:
    """What an import did.

    Attributes:
        dialogues, turns: how many were written; `agents` is how many of the turns are an agent's.
        unchanged: dialogues that were there already, as they are.
        removed: how many pieces of personal data were taken out, by kind.
        own: addresses and telephone numbers that were kept as the company's own, with how often.
        left_out: messages that are nothing to learn from, by what they are.
        bad: the rows that had to be skipped or mended, up to `LISTED`; `skipped` and `mended` count all.
        logs: what was recognised. passed_over: what was not.
    """

    dialogues: int = 0
    turns: int = 0
    agents: int = 0
    unchanged: int = 0
    skipped: int = 0
    mended: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    bad: list[BadRow] = field(default_factory=list)
    logs: list[Recognised] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)

    def note(self, row: BadRow) -> None:
        """Counts a row, and lists it if there aren't too many."""
        if row.kept:
            self.mended += 1
        else:
            self.skipped += 1
        if len(self.bad) < LISTED:
            self.bad.append(row)


class Addition:
    """What an import brings: written beside, target by target, and put in place when all of it is there."""

    def __init__(self, kept: KeptLogs, imported: Imported) -> None:
        self._kept = kept
        self._imported = imported
        self._fresh: dict[Path, Replacement] = {}
        self._number = 0
        # Ids of dialogues that have gone on, by the file that an earlier state of them stands in: kept, or fresh from this import.
        self._gone: dict[int, set[str]] = {}
        self._gone_fresh: dict[int, set[str]] = {}

    def begin(self, fresh: Replacement) -> None:
        """Goes on with another target."""
        self._fresh[fresh.target] = fresh
        self._number = self._kept.number_of(fresh.target)

    def take(self, row: Read | BadRow) -> bool:
        """Writes a dialogue if it is new; returns whether it is time to report."""
        imported = self._imported
        if isinstance(row, BadRow):
            imported.note(row)
            return False
        if row.left_out:
            imported.left_out += row.left_out
        record = to_record(row.dialogue)
        id = self._new_id(row, record)
        if id is not None:
            self._fresh[self._kept.file_of(self._number)].text.write(json_of(record | {"id": id}) + "\n")
            if row.removed:
                imported.removed += row.removed
            if row.own:
                imported.own += row.own
            imported.dialogues += 1
            imported.turns += len(row.dialogue.turns)
            imported.agents += sum(turn.role == AGENT for turn in row.dialogue.turns)
        return (imported.dialogues + imported.unchanged) % REPORTED_EVERY == 0

    def _new_id(self, row: Read, record: Mapping[str, Any]) -> str | None:
        """The id of a dialogue that isn't there yet or has gone on; of another one with the same id, one of its own."""
        dialogue = row.dialogue
        now = known_of(record, self._number, max(row.line, 1))
        texts = [turn.text for turn in dialogue.turns[:BEGIN]]
        for id in (dialogue.id, told_apart(dialogue.id, texts[0]), told_apart(dialogue.id, "\x1f".join(texts))):
            before = self._kept.find(id)
            if before is not None and not before.is_same(now):
                continue
            if before is not None and (
                before.content == now.content or before.turns > now.turns or (before.turns == now.turns and before.file != now.file)
            ):
                if before.line:
                    where = f"line {before.line} of {self._kept.file_of(before.file).stem}"
                    self._imported.note(BadRow(row.file, row.line, f"the dialogue stands already in {where}, and is kept once", kept=True))
                else:
                    self._imported.unchanged += 1
                return None
            if before is not None:
                (self._gone_fresh if before.line else self._gone).setdefault(before.file, set()).add(id)
            self._kept.remember(id, now)
            return id
        self._imported.note(BadRow(row.file, row.line, "the dialogue has the id of two others that it isn't; give it an id of its own"))
        return None

    def put_in_place(self) -> None:
        """Writes the files that change, and puts each in place when all are on the disk."""
        with ExitStack() as open_files:
            ready: list[Replacement] = []
            targets = [*self._fresh, *(file for number in self._gone if (file := self._kept.file_of(number)) not in self._fresh)]
            for target in targets:
                number, fresh = self._kept.number_of(target), self._fresh.get(target)
                gone = self._gone.get(number, set())
                if not gone and (fresh is None or fresh.text.tell() == 0):
                    continue
                whole = open_files.enter_context(replacement(target))
                for line in _lines(target, gone):
                    whole.text.write(line)
                if fresh is not None:
                    for line in self._latest(fresh, number):
                        whole.text.write(line)
                ready.append(whole)
            for whole in ready:
                whole.put()

    def _latest(self, fresh: Replacement, number: int) -> Iterator[str]:
        """The new lines; of a dialogue that has gone on within this import, the last one, in the file that has it."""
        gone = self._gone_fresh.get(number, set())
        last: dict[str, int] = {}
        fresh.text.seek(0)
        for position, line in enumerate(fresh.text if gone else ()):
            if (record := record_of(line)) is not None and record["id"] in gone:
                last[record["id"]] = position
        for id in gone:
            if (known := self._kept.find(id)) is not None and known.file != number:
                last[id] = -1
        fresh.text.seek(0)
        for position, line in enumerate(fresh.text):
            record = record_of(line) if gone else None
            if record is None or last.get(record["id"], position) == position:
                yield line


def _lines(target: Path, gone: set[str]) -> Iterator[str]:
    """The lines of a file that stay."""
    if not target.exists():
        return
    with target.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            record = record_of(line) if gone else None
            if record is None or str(record["id"]) not in gone:
                yield line if line.endswith("\n") else line + "\n"
